package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.ref;

import dev.tranche.runtime.BatchRuntime;
import java.time.Duration;

/**
 * A program is started without a shell, so nothing in its arguments is expanded: the star is a star. A definition is a
 * template; each request fills in parameters, and what it does not say has a default.
 */
public final class RunExecutable {
    private RunExecutable() {}

    public static void main(String[] args) {
        var product = jobDefinition("product")
                .executable("expr", ref("a"), "*", ref("b"))
                .vcpus(1)
                .memory(mib(64))
                .parameter("a", "6")
                .timeout(Duration.ofSeconds(30))
                .build();

        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var handle = runtime.submit(job("answer", product).parameter("b", "7"), here);
            handle.await(Duration.ofMinutes(1)).orThrow();
            System.out.print(handle.log().text());
        }
    }
}
