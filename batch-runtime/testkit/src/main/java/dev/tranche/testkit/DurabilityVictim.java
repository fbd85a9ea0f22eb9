package dev.tranche.testkit;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Submits jobs to a journaled runtime, one after another, and says which were acknowledged, until it is killed. */
final class DurabilityVictim {
    /** More would only make the queue longer than what can run between two kills. */
    private static final int MOST_OPEN = 16;

    private DurabilityVictim() {}

    static Path runs(Path directory) {
        return directory.resolve("runs");
    }

    static Path journal(Path directory) {
        return directory.resolve("journal");
    }

    static Path file(Path directory, int number) {
        return runs(directory).resolve(Integer.toString(number));
    }

    static DurabilityContract.Subject subject(String className) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(className).getDeclaredConstructor();
        constructor.setAccessible(true); // tests and what they use are mostly of their package only
        return (DurabilityContract.Subject) constructor.newInstance();
    }

    static BatchRuntime open(DurabilityContract.Subject subject, Path directory) {
        return BatchRuntime.journal(journal(directory))
                .queues(queue(subject))
                .backend(subject.backend(directory.resolve("w")))
                .open();
    }

    private static JobQueue queue(DurabilityContract.Subject subject) {
        return JobQueue.named("q")
                .computeEnvironmentOrder(subject.environment())
                .build();
    }

    /** The same job for the same number, and found again by it. */
    static JobHandle submit(BatchRuntime runtime, DurabilityContract.Subject subject, Path directory, int number) {
        JobRequest job = JobRequest.of("job-" + number, subject.appends(file(directory, number), number % 10 * 10))
                .clientToken("token-" + number);
        return runtime.submit(job, queue(subject));
    }

    /**
     * Runs until it is killed.
     *
     * @param arguments the class of the subject, the directory, and the number of the first job
     */
    public static void main(String[] arguments) throws Exception {
        DurabilityContract.Subject subject = subject(arguments[0]);
        Path directory = Path.of(arguments[1]);
        BatchRuntime runtime = open(subject, directory);
        for (int number = Integer.parseInt(arguments[2]); ; number++) {
            JobHandle job = submit(runtime, subject, directory, number);
            // in one write: a line is there as a whole or not at all
            System.out.write((number + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
            if (number % MOST_OPEN == 0) {
                job.completion().toCompletableFuture().join();
            }
        }
    }
}
