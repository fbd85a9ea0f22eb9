package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.multiNodeJobDefinition;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static dev.tranche.runtime.Fixtures.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a name means is asked of the backend at the submit, and stays so for all attempts. */
class PinnedDefinitionsTest {
    private static final JobDefinition LATEST =
            jobDefinition("d").image("app:latest").vcpus(1).memory(mib(64)).build();

    private final FakeBackend backend = FakeBackend.manual();

    @CanIgnoreReturnValue
    private FakeBackend meaning(String image) {
        return backend.pinning(definition -> definition.toBuilder().image(image).build());
    }

    private static String image(JobDefinition definition) {
        return ((ContainerProgram) definition.program()).image();
    }

    @Test
    void a_job_runs_what_its_name_meant_at_the_submit_in_all_its_attempts() {
        try (BatchRuntime runtime = open(meaning("app@sha256:1"))) {
            JobHandle first = runtime.submit(job("first", LATEST).retry(r -> r.attempts(2)), QUEUE);
            meaning("app@sha256:2");
            JobHandle second = runtime.submit(job("second", LATEST), QUEUE);

            Launch launch = backend.launchOf(first, 1);
            assertThat(image(launch.definition())).isEqualTo("app@sha256:1");
            backend.started(launch.attempt());
            backend.ended(launch.attempt(), new AttemptEnd.Exited(1, Instant.now()));
            assertThat(image(backend.launchOf(first, 2).definition())).isEqualTo("app@sha256:1");
            assertThat(image(first.describe().definition())).isEqualTo("app@sha256:1");
            assertThat(image(backend.launchOf(second, 1).definition())).isEqualTo("app@sha256:2");
        }
    }

    @Test
    void so_do_the_children_of_an_array_the_jobs_of_a_workflow_and_the_nodes_of_a_job() {
        MultiNodeJobDefinition nodes = multiNodeJobDefinition("nodes")
                .nodes(2, LATEST)
                .nodes(1, 1, LATEST.toBuilder().image("other:1").build())
                .build();
        var flow = workflow("flow");
        var inside = flow.add(job("inside", LATEST));
        try (BatchRuntime runtime = open(meaning("app@sha256:1"))) {
            ArrayJobHandle array = runtime.submit(job("array", LATEST).array(2), QUEUE);
            WorkflowRun run = runtime.submit(flow.build(), QUEUE);
            assertThat(image(backend.launchOf(array.child(1), 1).definition())).isEqualTo("app@sha256:1");
            assertThat(image(backend.launchOf(run.job(inside), 1).definition())).isEqualTo("app@sha256:1");
            runtime.terminateAll(job -> true, "enough");
            array.await(SOON);
            run.await(SOON);

            MultiNodeJobHandle gang = runtime.submit(job("gang", nodes), QUEUE);
            Launch main = backend.launchOf(gang.node(0), 1);
            backend.started(main.attempt());
            assertThat(image(main.definition())).isEqualTo("app@sha256:1");
            assertThat(image(backend.launchOf(gang.node(1), 1).definition())).isEqualTo("app@sha256:1");
        }
    }

    @Test
    void a_job_is_refused_if_nobody_can_say_what_its_name_means() {
        try (BatchRuntime runtime = open(backend.pinning(definition -> {
            throw new IllegalArgumentException("no image app:latest");
        }))) {
            assertThatThrownBy(() -> runtime.submit(job("j", LATEST), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("e: no image app:latest");
        }
        assertThat(backend.launchCount()).isZero();
    }
}
