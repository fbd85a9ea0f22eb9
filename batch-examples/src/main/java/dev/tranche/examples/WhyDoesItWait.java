package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.runtime.BatchRuntime;

/** A job that waits can always say why, with the numbers that a person needs to change it. */
public final class WhyDoesItWait {
    private WhyDoesItWait() {}

    public static void main(String[] args) {
        var sleep = jobDefinition("sleep")
                .executable("sleep", "60")
                .vcpus(1)
                .memory(mib(64))
                .build();

        var small = computeEnvironment("small").local().vcpus(1).build();
        var here = jobQueue("here").computeEnvironmentOrder(small).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            runtime.submit(job("first", sleep), here);
            var second = runtime.submit(job("second", sleep), here);
            var third = runtime.submit(job("third", sleep).after(second), here);
            System.out.println("second: " + second.explain());
            System.out.println("third: " + third.explain());
        } // closing terminates what still runs
    }
}
