package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.Container.Condition;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedNetworkTest {
    private static ContainerBuilder container(String name) {
        return Container.named(name).image("i:1").vcpus(1).memory(MemorySize.mib(32));
    }

    private static SharedNetwork network(Container first, Container... others) {
        JobDefinition definition =
                JobDefinition.named("d").containers(first, others).build();
        return SharedNetwork.of(new ContainerPlans(Optional.empty())
                .of(new Launch(
                        new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1),
                        new HostId("e", "h"),
                        "j",
                        definition,
                        Map.of(),
                        Map.of(),
                        Optional.empty())));
    }

    @Test
    void an_essential_container_gives_its_network_since_its_end_is_the_end_of_all() {
        SharedNetwork network = network(
                container("short").nonEssential().build(), container("main").build());

        assertThat(network.leader()).isEqualTo(1);
        assertThat(network.order()).isEqualTo(List.of(1, 0));
        assertThat(network.startAfter(0)).isEqualTo(Map.of("main", Condition.START));
        assertThat(network.startAfter(1)).isEmpty();
        assertThat(network.hostsOf(1)).containsOnlyKeys("short", "main");
    }

    @Test
    void one_that_waits_for_a_server_joins_the_network_of_that() {
        Container server = container("server").nonEssential().build();
        SharedNetwork network = network(
                server, container("client").startAfter(server, Condition.START).build());

        assertThat(network.leader()).isZero();
        assertThat(network.order()).isEqualTo(List.of(0, 1));
        assertThat(network.startAfter(1)).isEqualTo(Map.of("server", Condition.START));
    }

    @Test
    void those_that_it_waits_for_run_before_it_in_networks_of_their_own() {
        Container clean = container("clean").nonEssential().build();
        Container init = container("init")
                .nonEssential()
                .startAfter(clean, Condition.COMPLETE)
                .build();
        Container main = container("main").startAfter(init, Condition.SUCCESS).build();
        SharedNetwork network =
                network(clean, init, container("side").nonEssential().build(), main);

        assertThat(network.leader()).isEqualTo(3);
        assertThat(network.order()).isEqualTo(List.of(0, 1, 3, 2));
        assertThat(network.startAfter(0)).isEmpty();
        assertThat(network.startAfter(1)).isEqualTo(Map.of("clean", Condition.COMPLETE));
        assertThat(network.startAfter(2)).isEqualTo(Map.of("main", Condition.START));
    }
}
