package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobRef;
import dev.tranche.runtime.BatchRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A workflow is a value, described with the loops and methods of Java. A job waits for what adding other jobs gave back,
 * so a job that is not there, or a circle, cannot be written. {@code $TRANCHE_RUN_DIR} is a directory that all jobs of
 * one run share.
 */
public final class DiamondWorkflow {
    private DiamondWorkflow() {}

    public static void main(String[] args) {
        var pack = script("pack", """
                printf '%s\\n' melon apple cherry > "$TRANCHE_RUN_DIR/basket"
                """);
        var look = script("look", """
                grep -c "$LETTER" "$TRANCHE_RUN_DIR/basket" > "$TRANCHE_RUN_DIR/with-$LETTER"
                """);
        var tell = script("tell", """
                cd "$TRANCHE_RUN_DIR"
                for letter in e p; do echo "$(cat "with-$letter") with $letter"; done
                """);

        var fruit = workflow("fruit");
        var packed = fruit.add(job("pack", pack));
        var looked = new ArrayList<JobRef>();
        for (String letter : List.of("e", "p")) {
            var request = job("look-for-" + letter, look).environment("LETTER", letter);
            looked.add(fruit.add(request.after(packed)));
        }
        var told = fruit.add(job("tell", tell).after(looked));

        var laptop = computeEnvironment("laptop").local().build();
        var here = jobQueue("here").computeEnvironmentOrder(laptop).build();

        try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
            var run = runtime.submit(fruit.build(), here);
            run.await(Duration.ofMinutes(1)).orThrow();
            System.out.print(run.job(told).log().text());
        }
    }

    private static JobDefinition script(String name, String text) {
        return jobDefinition(name).script(text).vcpus(1).memory(mib(64)).build();
    }
}
