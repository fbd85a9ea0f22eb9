package dev.tranche.model;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.json.BatchJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What holds unsaid may also be said: the value is the same, and so is what is read back from its JSON. */
class SaidDefaultsTest {
    @Test
    void a_definition_that_says_its_defaults_equals_one_that_does_not() {
        var unsaid = jobDefinition("a").script("true").vcpus(1).memory(mib(64));
        var said = jobDefinition("a")
                .script("true")
                .vcpus(1)
                .memory(mib(64))
                .retry(r -> r.attempts(1))
                .stopGrace(JobDefinition.DEFAULT_STOP_GRACE)
                .onUnknownOutcome(UnknownOutcome.HOLD)
                .build();

        assertThat(said).isEqualTo(unsaid.build());
        assertThat(BatchJson.readJobDefinition(BatchJson.write(said))).isEqualTo(said);
    }

    @Test
    void a_queue_that_says_its_defaults_equals_one_that_does_not() {
        var here = computeEnvironment("here").local().build();
        var unsaid = jobQueue("q").computeEnvironmentOrder(here).build();
        var said = jobQueue("q")
                .computeEnvironmentOrder(here)
                .priority(JobQueue.DEFAULT_PRIORITY)
                .backfill()
                .build();

        assertThat(said).isEqualTo(unsaid);
        assertThat(BatchJson.readJobQueue(BatchJson.write(said))).isEqualTo(said);
        assertThat(unsaid.toBuilder().strictFifo().build())
                .isEqualTo(
                        jobQueue("q").computeEnvironmentOrder(here).strictFifo().build());
    }

    @Test
    void an_environment_that_says_its_defaults_equals_one_that_does_not() {
        var unsaid = computeEnvironment("spot")
                .managed()
                .spot()
                .maxVcpus(8)
                .subnets("subnet-1")
                .instanceRole("role");
        var said = computeEnvironment("spot")
                .managed()
                .spot(s -> s.bidPercentage(100)
                        .allocation(ManagedEnvironment.SpotAllocation.SPOT_PRICE_CAPACITY_OPTIMIZED))
                .maxVcpus(8)
                .subnets("subnet-1")
                .instanceRole("role")
                .minVcpus(0)
                .instanceTypes("optimal")
                .build();

        assertThat(said).isEqualTo(unsaid.build());
        assertThat(BatchJson.readComputeEnvironment(BatchJson.write(said))).isEqualTo(said);
    }

    @Test
    void a_fair_share_that_says_its_defaults_equals_one_that_does_not() {
        var here = computeEnvironment("here").local().build();
        var unsaid = jobQueue("q").computeEnvironmentOrder(here).fairShare(f -> f.share("a"));
        var said = jobQueue("q")
                .computeEnvironmentOrder(here)
                .fairShare(f -> f.share("a").decay(Duration.ZERO).computeReservation(0));

        assertThat(said.build()).isEqualTo(unsaid.build());
    }
}
