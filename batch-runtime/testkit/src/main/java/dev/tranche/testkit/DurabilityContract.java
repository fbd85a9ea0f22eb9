package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JournalReplay;
import dev.tranche.runtime.spi.BackendFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a backend that claims {@link dev.tranche.runtime.spi.Capability#ADOPTION} has to do for a journal, as a test: a runtime in a
 * process of its own is killed with SIGKILL at random moments, opened again, and killed again, while it runs jobs that each
 * append a line to a file. In the end every job whose submit was acknowledged has run, none ran twice, and what was decided comes
 * out the same when it is decided again.
 *
 * <p>{@code -Dtranche.kills=1000} is a long run, {@code -Dtranche.seed} the moments of an earlier one. Needs the driver of the
 * journal on the class path.
 */
public abstract class DurabilityContract {
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final long PAUSE_MILLIS = 20;

    /** Every other one is killed within so long of its start: while it opens, recovers, and submits if the machine is fast. */
    private static final int YOUTH_MILLIS = 1_500;

    /** The others are killed when some of their jobs have been acknowledged, and a moment later. */
    private static final int MOST_ACKNOWLEDGED = 20;

    private static final int MOMENT_MILLIS = 50;

    /** No more are on their way when a runtime is killed. */
    private static final int MOST_UNHEARD_OF = 100;

    @TempDir
    private Path directory;

    /** For backends that pass. */
    protected DurabilityContract() {}

    /** The backend under test, made in the process of the test and in each that is killed; with a constructor without parameters. */
    public interface Subject {
        /**
         * The environment of all jobs.
         *
         * @return the same at each call
         */
        ComputeEnvironment environment();

        /**
         * Opens the backend.
         *
         * @param directory where it may keep its own
         * @return the factory
         */
        BackendFactory backend(Path directory);

        /**
         * A job.
         *
         * @param file the file to which it appends a line
         * @param millis how long it goes on then, in milliseconds
         * @return the definition
         */
        JobDefinition appends(Path file, int millis);
    }

    /**
     * The backend under test.
     *
     * @return its class
     */
    protected abstract Class<? extends Subject> subject();

    /**
     * How often the runtime is killed, unless {@code -Dtranche.kills} says otherwise.
     *
     * @return a number, at least 2
     */
    protected abstract int kills();

    /**
     * What jobs have left behind although all have ended.
     *
     * @param directory the one that the backend was opened with
     * @return processes, containers or whatever jobs are
     */
    protected abstract Collection<?> leftovers(Path directory);

    @Test
    void nothing_that_was_acknowledged_is_lost_and_nothing_runs_twice() throws Exception {
        long seed = Long.getLong("tranche.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int kills = Integer.getInteger("tranche.kills", kills());
        Files.createDirectory(DurabilityVictim.runs(directory));
        TreeSet<Integer> acknowledged = new TreeSet<>();
        for (int kill = 0; kill < kills; kill++) {
            Process victim = start(acknowledged.isEmpty() ? 0 : acknowledged.last() + 1);
            boolean old = kill % 2 == 0;
            if (old) {
                int enough = 1 + random.nextInt(MOST_ACKNOWLEDGED);
                await(
                        "acknowledged by a victim, seed " + seed,
                        () -> acknowledged().size() >= enough || !victim.isAlive());
            }
            boolean ended = victim.waitFor(random.nextInt(old ? MOMENT_MILLIS : YOUTH_MILLIS), TimeUnit.MILLISECONDS);
            assertThat(ended)
                    .as("it ended by itself, seed %s: %s", seed, errors())
                    .isFalse();
            victim.destroyForcibly().waitFor();
            acknowledged.addAll(acknowledged());
        }
        assertThat(acknowledged).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(kills / 2);
        check(acknowledged, seed);
        decideAgain(seed);
        await("nothing left over", () -> leftovers(directory).isEmpty());
    }

    private void check(SortedSet<Integer> acknowledged, long seed) throws Exception {
        Subject subject = DurabilityVictim.subject(subject().getName());
        try (BatchRuntime runtime = DurabilityVictim.open(subject, directory)) {
            assertThat(runtime.drain(SOON)).as("all has ended, seed %s", seed).isTrue();
            for (int number : acknowledged) {
                JobDetail end = DurabilityVictim.submit(runtime, subject, directory, number)
                        .describe();
                assertThat(end.status())
                        .as("job %s, seed %s: %s", number, seed, end)
                        .isEqualTo(JobStatus.SUCCEEDED);
                assertThat(end.attempts()).as("job %s, seed %s", number, seed).hasSize(1);
                assertThat(lines(number))
                        .as("runs of job %s, seed %s", number, seed)
                        .hasSize(1);
            }
            int beyond = acknowledged.last() + 1;
            for (int number = beyond; number < beyond + MOST_UNHEARD_OF; number++) {
                assertThat(lines(number))
                        .as("runs of job %s, never acknowledged, seed %s", number, seed)
                        .hasSizeLessThan(2);
            }
        }
    }

    /** What all of them decided comes out the same again, from what was said to them. */
    private void decideAgain(long seed) {
        try (JournalReplay replay =
                JournalReplay.open(DurabilityVictim.journal(directory)).decideAgain()) {
            long before = replay.frame();
            long last = replay.toEnd().frame();
            assertThat(replay.decided())
                    .as("frames decided again, seed %s", seed)
                    .isPositive()
                    .isEqualTo(last - before);
        }
    }

    private List<String> lines(int number) throws IOException {
        Path file = DurabilityVictim.file(directory, number);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private Process start(int next) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        DurabilityVictim.class.getName(),
                        subject().getName(),
                        directory.toString(),
                        Integer.toString(next))
                .redirectOutput(directory.resolve("acknowledged").toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private List<Integer> acknowledged() {
        try {
            return Files.readAllLines(directory.resolve("acknowledged")).stream()
                    .map(Integer::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("what was acknowledged cannot be read", e);
        }
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("errors"));
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + SOON + ": " + what);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
