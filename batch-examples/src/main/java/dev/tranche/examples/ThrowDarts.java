package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.runtime.BatchRuntime;
import java.time.Duration;

/** Eight children throw darts at a square, and a ninth job makes pi of those that hit the circle. */
public final class ThrowDarts {
    private ThrowDarts() {}

    public static void main(String[] args) {
        // spotless:off
        // readme:begin
        var toss = jobDefinition("toss").script("""
                awk -v seed="$AWS_BATCH_JOB_ARRAY_INDEX" 'BEGIN { srand(seed); for (i = 0; i < 100000; i++)
                    if (rand() ^ 2 + rand() ^ 2 < 1) hits++; print hits }' > "$TRANCHE_RUN_DIR/$AWS_BATCH_JOB_ARRAY_INDEX"
                """).vcpus(1).memory(mib(64)).retry(r -> r.attempts(3).exitOnExitCode(2)).build();
        var sum = jobDefinition("sum").script("""
                cat "$TRANCHE_RUN_DIR"/* | awk '{ hits += $1 } END { print "pi is about", 4 * hits / (NR * 100000) }'
                """).vcpus(1).memory(mib(64)).build();

        var darts = workflow("darts");
        var tossed = darts.add(job("toss", toss).array(8));
        var pi = darts.add(job("sum", sum).after(tossed));

        var here = jobQueue("here").computeEnvironmentOrder(computeEnvironment("laptop").local().build()).build();
        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var run = runtime.submit(darts.build(), here);
            run.await(Duration.ofMinutes(1)).orThrow();
            System.out.print(run.job(pi).log().text());
        }
        // readme:end
        // spotless:on
    }
}
