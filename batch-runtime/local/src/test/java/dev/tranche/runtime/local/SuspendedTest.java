package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime whose process is stopped and continued, as a frozen container is, asks what became of its attempts before it
 * decides anything: what ended in time did not time out, and nothing runs twice. {@code -Dtranche.stopped=60} stops it for a
 * minute.
 */
class SuspendedTest {
    /** Longer than the timeout of what runs meanwhile. */
    private static final Duration STOPPED = Duration.ofSeconds(Long.getLong("tranche.stopped", 12));

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Longer than it may be stopped. */
    private static final Duration SOON = Duration.ofMinutes(5);

    @TempDir
    private Path directory;

    @Test
    void what_ended_in_time_while_the_runtime_was_stopped_did_not_time_out() throws Exception {
        Process runtime = start();
        awaitFile("began", runtime);

        KilledTest.signal("STOP", runtime.pid());
        Files.createFile(directory.resolve("go"));
        awaitFile("done", runtime);
        Thread.sleep(STOPPED.toMillis()); // what is tested, not waited for
        KilledTest.signal("CONT", runtime.pid());

        Awaitility.await().atMost(SOON).until(() -> !runtime.isAlive());
        assertThat(Files.readAllLines(directory.resolve("said")))
                .containsExactly("in-time: SUCCEEDED, 1 attempt", "next: SUCCEEDED, 1 attempt");
        assertThat(Files.readAllLines(directory.resolve("runs"))).containsExactly("in-time", "next");
        assertThat(Files.readString(directory.resolve("errors"))).contains("this process was stopped");
    }

    private void awaitFile(String name, Process runtime) {
        Awaitility.await()
                .atMost(SOON)
                .failFast("the runtime has ended", () -> !runtime.isAlive())
                .until(() -> Files.exists(directory.resolve(name)));
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Stopped.class.getName(),
                        directory.toString())
                .redirectOutput(directory.resolve("said").toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    /** Runs two jobs, one after the other, and says how they ended. */
    static final class Stopped {
        private Stopped() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            JobQueue queue = JobQueue.named("q")
                    .computeEnvironmentOrder(
                            ComputeEnvironment.named("here").local().vcpus(1).build())
                    .build();
            try (BatchRuntime runtime = BatchRuntime.journal(directory.resolve("journal"))
                    .queues(queue)
                    .backend(LocalBackend.factory().workDirectory(directory.resolve("w")))
                    .open()) {
                String waits = "touch began; while [ ! -e go ]; do sleep 0.01; done; touch done";
                List<JobHandle> jobs = List.of(
                        runtime.submit(job(directory, "in-time", waits).timeout(TIMEOUT), queue),
                        runtime.submit(job(directory, "next", ":"), queue));
                for (JobHandle job : jobs) {
                    JobDetail end = job.await(SOON);
                    System.out.printf(
                            "%s: %s, %d attempt%n",
                            end.name(), end.status(), end.attempts().size());
                }
            }
        }

        private static JobRequest job(Path directory, String name, String script) {
            return JobRequest.of(
                    name,
                    JobDefinition.named("definition")
                            .script("cd %s; echo %s >> runs; %s".formatted(directory, name, script))
                            .vcpus(1)
                            .memory(MemorySize.mib(16))
                            .build());
        }
    }
}
