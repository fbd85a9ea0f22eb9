package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.MultiNodeJobDefinition;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NodeRefusalsTest {
    private static final NodeRefusals ONE_ENGINE = new NodeRefusals(1, Optional.empty(), OptionalInt.empty());
    private static final JobDefinition RANK =
            Rig.sized(JobDefinition.named("rank").image("i:1"));

    private static MultiNodeJobDefinition nodes(JobDefinition rank) {
        return MultiNodeJobDefinition.named("mpi").nodes(2, rank).build();
    }

    private static Container container(String name) {
        return Container.named(name)
                .image("i:1")
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
    }

    private static JobDefinition group(Container.Condition condition) {
        Container first = container("first").toBuilder().nonEssential().build();
        Container second =
                container("second").toBuilder().startAfter(first, condition).build();
        return JobDefinition.named("rank").containers(first, second).build();
    }

    @Test
    void nodes_on_one_engine_can_meet_in_a_network_of_their_own_or_in_one_that_is_named() {
        assertThat(ONE_ENGINE.mayMeet()).isTrue();
        assertThat(ONE_ENGINE.refusal(nodes(RANK))).isEmpty();
        assertThat(ONE_ENGINE.refusal(nodes(group(Container.Condition.START)))).isEmpty();
        assertThat(new NodeRefusals(1, Optional.of("tests"), OptionalInt.of(2)).refusal(nodes(RANK)))
                .isEmpty();
    }

    @Test
    void nodes_on_several_engines_could_not_meet() {
        NodeRefusals several = new NodeRefusals(2, Optional.empty(), OptionalInt.empty());

        assertThat(several.mayMeet()).isFalse();
        assertThat(several.refusal(nodes(RANK)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("multi-node: the environment has 2 engines")
                        .contains("add an environment with one engine to the queue"));
    }

    @Test
    void in_the_network_of_another_nodes_have_no_addresses_of_their_own() {
        for (String network : new String[] {"host", "none", "container:db"}) {
            assertThat(new NodeRefusals(1, Optional.of(network), OptionalInt.empty()).refusal(nodes(RANK)))
                    .hasValueSatisfying(
                            text -> assertThat(text).contains("leave out network(\"" + network + "\") of the backend"));
        }
        JobDefinition alone = Rig.sized(
                JobDefinition.named("rank").image("i:1", c -> c.raw("docker", "HostConfig.NetworkMode", "host")));
        assertThat(ONE_ENGINE.refusal(nodes(alone)))
                .hasValueSatisfying(text -> assertThat(text).startsWith("raw: HostConfig.NetworkMode cannot be set"));
    }

    @Test
    void an_engine_that_may_not_run_all_nodes_at_once_could_never_begin() {
        assertThat(new NodeRefusals(1, Optional.empty(), OptionalInt.of(1)).refusal(nodes(RANK)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("multi-node: the engine runs 1 attempts at once, and the job has 2 nodes")
                        .contains("say maxConcurrent(2)"));
    }

    @Test
    void a_node_whose_containers_run_one_after_the_other_has_not_one_address() {
        assertThat(ONE_ENGINE.refusal(nodes(group(Container.Condition.SUCCESS))))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("container second: in a node containers run side by side")
                        .contains("wait for START"));
    }
}
