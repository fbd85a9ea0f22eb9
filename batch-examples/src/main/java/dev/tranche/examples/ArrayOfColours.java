package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.runtime.BatchRuntime;
import java.time.Duration;

/** An array is one job with many children, which know themselves by their index. */
public final class ArrayOfColours {
    private static final int COLOURS = 7;

    private ArrayOfColours() {}

    public static void main(String[] args) {
        var colour =
                jobDefinition("colour").script("""
                        set -- red orange yellow green blue indigo violet
                        shift "$AWS_BATCH_JOB_ARRAY_INDEX"
                        echo "$1"
                        """).vcpus(1).memory(mib(64)).build();

        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var rainbow = runtime.submit(job("rainbow", colour).array(COLOURS), here);
            rainbow.await(Duration.ofMinutes(1)).orThrow();
            for (int index = 0; index < COLOURS; index++) {
                System.out.print(rainbow.child(index).log().text());
            }
        }
    }
}
