package dev.tranche.benchmarks.journal;

import dev.tranche.benchmarks.figures.Rounds;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalBounds;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How long an opening reads: a journal of a million life cycles without any snapshot, and a snapshot of a million jobs that
 * wait. How many bytes a life cycle has, 64 to a frame. And how long a batch takes at the longest while a snapshot is
 * written, against the same time without one.
 *
 * <pre>java -Xms4g -Xmx4g -Xmn8m -XX:+AlwaysPreTouch -XX:+UseTransparentHugePages -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.journal.Recoveries [directory]</pre>
 */
public final class Recoveries {
    private static final int JOBS = 1_000_000;
    private static final int PER_FRAME = 64;
    private static final int ROUNDS = 5;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int QUIET_BATCHES = 3_000;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Path parent;

    private Recoveries(Path parent) {
        this.parent = parent;
    }

    /**
     * Measures and prints.
     *
     * @param args the directory in which journals are made; without it that of temporary files
     * @throws IOException if the disk cannot be written
     */
    public static void main(String[] args) throws IOException {
        System.out.printf(Locale.ROOT, "JDK %s%n%n", Runtime.version());
        Recoveries benchmark = new Recoveries(Rig.parent(args));
        System.out.println("| | median | least | most | rounds |");
        System.out.println("|---|---|---|---|---|");
        benchmark.lifeCycles();
        benchmark.waitingJobs();
    }

    private void lifeCycles() throws IOException {
        Path directory = Rig.directory(parent);
        try {
            long digest = writeLifeCycles(directory);
            read(directory, digest, "1,000,000 life cycles folded");
        } finally {
            Rig.remove(directory);
        }
    }

    private static long writeLifeCycles(Path directory) {
        try (Journal journal = Journal.open(directory, JournaledMachine.RUNTIME_ID, bounds(NEVER))) {
            JournaledMachine machine = new JournaledMachine(journal.log(), journal.epoch(), true);
            for (int i = 0; i < JOBS / PER_FRAME; i++) {
                machine.batch(PER_FRAME);
            }
            machine.batch(0);
            machine.batch(0);
            System.out.printf(
                    Locale.ROOT,
                    "| a life cycle, %d to a frame | %d bytes | | | |%n",
                    PER_FRAME,
                    machine.bytes() / JOBS);
            return machine.digest();
        }
    }

    private static JournalBounds bounds(long snapshotBytes) {
        return JournalBounds.DEFAULT.snapshots(snapshotBytes);
    }

    private void waitingJobs() throws IOException {
        Path directory = Rig.directory(parent);
        try {
            JournaledMachine machine = writeWaiting(directory);
            writeDuringSnapshot(directory, machine);
            read(directory, machine.digest(), "snapshot of 1,000,000 waiting jobs loaded");
        } finally {
            Rig.remove(directory);
        }
    }

    private static JournaledMachine writeWaiting(Path directory) {
        try (Journal journal = Journal.open(directory, JournaledMachine.RUNTIME_ID, bounds(NEVER))) {
            JournaledMachine machine = new JournaledMachine(journal.log(), journal.epoch(), false);
            for (int i = 0; i < JOBS / PER_FRAME; i++) {
                machine.batch(PER_FRAME);
            }
            return machine;
        }
    }

    /** The snapshot is due with the first frame, and no other one is. */
    private static void writeDuringSnapshot(Path directory, JournaledMachine machine) throws IOException {
        Rounds quiet = new Rounds("batch and commit, no snapshot", "ms");
        Rounds during = new Rounds("batch and commit, snapshot being written", "ms");
        try (Journal journal = Journal.open(directory, JournaledMachine.RUNTIME_ID, bounds(NEVER))) {
            machine.goesOnIn(journal.log());
            for (int i = 0; i < QUIET_BATCHES; i++) {
                quiet.add(batchMillis(machine));
            }
        }
        try (Journal journal = Journal.open(directory, JournaledMachine.RUNTIME_ID, bounds(1))) {
            machine.goesOnIn(journal.log());
            while (!hasSnapshot(directory)) {
                during.add(batchMillis(machine));
            }
        }
        System.out.println(quiet.row());
        System.out.println(during.row());
    }

    /** One job is submitted; then a millisecond passes. */
    private static double batchMillis(JournaledMachine machine) {
        long began = System.nanoTime();
        machine.batch(1);
        long took = System.nanoTime() - began;
        LockSupport.parkNanos(PAUSE_NANOS);
        return took / 1e6;
    }

    private static boolean hasSnapshot(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("snapshot-"));
        }
    }

    /** Opens it and folds it, as an opening does; the first time is that of a process that has just begun. */
    private static void read(Path directory, long digest, String what) {
        Rounds seconds = new Rounds(what, "s");
        for (int round = 0; round < ROUNDS; round++) {
            long began = System.nanoTime();
            try (Journal journal = Journal.open(directory, JournaledMachine.RUNTIME_ID, bounds(NEVER))) {
                Machine machine = new Machine(
                        JournaledMachine.RUNTIME_ID, new OutcomeListener() {}, JournaledMachine.ENDED_JOBS_KEPT);
                journal.log().replay((frame, length) -> {
                    machine.foldTime(FrameDecoder.time(frame));
                    FrameDecoder.decode(frame, length, machine.fold());
                });
                machine.recover();
                seconds.add((System.nanoTime() - began) / 1e9);
                if (machine.digest() != digest) {
                    throw new IllegalStateException("what was read is not what was written");
                }
            }
        }
        System.out.println(seconds.row());
    }
}
