package dev.tranche.model;

import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayJobRequestTest {
    private final JobRequest call = JobRequest.of(
            "call",
            JobDefinition.named("call").script("call").vcpus(1).memory(mib(64)).build());

    @Test
    void an_array_is_its_request_many_times() {
        ArrayJobRequest array = call.share("research").clientToken("t").array(24);

        assertThat(array.name()).isEqualTo("call");
        assertThat(array.each()).isEqualTo(call.share("research").clientToken("t"));
        assertThat(array.size()).isEqualTo(24);
        assertThat(array.share()).contains("research");
        assertThat(array.clientToken()).contains("t");
        assertThat(array.queue()).isEmpty();
        assertThat(array.isSequential()).isFalse();
        assertThat(array.stopAfterFailures()).isEmpty();
        assertThat(array).isEqualTo(call.share("research").clientToken("t").array(24));
    }

    @Test
    void an_array_has_at_least_two_children_and_no_upper_limit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.array(1))
                .withMessage("array size must be from 2 to 2147483647: 1");
        assertThat(call.array(2_000_000).size()).isEqualTo(2_000_000);
    }

    @Test
    void children_can_run_one_after_the_other_and_stop_after_failures() {
        ArrayJobRequest array = call.array(3).stopAfterFailures(2).sequential();

        assertThat(array.isSequential()).isTrue();
        assertThat(array.stopAfterFailures()).hasValue(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> array.stopAfterFailures(4))
                .withMessage("number of failures to stop after must be from 1 to 3: 4");
    }

    @Test
    void an_array_is_held_as_its_request_is() {
        assertThat(call.array(3).isHeld()).isFalse();
        assertThat(call.array(3).held().isHeld()).isTrue();
        assertThat(call.held().array(3)).isEqualTo(call.array(3).held());
    }

    @Test
    void an_array_waits_as_a_whole_or_child_by_child() {
        var one = new JobId(1, 1, JobId.NO_INDEX);
        var two = new JobId(1, 2, JobId.NO_INDEX);
        ArrayJobRequest array = call.array(3)
                .after(() -> one)
                .after(List.<Predecessor>of())
                .afterAny(() -> two)
                .afterFailure(() -> two)
                .afterEach(live(two, 3));

        assertThat(array.dependencies())
                .containsExactly(
                        new Dependency(one, Dependency.Kind.AFTER),
                        new Dependency(two, Dependency.Kind.AFTER_ANY),
                        new Dependency(two, Dependency.Kind.AFTER_FAILURE),
                        new Dependency(two, Dependency.Kind.AFTER_EACH));
    }

    @Test
    void child_by_child_needs_arrays_of_the_same_size() {
        var align = new ArrayJobRef(new NodeKey("calls", "align", new WorkflowChain("calls")), 25);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.array(24).afterEach(align))
                .withMessage("afterEach needs arrays of the same size: workflow calls / job align has 25 children,"
                        + " call has 24");
    }

    private static ArrayPredecessor live(JobId id, int size) {
        return new ArrayPredecessor() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Object key() {
                return id;
            }
        };
    }
}
