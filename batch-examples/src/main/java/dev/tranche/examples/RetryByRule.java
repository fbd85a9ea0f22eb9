package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import java.time.Duration;

/**
 * Which failures are worth another attempt is the definition's to say: 75 means "try again later", so that is retried
 * after a pause; whatever else goes wrong will go wrong again. A failed job is an answer and not an exception.
 */
public final class RetryByRule {
    private RetryByRule() {}

    public static void main(String[] args) {
        var knock = jobDefinition("knock")
                .script("""
                        case $AWS_BATCH_JOB_ATTEMPT in
                            1|2) exit 75 ;;
                            *) exit "$THEN" ;;
                        esac
                        """)
                .vcpus(1)
                .memory(mib(64))
                .environment("THEN", "0")
                .retry(r -> r.attempts(5)
                        .retryOnExitCode(75)
                        .exitOtherwise()
                        .backoff(Duration.ofMillis(50), Duration.ofSeconds(1)))
                .build();

        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var patient = runtime.submit(job("patient", knock), here);
            var hopeless = runtime.submit(job("hopeless", knock).environment("THEN", "1"), here);
            print(patient.await(Duration.ofMinutes(1)));
            print(hopeless.await(Duration.ofMinutes(1)));
        }
    }

    private static void print(JobDetail job) {
        System.out.println(job.name() + ": " + job.status());
        for (AttemptDetail attempt : job.attempts()) {
            System.out.println("  attempt " + attempt.number() + " exited with "
                    + attempt.exitCode().getAsInt());
        }
    }
}
