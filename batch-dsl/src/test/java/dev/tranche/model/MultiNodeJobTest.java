package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultiNodeJobTest {
    private final JobDefinition rank = JobDefinition.named("rank")
            .executable("rank", Ref.to("model"))
            .vcpus(4)
            .memory(gib(8))
            .build();
    private final JobDefinition head =
            rank.toBuilder().name("head").memory(gib(16)).build();
    private final MultiNodeJobDefinition mpi =
            MultiNodeJobDefinition.named("mpi").nodes(8, rank).build();

    @Test
    void what_is_not_said_has_its_default() {
        assertThat(mpi.name()).isEqualTo("mpi");
        assertThat(mpi.nodes()).isEqualTo(8);
        assertThat(mpi.mainNode()).isZero();
        assertThat(mpi.parameters()).isEmpty();
        assertThat(mpi.retryStrategy()).isEqualTo(RetryStrategy.NEVER);
        assertThat(mpi.timeout()).isEmpty();
        assertThat(mpi.stopGrace()).isEqualTo(JobDefinition.DEFAULT_STOP_GRACE);
        assertThat(mpi.schedulingPriority()).isEmpty();
        assertThat(mpi.tags()).isEmpty();
        assertThat(mpi.propagateTags()).isFalse();
        assertThat(mpi.onUnknownOutcome()).isEqualTo(UnknownOutcome.HOLD);
    }

    @Test
    void what_is_said_can_be_read() {
        MultiNodeJobDefinition all = mpi.toBuilder()
                .name("all")
                .nodes(4)
                .mainNode(3)
                .parameter("model", "a")
                .retry(r -> r.attempts(2))
                .timeout(Duration.ofHours(1))
                .queueTimeout(Duration.ofHours(9))
                .stopGrace(Duration.ofSeconds(5))
                .schedulingPriority(1)
                .tag("a", "b")
                .propagateTags()
                .onUnknownOutcome(UnknownOutcome.RERUN)
                .build();

        assertThat(all.name()).isEqualTo("all");
        assertThat(all.nodes()).isEqualTo(4);
        assertThat(all.mainNode()).isEqualTo(3);
        assertThat(all.parameters()).containsExactly(Map.entry("model", "a"));
        assertThat(all.retryStrategy().attempts()).isEqualTo(2);
        assertThat(all.timeout()).contains(Duration.ofHours(1));
        assertThat(all.queueTimeout()).contains(Duration.ofHours(9));
        assertThat(all.stopGrace()).isEqualTo(Duration.ofSeconds(5));
        assertThat(all.schedulingPriority()).hasValue(1);
        assertThat(all.tags()).containsExactly(Map.entry("a", "b"));
        assertThat(all.propagateTags()).isTrue();
        assertThat(all.onUnknownOutcome()).isEqualTo(UnknownOutcome.RERUN);
    }

    @Test
    void of_ranges_that_overlap_the_last_counts() {
        MultiNodeJobDefinition mixed = mpi.toBuilder()
                .nodes(0, 3, rank.toBuilder().name("low").build())
                .nodes(0, 0, head)
                .build();

        assertThat(mixed.definitionOf(0)).isEqualTo(head);
        assertThat(mixed.definitionOf(3).name()).isEqualTo("low");
        assertThat(mixed.definitionOf(4)).isEqualTo(rank);
        assertThat(mixed.ranges()).extracting(NodeRange::from).containsExactly(0, 0, 0);
        assertThat(mixed.ranges()).extracting(NodeRange::to).containsExactly(7, 3, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed.definitionOf(8))
                .withMessage("node must be from 0 to 7: 8");
    }

    @Test
    void a_wrong_value_fails_in_its_own_call_and_is_said_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MultiNodeJobDefinition.named("mpi").nodes(0, rank))
                .withMessage("number of nodes must be from 1 to 10000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mpi.toBuilder().nodes(2, 1, rank))
                .withMessage("last node must be from 2 to 2147483647: 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mpi.toBuilder().mainNode(-1))
                .withMessage("main node must be from 0 to 2147483647: -1");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> MultiNodeJobDefinition.named("mpi").nodes(8, rank).nodes(9))
                .withMessage("number of nodes was already set to 8");
    }

    @Test
    void what_belongs_to_the_whole_job_and_what_lies_outside_is_told_all_at_once() {
        JobDefinition timed = head.toBuilder()
                .timeout(Duration.ofHours(1))
                .retry(r -> r.attempts(2))
                .build();
        var chain = mpi.toBuilder().mainNode(8).nodes(7, 8, timed);

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        job definition mpi / main node: must be less than the number of nodes, 8: 8
                        job definition mpi / nodes 7:8 / to: must be less than the number of nodes, 8: 8
                        job definition mpi / nodes 7:8 / retry: belongs to the whole job; say it there
                        job definition mpi / nodes 7:8 / timeout: belongs to the whole job; say it there\
                        """);
    }

    @Test
    void a_range_that_would_never_count_is_refused_with_the_one_that_hides_it() {
        var chain = mpi.toBuilder()
                .nodes(1, 3, head)
                .nodes(0, 4, rank)
                .nodes(5, 5, head)
                .nodes(5, 5, rank);

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        job definition mpi / nodes 0:4: would hide nodes 1:3, which were said before; \
                        say the wider range first
                        job definition mpi / nodes 5:5: would hide nodes 5:5, which were said before; \
                        say the wider range first\
                        """);
        assertThatThrownBy(() -> MultiNodeJobRequest.of("a", mpi)
                        .override(m -> m.nodes(2, 2, head).nodes(1, 3, rank)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("override / nodes 1:3: would hide nodes 2:2, which were said before; "
                        + "say the wider range first");
    }

    @Test
    void a_later_layer_takes_the_place_of_what_it_hides_and_cuts_what_it_overlaps() {
        MultiNodeJobDefinition layered = mpi.toBuilder().nodes(0, 1, head).nodes(2, 6, head).build().toBuilder()
                .nodes(0, 3, rank)
                .build();

        assertThat(layered.ranges()).extracting(NodeRange::path).containsExactly("nodes 0:7", "nodes 4:6", "nodes 0:3");
        assertThat(MultiNodeJobRequest.of("a", layered)
                        .override(m -> m.nodes(5, 5, rank))
                        .override(m -> m.nodes(4, 7, head))
                        .overrides()
                        .ranges())
                .extracting(NodeRange::path)
                .containsExactly("nodes 4:7");
    }

    @Test
    void however_ranges_overlap_the_last_counts_and_is_the_narrower() {
        var random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            List<NodeRange> said = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int from = random.nextInt(10);
                said.add(new NodeRange(from, from + random.nextInt(10 - from), named("d" + i)));
            }
            int split = random.nextInt(said.size());

            List<NodeRange> layered = NodeRanges.layered(
                    NodeRanges.layered(ImmutableList.of(), ImmutableList.copyOf(said.subList(0, split))),
                    ImmutableList.copyOf(said.subList(split, said.size())));

            for (int node = 0; node < 10; node++) {
                assertThat(last(layered, node)).isEqualTo(last(said, node));
            }
            for (int later = 1; later < layered.size(); later++) {
                for (NodeRange earlier : layered.subList(0, later)) {
                    NodeRange inner = layered.get(later);
                    boolean apart = inner.to() < earlier.from() || earlier.to() < inner.from();
                    assertThat(apart || (earlier.covers(inner) && !inner.covers(earlier)))
                            .as("%s", layered)
                            .isTrue();
                }
            }
        }
    }

    private JobDefinition named(String name) {
        return rank.toBuilder().name(name).build();
    }

    private static Optional<JobDefinition> last(List<NodeRange> ranges, int node) {
        return ranges.stream()
                .filter(range -> range.contains(node))
                .reduce((earlier, later) -> later)
                .map(NodeRange::definition);
    }

    @Test
    void the_sum_over_all_nodes_has_an_end() {
        JobDefinition huge = rank.toBuilder().vcpus(1_000_000).build();
        JobDefinition vast = rank.toBuilder().memory(Check.MAX_SIZE).build();

        assertThatThrownBy(MultiNodeJobDefinition.named("m").nodes(3, huge)::build)
                .hasMessage("job definition m / vcpus: the nodes together must need at most 2147483 vCPUs");
        assertThatThrownBy(MultiNodeJobDefinition.named("m").nodes(10_000, vast)::build)
                .hasMessageStartingWith(
                        "job definition m / memory: the nodes together must need at most 1048576 GiB: ");
    }

    @Test
    void a_request_overrides_the_job_and_each_node() {
        MultiNodeJobDefinition mixed = mpi.toBuilder().nodes(0, 0, head).build();
        MultiNodeJobRequest request = MultiNodeJobRequest.of("simulate", mixed)
                .nodes(2)
                .parameter("model", "a")
                .environment("A", "1")
                .timeout(Duration.ofMinutes(1))
                .retry(r -> r.attempts(2))
                .eachNode(node -> node.memory(gib(64)));
        MultiNodeJobDefinition runs = request.effectiveDefinition();

        assertThat(runs.nodes()).isEqualTo(2);
        assertThat(runs.timeout()).contains(Duration.ofMinutes(1));
        assertThat(runs.retryStrategy().attempts()).isEqualTo(2);
        assertThat(runs.definitionOf(0).name()).isEqualTo("head");
        assertThat(runs.definitionOf(1).name()).isEqualTo("rank");
        for (int node = 0; node < 2; node++) {
            assertThat(runs.definitionOf(node).memory()).isEqualTo(gib(64));
            assertThat(runs.definitionOf(node).environment()).containsExactly(Map.entry("A", "1"));
            assertThat(runs.definitionOf(node).program()).isEqualTo(new Executable("rank", List.of("a")));
        }
        assertThat(request.overrides().nodes()).hasValue(2);
        assertThat(request.overrides().parameters()).containsOnlyKeys("model");
        assertThat(request.overrides().timeout()).contains(Duration.ofMinutes(1));
        assertThat(request.overrides().retryStrategy()).isPresent();
        assertThat(request.eachNode().memory()).contains(gib(64));
    }

    @Test
    void what_a_request_does_not_say_is_not_there() {
        MultiNodeOverrides nothing = MultiNodeJobRequest.of("simulate", mpi).overrides();

        assertThat(nothing.isEmpty()).isTrue();
        assertThat(nothing.nodes()).isEmpty();
        assertThat(nothing.mainNode()).isEmpty();
        assertThat(nothing.ranges()).isEmpty();
        assertThat(nothing.parameters()).isEmpty();
        assertThat(nothing.retryStrategy()).isEmpty();
        assertThat(nothing.timeout()).isEmpty();
        assertThat(nothing.stopGrace()).isEmpty();
        assertThat(nothing.schedulingPriority()).isEmpty();
        assertThat(nothing.tags()).isEmpty();
        assertThat(nothing.propagateTags()).isFalse();
        assertThat(nothing.onUnknownOutcome()).isEmpty();
    }

    @Test
    void parameters_of_the_job_go_before_those_of_its_nodes() {
        JobDefinition own = rank.toBuilder().parameter("model", "own").build();
        MultiNodeJobDefinition job =
                MultiNodeJobDefinition.named("mpi").nodes(2, own).build();

        assertThat(program(MultiNodeJobRequest.of("a", job))).isEqualTo(new Executable("rank", List.of("own")));
        assertThat(program(MultiNodeJobRequest.of("a", job).parameter("model", "b")))
                .isEqualTo(new Executable("rank", List.of("b")));
    }

    private static Program program(MultiNodeJobRequest request) {
        return request.effectiveDefinition().definitionOf(1).program();
    }

    @Test
    void problems_of_nodes_have_their_path() {
        MultiNodeJobDefinition mixed = mpi.toBuilder().nodes(7, 7, head).build();

        assertThatThrownBy(MultiNodeJobRequest.of("a", mixed).nodes(4)::effectiveDefinition)
                .hasMessage("""
                        job a / nodes 7:7 / to: must be less than the number of nodes, 4: 7
                        job a / nodes / arguments / Ref::model: no such parameter has a value; given are []
                        job a / nodes 7:7 / arguments / Ref::model: no such parameter has a value; given are []\
                        """);
    }

    @Test
    void a_request_waits_and_goes_where_it_says() {
        var id = new JobId(1, 1, JobId.NO_INDEX);
        var queue = JobQueue.named("q")
                .computeEnvironmentOrder(ComputeEnvironment.named("e").local().build())
                .build();
        MultiNodeJobRequest request = MultiNodeJobRequest.of("a", mpi)
                .after(() -> id)
                .after(List.<Predecessor>of())
                .afterAny(() -> id)
                .afterFailure(() -> new JobId(1, 2, JobId.NO_INDEX))
                .queue(queue)
                .share("ads")
                .clientToken("t");

        assertThat(request.dependencies())
                .extracting(Dependency::kind)
                .containsExactly(Dependency.Kind.AFTER, Dependency.Kind.AFTER_ANY, Dependency.Kind.AFTER_FAILURE);
        assertThat(request.queue()).contains(queue);
        assertThat(request.share()).contains("ads");
        assertThat(request.clientToken()).contains("t");
    }

    @Test
    void a_definition_that_nothing_overrides_stays_equal() {
        MultiNodeJobDefinition plain = MultiNodeJobDefinition.named("mpi")
                .nodes(2, rank.toBuilder().command("rank").build())
                .build();

        assertThat(MultiNodeJobRequest.of("a", plain).effectiveDefinition()).isEqualTo(plain);
    }
}
