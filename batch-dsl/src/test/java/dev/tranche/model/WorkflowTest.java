package dev.tranche.model;

import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkflowTest {
    private final JobDefinition step =
            JobDefinition.named("step").script("true").vcpus(1).memory(mib(64)).build();
    private final WorkflowBuilder nightly = Workflow.named("nightly");

    private JobRequest job(String name) {
        return JobRequest.of(name, step);
    }

    @Test
    void a_workflow_has_its_jobs_in_the_order_they_were_added() {
        JobRef split = nightly.add(job("split"));
        ArrayJobRef each = nightly.add(job("each").array(3).after(split));
        MultiNodeJobDefinition mpi =
                MultiNodeJobDefinition.named("mpi").nodes(2, step).build();
        JobRef all = nightly.add(MultiNodeJobRequest.of("all", mpi).after(each));

        Workflow built = nightly.build();

        assertThat(built.name()).isEqualTo("nightly");
        assertThat(built.jobs()).extracting(Submission::name).containsExactly("split", "each", "all");
        assertThat(each.size()).isEqualTo(3);
        assertThat(all).hasToString("workflow nightly / job all");
        assertThat(all.key().workflow()).isEqualTo("nightly");
        assertThat(all.key().job()).isEqualTo("all");
    }

    @Test
    void workflows_built_alike_are_equal() {
        assertThat(pair()).isEqualTo(pair()).hasSameHashCodeAs(pair());
    }

    private Workflow pair() {
        WorkflowBuilder pair = Workflow.named("pair");
        pair.add(job("b").after(pair.add(job("a"))));
        return pair.build();
    }

    @Test
    void a_workflow_does_not_change_when_its_builder_goes_on() {
        JobRef first = nightly.add(job("first"));
        Workflow one = nightly.build();
        nightly.add(job("second").after(first));

        assertThat(one.jobs()).hasSize(1);
        assertThat(nightly.build().jobs()).hasSize(2);
    }

    @Test
    void a_workflow_has_limits_for_a_run_of_it() {
        nightly.add(job("first"));
        Workflow unlimited = nightly.build();

        Workflow limited =
                nightly.timeout(Duration.ofHours(2)).stopAfterFailures(1).build();

        assertThat(unlimited.timeout()).isEmpty();
        assertThat(unlimited.stopAfterFailures()).isEmpty();
        assertThat(limited.timeout()).contains(Duration.ofHours(2));
        assertThat(limited.stopAfterFailures()).hasValue(1);
        assertThat(limited).isNotEqualTo(unlimited);
    }

    @Test
    void the_limits_of_a_workflow_are_positive_and_said_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nightly.timeout(Duration.ZERO))
                .withMessage("timeout must be positive and at most PT876000H: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> nightly.stopAfterFailures(0))
                .withMessage("number of failures to stop after must be at least 1: 0");
        WorkflowBuilder limited = nightly.timeout(Duration.ofHours(1)).stopAfterFailures(3);
        assertThatThrownBy(() -> limited.timeout(Duration.ofHours(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("timeout was already set to PT1H");
    }

    @Test
    void a_workflow_cannot_have_more_failures_than_jobs() {
        nightly.stopAfterFailures(2).add(job("alone"));

        assertThatThrownBy(nightly::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(
                        "workflow nightly / stop after failures: must be at most the number of jobs, 1: 2");
    }

    @Test
    void two_jobs_of_one_name_are_refused() {
        nightly.add(job("count"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nightly.add(job("count").array(2)))
                .withMessage("workflow nightly has a job count already; each needs a name of its own");
    }

    @Test
    void a_ref_of_another_workflow_is_refused_naming_both() {
        JobRef other = Workflow.named("weekly").add(job("split"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nightly.add(job("merge").after(other)))
                .withMessage("workflow nightly / job merge cannot wait for workflow weekly / job split: a job can only"
                        + " wait for jobs of its own workflow");
    }

    @Test
    void a_ref_of_another_workflow_of_the_same_name_is_refused_too() {
        JobRef other = Workflow.named("nightly").add(job("split"));
        nightly.add(job("split"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> nightly.add(job("merge").after(other)))
                .withMessageStartingWith("workflow nightly / job merge cannot wait for workflow nightly / job split");
        assertThat(nightly.build().jobs()).hasSize(1);
    }

    @Test
    void a_job_can_wait_for_one_submitted_before() {
        var submitted = new JobId(1, 1, JobId.NO_INDEX);
        nightly.add(job("merge").after(() -> submitted));

        assertThat(nightly.build().graph().nodes()).containsExactly("merge");
        assertThat(nightly.build().graph().edges()).isEmpty();
    }

    @Test
    void an_empty_workflow_is_refused() {
        assertThatThrownBy(nightly::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("workflow nightly / jobs: there are none; add at least one");
    }

    @Test
    void problems_of_all_jobs_are_told_at_once_each_with_its_path() {
        JobDefinition pack = JobDefinition.named("pack")
                .executable("tar", Ref.to("from"))
                .vcpus(1)
                .memory(mib(64))
                .build();
        nightly.add(JobRequest.of("one", pack));
        nightly.add(JobRequest.of("two", pack).parameter("from", "."));
        nightly.add(job("three").image("x").array(2));
        MultiNodeJobDefinition mpi =
                MultiNodeJobDefinition.named("mpi").nodes(2, pack).build();
        nightly.add(MultiNodeJobRequest.of("four", mpi));

        assertThatThrownBy(nightly::build).hasMessage("""
                        workflow nightly / job one / arguments / Ref::from: no such parameter has a value; given are []
                        workflow nightly / job three / image: the job runs a script, not a container
                        workflow nightly / job four / nodes / arguments / Ref::from: no such parameter has a value; \
                        given are []\
                        """);
    }

    @Test
    void the_graph_keeps_the_order_of_the_jobs() {
        JobRef a = nightly.add(job("a"));
        JobRef b = nightly.add(job("b").afterAny(a));
        nightly.add(job("c").after(b).afterFailure(a));
        var graph = nightly.build().graph();

        assertThat(graph.isDirected()).isTrue();
        assertThat(graph.nodes()).containsExactly("a", "b", "c");
        assertThat(graph.predecessors("c")).containsExactlyInAnyOrder("a", "b");
        assertThat(graph.successors("a")).containsExactly("b", "c");
    }
}
