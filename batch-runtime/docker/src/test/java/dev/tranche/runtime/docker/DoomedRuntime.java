package dev.tranche.runtime.docker;

import dev.tranche.dsl.Batch;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A runtime in a process of its own, which a test can kill. */
final class DoomedRuntime {
    private static final String READY = "ready";

    private DoomedRuntime() {}

    /**
     * Opens a runtime, starts one job, says so when it runs, and waits for the end of its input.
     *
     * @param arguments the work directory, the seconds of its lease and a word that the job has as its tag
     */
    public static void main(String[] arguments) throws Exception {
        JobQueue queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        DockerBackend backend = DockerBackend.factory()
                .network("host")
                .workDirectory(Path.of(arguments[0]))
                .lease(Duration.ofSeconds(Long.parseLong(arguments[1])));
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(queue).backend(backend).open()) {
            CountDownLatch ready = new CountDownLatch(1);
            var handle = runtime.submit(
                    Batch.job(
                            "doomed",
                            Rig.definition("echo ready; sleep 100000", c -> c).toBuilder()
                                    .tag(TAG, arguments[2])
                                    .propagateTags()
                                    .build()),
                    queue);
            var unused = handle.log().tail(line -> ready.countDown());
            ready.await();
            System.out.println(READY);
            System.out.flush();
            while (System.in.read() >= 0) {}
        }
    }

    static final String TAG = "doomed";

    /** Starts one and returns when its job runs. */
    static Process start(Path workDirectory, Duration lease, String word) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedRuntime.class.getName(),
                        workDirectory.toString(),
                        Long.toString(lease.toSeconds()),
                        word)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = reader.readLine();
        if (!READY.equals(line)) {
            throw new IOException("the doomed runtime did not get ready: " + line);
        }
        return process;
    }
}
