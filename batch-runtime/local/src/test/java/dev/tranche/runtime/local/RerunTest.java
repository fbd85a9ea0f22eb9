package dev.tranche.runtime.local;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.WorkflowRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workflow that failed runs again as processes, on the files that it had left. */
class RerunTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final JobQueue QUEUE = jobQueue("q")
            .computeEnvironmentOrder(computeEnvironment("here").local().build())
            .build();

    @TempDir
    private Path directory;

    @Test
    void jobs_that_run_find_the_files_of_those_that_were_taken_over() throws IOException {
        Path mended = directory.resolve("mended");
        JobDefinition part =
                jobDefinition("part").script("""
                echo "part $AWS_BATCH_JOB_ARRAY_INDEX" >> "$TRANCHE_RUN_DIR/$AWS_BATCH_JOB_ARRAY_INDEX"
                [ "$AWS_BATCH_JOB_ARRAY_INDEX" != 1 ] || [ -e "$MENDED" ]
                """).vcpus(1).memory(mib(64)).build();
        JobDefinition whole = jobDefinition("whole")
                .script("cat \"$TRANCHE_RUN_DIR\"/*")
                .vcpus(1)
                .memory(mib(64))
                .build();
        var words = workflow("words");
        var parts = words.add(
                job("part", part).environment("MENDED", mended.toString()).array(3));
        var all = words.add(job("whole", whole).after(parts));
        LocalBackend backend = LocalBackend.factory().workDirectory(directory.resolve("work"));
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(QUEUE).backend(backend).open()) {
            WorkflowRun run = runtime.submit(words.build(), QUEUE);
            assertThat(run.await(SOON).succeeded()).isFalse();
            Files.createFile(mended);

            WorkflowRun again = run.rerunFailed();

            again.await(SOON).orThrow();
            // the child that ran twice wrote twice, those that were taken over once
            assertThat(again.job(all).log().text()).isEqualTo("part 0\npart 1\npart 1\npart 2\n");
            assertThat(again.job(parts).describe().array().orElseThrow().inherited())
                    .isEqualTo(2);
        }
    }
}
