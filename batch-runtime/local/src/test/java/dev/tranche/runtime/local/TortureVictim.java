package dev.tranche.runtime.local;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Submits jobs to a journaled runtime, one after another, and says which were acknowledged, until it is killed. */
final class TortureVictim {
    static final JobQueue QUEUE = JobQueue.named("q")
            .computeEnvironmentOrder(
                    ComputeEnvironment.named("here").local().vcpus(4).build())
            .build();

    /** More would only make the queue longer than what can run between two kills. */
    private static final int MOST_OPEN = 16;

    private TortureVictim() {}

    static BatchRuntime open(Path directory) {
        return BatchRuntime.journal(directory.resolve("journal"))
                .queues(QUEUE)
                .backend(LocalBackend.factory().workDirectory(directory.resolve("w")))
                .open();
    }

    /** The same job for the same number, and found again by it. */
    static JobRequest job(Path directory, int number) {
        String script = "echo x >> %s/runs/%d; sleep 0.0%d".formatted(directory, number, number % 10);
        JobDefinition definition = JobDefinition.named("torture")
                .script(script)
                .vcpus(1)
                .memory(MemorySize.mib(16))
                .build();
        return JobRequest.of("job-" + number, definition).clientToken("token-" + number);
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        BatchRuntime runtime = open(directory);
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            runtime.submit(job(directory, number), QUEUE);
            // in one write: a line is there as a whole or not at all
            System.out.write((number + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            if (number % MOST_OPEN == 0) {
                runtime.submit(job(directory, number), QUEUE)
                        .completion()
                        .toCompletableFuture()
                        .join();
            }
        }
    }
}
