package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobQueue;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An instance without work ends after a minute. A class of its own, so that nobody waits for that minute. */
@NeedsEngine
class IdleInstanceTest extends Lab {
    @Test
    void what_is_idle_is_drained_and_ended() {
        ManagedEnvironment cloud = Rig.onDemand(aws, 2).build();
        JobQueue queue = queue(cloud);
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            assertThat(runtime.submit(job("j", Rig.script("true")), queue)
                            .await(SOON)
                            .succeeded())
                    .isTrue();
            StandInInstance instance = aws.ec2().launched().get(0);

            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(instance.hasEnded()).isTrue());

            assertThat(aws.calls().count("UpdateContainerInstancesState")).isEqualTo(1);
            soon(() -> assertThat(
                            runtime.environment(cloud).scale().orElseThrow().hosts())
                    .isZero());
        }
    }
}
