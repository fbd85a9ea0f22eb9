package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime in a process of its own is killed with SIGKILL at random moments, opened again, and killed again, while it runs
 * jobs that each append a line to a file. In the end every job whose submit was acknowledged has run, and none ran twice.
 *
 * <p>{@code -Dtranche.kills=1000} is the long run.
 */
class TortureTest {
    private static final int KILLS = Integer.getInteger("tranche.kills", 25);
    private static final Duration SOON = Duration.ofMinutes(2);

    /** Every other one is killed within so long of its start: while it opens, recovers, and submits if the machine is fast. */
    private static final int YOUTH_MILLIS = 1_500;

    /** The others are killed when some of their jobs have been acknowledged, and a moment later. */
    private static final int MOST_ACKNOWLEDGED = 20;

    private static final int MOMENT_MILLIS = 50;

    @TempDir
    private Path directory;

    @Test
    void nothing_that_was_acknowledged_is_lost_and_nothing_runs_twice() throws Exception {
        long seed = Long.getLong("tranche.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        Files.createDirectory(directory.resolve("runs"));
        Set<Integer> acknowledged = new TreeSet<>();
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process victim = start(next);
            boolean old = kill % 2 == 0;
            if (old) {
                awaitAcknowledged(1 + random.nextInt(MOST_ACKNOWLEDGED), seed);
            }
            boolean ended = victim.waitFor(random.nextInt(old ? MOMENT_MILLIS : YOUTH_MILLIS), TimeUnit.MILLISECONDS);
            assertThat(ended)
                    .as("it ended by itself, seed %s: %s", seed, errors())
                    .isFalse();
            victim.destroyForcibly().waitFor();
            for (String line : Files.readAllLines(directory.resolve("acknowledged"))) {
                acknowledged.add(Integer.valueOf(line));
            }
            next = acknowledged.isEmpty() ? 0 : ((TreeSet<Integer>) acknowledged).last() + 1;
        }
        assertThat(acknowledged).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(KILLS / 2);
        check(acknowledged, seed);
        Awaitility.await().atMost(SOON).until(() -> leftovers().isEmpty());
    }

    private void check(Set<Integer> acknowledged, long seed) throws IOException {
        try (BatchRuntime runtime = TortureVictim.open(directory)) {
            assertThat(runtime.drain(SOON)).as("all has ended, seed %s", seed).isTrue();
            for (int number : acknowledged) {
                JobDetail end = runtime.submit(TortureVictim.job(directory, number), TortureVictim.QUEUE)
                        .describe();
                assertThat(end.status())
                        .as("job %s, seed %s: %s", number, seed, end)
                        .isEqualTo(JobStatus.SUCCEEDED);
                assertThat(end.attempts()).as("job %s, seed %s", number, seed).hasSize(1);
                assertThat(runs(number))
                        .as("runs of job %s, seed %s", number, seed)
                        .hasSize(1);
            }
            int beyond = acknowledged.stream().mapToInt(number -> number).max().orElse(0) + 1;
            for (int number = beyond; number < beyond + 100; number++) {
                assertThat(runs(number))
                        .as("runs of job %s, never acknowledged", number)
                        .hasSizeLessThan(2);
            }
        }
    }

    private List<String> runs(int number) throws IOException {
        Path file = directory.resolve("runs/" + number);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Processes that have to do with this test and are not this one. */
    private List<ProcessHandle> leftovers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains(directory.toString()))
                        .orElse(false))
                .toList();
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
                        TortureVictim.class.getName(),
                        directory.toString(),
                        Integer.toString(next))
                .redirectOutput(new File(directory.toFile(), "acknowledged"))
                .redirectError(new File(directory.toFile(), "errors"))
                .start();
    }

    private void awaitAcknowledged(int jobs, long seed) {
        Awaitility.await("acknowledged by a victim, seed " + seed)
                .atMost(SOON)
                .until(() ->
                        Files.readAllLines(directory.resolve("acknowledged")).size() >= jobs);
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("errors"));
    }
}
