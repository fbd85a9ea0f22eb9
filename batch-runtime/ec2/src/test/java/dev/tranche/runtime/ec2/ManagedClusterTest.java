package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Launches that are said again. */
@NeedsEngine
class ManagedClusterTest extends Lab {
    /** Launches an instance under a number, as a runtime of this owner would. */
    static HostAnswer launch(ManagedEnvironment environment, String owner, long request) throws InterruptedException {
        Ec2Settings settings = new Ec2Settings();
        settings.credentials = Rig.CREDENTIALS;
        settings.prices = Rig.PRICES;
        try (AwsAccess access = new AwsAccess(environment, settings)) {
            ManagedCluster cluster = new ManagedCluster(
                    environment,
                    ClusterConnection.clusterName(environment, owner),
                    owner,
                    settings,
                    settings.anyPriceTable(),
                    access.connect());
            return cluster.launch(
                    new HostRequest(environment.name(), request, List.of("m7i.large"), 1), cluster.premises());
        }
    }

    @Test
    void the_same_request_launches_nothing_more_also_when_its_words_are_others_by_now() throws Exception {
        ManagedEnvironment before = Rig.onDemand(aws, 4).build();
        ManagedEnvironment after =
                before.toBuilder().imageId("ami-0000000000000beef").build();

        HostAnswer first = launch(before, "tranche-a", 1);

        assertThat(first.hosts()).hasSize(1);
        assertThat(launch(before, "tranche-a", 1)).isEqualTo(first);
        assertThat(launch(after, "tranche-a", 1)).isEqualTo(first);
        assertThat(aws.ec2().launched()).hasSize(1);
        assertThat(launch(after, "tranche-a", 2).hosts()).doesNotContainAnyElementsOf(first.hosts());
        assertThat(launch(before, "tranche-b", 1).hosts()).doesNotContainAnyElementsOf(first.hosts());
        assertThat(aws.ec2().launched()).hasSize(3);
    }
}
