package dev.tranche.benchmarks.journal;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.benchmarks.figures.PairedRatio;
import dev.tranche.benchmarks.figures.Rounds;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Runs local jobs of {@code /bin/true} through a runtime with a journal, in turn with one that has none, at the same
 * concurrency. Both are open all the time; one of them is idle.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.journal.JournaledProcesses [directory [at once]]</pre>
 */
public final class JournaledProcesses {
    private static final int JOBS = 2_000;
    private static final int WARM_UP_JOBS = 10_000;
    private static final int ROUNDS = 9;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final JobRequest JOB = job(
            "true",
            jobDefinition("program")
                    .executable("/bin/true")
                    .vcpus(1)
                    .memory(mib(16))
                    .build());

    private final int atOnce;
    private final JobQueue here;

    private JournaledProcesses(int atOnce) {
        this.atOnce = atOnce;
        this.here = jobQueue("here")
                .computeEnvironmentOrder(
                        computeEnvironment("laptop").local().vcpus(atOnce).build())
                .build();
    }

    /**
     * Measures and prints a table.
     *
     * @param args the directory in which the journal is made, without it that of temporary files; and how many processes run
     *     at once, without it as many as there are processors
     * @throws IOException if the disk cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Rig.directory(Rig.parent(args));
        try {
            int processors = Runtime.getRuntime().availableProcessors();
            new JournaledProcesses(args.length > 1 ? Integer.parseInt(args[1]) : processors).measure(directory);
        } finally {
            Rig.remove(directory);
        }
    }

    private void measure(Path directory) {
        try (BatchRuntime journaled = BatchRuntime.journal(directory.resolve("journal"))
                        .queues(here)
                        .onClose(BatchRuntime.OnClose.DRAIN)
                        .open();
                BatchRuntime inMemory = BatchRuntime.inMemory().queues(here).open()) {
            measure(journaled, inMemory);
        }
    }

    private void measure(BatchRuntime journaled, BatchRuntime inMemory) {
        double unused = rate(journaled, WARM_UP_JOBS) + rate(inMemory, WARM_UP_JOBS);
        Rounds with = new Rounds("journaled", "jobs/s");
        Rounds without = new Rounds("in memory", "jobs/s");
        PairedRatio ratio = new PairedRatio();
        for (int round = 0; round < ROUNDS; round++) {
            double durable = rate(journaled, JOBS);
            double other = rate(inMemory, JOBS);
            with.add(durable);
            without.add(other);
            ratio.add(durable / other);
        }
        System.out.printf(Locale.ROOT, "JDK %s, %d at once, %d jobs a round%n%n", Runtime.version(), atOnce, JOBS);
        System.out.println("| | median | least | most | rounds |");
        System.out.println("|---|---|---|---|---|");
        System.out.println(without.row());
        System.out.println(with.row());
        System.out.println();
        System.out.println(ratio.sentence("journaled / in memory"));
    }

    private double rate(BatchRuntime runtime, int jobs) {
        long began = System.nanoTime();
        List<JobHandle> handles = runtime.submitAll(Collections.nCopies(jobs, JOB), here);
        for (JobHandle handle : handles) {
            handle.await(PATIENCE).orThrow();
        }
        return jobs * 1e9 / (System.nanoTime() - began);
    }
}
