package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.runtime.BatchRuntime;
import java.time.Duration;

/** A job is a script and what it needs. It waits in a queue, and the queue has an environment that runs it. */
public final class HelloScript {
    private HelloScript() {}

    public static void main(String[] args) {
        var hello = jobDefinition("hello").script("""
                        echo "hello from job $AWS_BATCH_JOB_ID"
                        """).vcpus(1).memory(mib(64)).build();

        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var handle = runtime.submit(job("hello", hello), here);
            handle.await(Duration.ofMinutes(1)).orThrow();
            System.out.print(handle.log().text());
        }
    }
}
