package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.Secret;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import org.junit.jupiter.api.Test;

/** What a backend knows of why a job waits is told with what the scheduler knows. */
class BackendReasonsTest {
    private final FakeBackend backend = FakeBackend.manual();

    @Test
    void an_environment_that_is_invalid_is_named_with_the_reason() {
        try (BatchRuntime runtime = Fixtures.open(backend.invalid("cluster lab is gone"))) {
            EnvironmentHandle environment =
                    runtime.environment(QUEUE.computeEnvironmentOrder().get(0));
            for (int i = 0; i < 4; i++) {
                backend.launchOf(runtime.submit(job("first" + i, ONE), QUEUE), 1);
            }
            JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);

            assertThat(waiting.explain().reasons())
                    .contains(new WaitReason.EnvironmentInvalid(environment.name(), "cluster lab is gone"));
            assertThat(environment.invalid()).contains("cluster lab is gone");
        }
    }

    @Test
    void what_a_start_waits_for_is_told() {
        try (BatchRuntime runtime = Fixtures.open(backend.startWait("20 starts a second"))) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            backend.launchOf(job, 1);

            assertThat(job.explain().reasons())
                    .containsExactly(new WaitReason.Starting("h1"), new WaitReason.StartWaits("20 starts a second"));
            assertThat(job.explain())
                    .hasToString("STARTING: is being started on h1; its start waits: 20 starts a second");
        }
    }

    @Test
    void a_backend_whose_engine_looks_up_secrets_is_given_references_only() {
        JobDefinition secretive =
                ONE.toBuilder().secret("P", Secret.ssmParameter("/p")).build();
        try (BatchRuntime runtime = Fixtures.open(backend.claiming(Capability.SECRET_REFERENCES))) {
            Launch launch = backend.launchOf(runtime.submit(job("j", secretive), QUEUE), 1);

            assertThat(launch.secrets()).isEmpty();
            assertThat(launch.definition().secrets()).containsKey("P");
        }
    }
}
