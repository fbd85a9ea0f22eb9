package dev.tranche.benchmarks.journal;

import dev.tranche.benchmarks.figures.Rounds;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What it takes until a submit is acknowledged as durable, one at a time, against the {@link DiskFloor} in the same
 * directory; and how many a second there are with 512 outstanding, one by one and 64 a message, with and without a journal.
 * No job runs: all wait behind one that holds the only host.
 *
 * <pre>java -Xms4g -Xmx4g -Xmn2g -XX:+AlwaysPreTouch -XX:+UseParallelGC -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.journal.DurableSubmits [directory]</pre>
 */
public final class DurableSubmits {
    private static final int ROUNDS = 7;
    private static final int ONE_BY_ONE = 1_000;
    private static final int SINGLE_JOBS = 400_000;
    private static final int BULK_JOBS = 640_000;
    private static final int BULK = 64;

    private final Path parent;

    private DurableSubmits(Path parent) {
        this.parent = parent;
    }

    /**
     * Measures and prints a table.
     *
     * @param args the directory in which journals are made; without it that of temporary files
     * @throws IOException if the disk cannot be written
     * @throws InterruptedException if it is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "JDK %s%n%n", Runtime.version());
        System.out.println("| | median | least | most | rounds |");
        System.out.println("|---|---|---|---|---|");
        DurableSubmits benchmark = new DurableSubmits(Rig.parent(args));
        benchmark.oneOutstanding();
        benchmark.manyOutstanding("512 outstanding", SINGLE_JOBS, 1);
        benchmark.manyOutstanding("512 outstanding messages of 64", BULK_JOBS, BULK);
    }

    /** The median of each round, since a disk has long tails. */
    private void oneOutstanding() throws IOException {
        Rounds floors = new Rounds("4 KiB and fdatasync, median of 1,000", "us");
        Rounds submits = new Rounds("submit, one outstanding, median of 1,000", "us");
        Rounds ratios = new Rounds("submit / fdatasync", "x");
        Path directory = Rig.directory(parent);
        try (DiskFloor floor = new DiskFloor(directory);
                BatchRuntime runtime = Rig.open(PretendBackend.full(), directory.resolve("journal"))) {
            for (int warmUp = 0; warmUp < ROUNDS; warmUp++) {
                double unused = submitMedian(runtime);
            }
            for (int round = 0; round < ROUNDS; round++) {
                double disk = floorMedian(floor);
                double ours = submitMedian(runtime);
                floors.add(disk);
                submits.add(ours);
                ratios.add(ours / disk);
            }
        } finally {
            Rig.remove(directory);
        }
        for (Rounds each : List.of(floors, submits, ratios)) {
            System.out.println(each.row());
        }
    }

    private static double floorMedian(DiskFloor floor) throws IOException {
        Rounds micros = new Rounds("", "us");
        for (int i = 0; i < ONE_BY_ONE; i++) {
            long began = System.nanoTime();
            floor.commit();
            micros.add((System.nanoTime() - began) / 1e3);
        }
        return micros.median();
    }

    private static double submitMedian(BatchRuntime runtime) {
        Rounds micros = new Rounds("", "us");
        for (JobRequest job : Rig.jobs(0, ONE_BY_ONE)) {
            long began = System.nanoTime();
            runtime.submit(job, Rig.QUEUE);
            micros.add((System.nanoTime() - began) / 1e3);
        }
        return micros.median();
    }

    private void manyOutstanding(String how, int jobs, int perMessage) throws IOException, InterruptedException {
        Rounds memory = new Rounds(how + ", in memory", "jobs/s");
        Rounds journaled = new Rounds(how + ", journal", "jobs/s");
        for (int round = -2; round < ROUNDS; round++) {
            double without = rate(null, jobs, perMessage);
            double with = journaledRate(jobs, perMessage);
            if (round >= 0) {
                memory.add(without);
                journaled.add(with);
            }
        }
        System.out.println(memory.row());
        System.out.println(journaled.row());
    }

    private double journaledRate(int jobs, int perMessage) throws IOException, InterruptedException {
        Path directory = Rig.directory(parent);
        try {
            return rate(directory, jobs, perMessage);
        } finally {
            Rig.remove(directory);
        }
    }

    private static double rate(@Nullable Path journal, int jobs, int perMessage) throws InterruptedException {
        try (BatchRuntime runtime = Rig.open(PretendBackend.full(), journal)) {
            return new Clients(runtime, perMessage).submit(jobs);
        }
    }
}
