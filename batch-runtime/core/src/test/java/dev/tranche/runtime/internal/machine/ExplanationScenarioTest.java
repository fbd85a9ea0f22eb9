package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.FIRST;
import static dev.tranche.runtime.internal.machine.MachineDriver.RUNTIME;
import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobId;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.Queue;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each job that has not ended says of why it does not run. That none ever says nothing, the random lives show. */
class ExplanationScenarioTest {
    private final Scene scene = Scene.withOneHost(4);

    private static JobId id(long job) {
        return new JobId(RUNTIME, job, JobId.NO_INDEX);
    }

    private String why(long job) {
        return scene.explain(job, -1).toString();
    }

    @Test
    void a_job_of_a_run_waits_for_the_rest_of_it_and_then_for_each_open_dependency() {
        long run = scene.openRun();
        Submission first = new Submission("first", 0, Scene.vcpus(1), 0, false, List.of(), run, null);
        long one = scene.submit(first);
        long two = scene.submit(first);
        long last = scene.submit(
                new Submission("last", 0, Scene.vcpus(1), 0, false, List.of(after(one), after(two)), run, null));
        assertThat(scene.explain(one, -1).reasons()).containsExactly(new WaitReason.WorkflowOpen(id(run)));

        scene.act(machine -> machine.sealWorkflow(run));

        assertThat(scene.explain(last, -1).reasons())
                .containsExactly(new WaitReason.DependencyOpen(List.of(id(two), id(one)), 2));
        scene.exit(one, 0);
        assertThat(scene.explain(last, -1).reasons())
                .containsExactly(new WaitReason.DependencyOpen(List.of(id(two)), 1));
    }

    @Test
    void a_held_job_says_why_it_is_held_whatever_else_it_waits_for() {
        long first = scene.submit();
        long second = scene.submit(after(first));
        scene.act(machine ->
                assertThat(machine.hold(second, -1, "wait for the audit")).isNull());

        assertThat(scene.explain(second, -1).reasons())
                .containsExactly(
                        new WaitReason.Held("wait for the audit"),
                        new WaitReason.DependencyOpen(List.of(id(first)), 1));
    }

    @Test
    void a_back_off_says_which_attempt_follows_and_when() {
        long job = scene.submit(
                job(0, Specs.one().attempts(2).backoff(10 * SECOND, 10 * SECOND).vcpus(1)));
        scene.exit(job, 1);

        assertThat(scene.explain(job, -1).reasons())
                .singleElement()
                .isInstanceOfSatisfying(
                        WaitReason.BackOff.class,
                        wait -> assertThat(wait.attempt()).isEqualTo(2));
    }

    @Test
    void a_waiting_job_says_what_is_missing_where_or_who_is_first_and_at_least_how_many_are_before_it() {
        scene.submit(job(0, Scene.vcpus(3)));
        long head = scene.submit(job(0, Scene.vcpus(2)));
        long second = scene.submit(job(0, Scene.vcpus(2)));
        long third = scene.submit(job(0, Scene.vcpus(2)));

        assertThat(why(head))
                .isEqualTo(
                        "RUNNABLE: no capacity in here: needs 2 vCPU, 64 MiB memory; closest of 1 hosts is here-host with"
                                + " 1 vCPU, 65472 MiB memory free");
        assertThat(scene.explain(second, -1).reasons()).contains(new WaitReason.Behind(id(head), 1));
        assertThat(scene.explain(third, -1).reasons()).contains(new WaitReason.Behind(id(head), 2));
    }

    @Test
    void an_environment_that_drains_says_so_with_its_reason_and_what_still_runs_there() {
        scene.submit();
        scene.act(machine -> machine.disableEnvironment(0, "new image"));
        long job = scene.submit();
        assertThat(scene.explain(job, -1).reasons())
                .containsExactly(new WaitReason.EnvironmentDisabled("here", "new image", 1));

        scene.act(machine -> {
            machine.enableEnvironment(0);
            machine.hostDraining(0, "here-host", "maintenance");
        });
        long other = scene.submit(job(0, Scene.vcpus(4)));
        assertThat(why(other)).startsWith("RUNNABLE: no capacity in here: needs 4 vCPU");
    }

    @Test
    void a_queue_at_its_limit_says_so() {
        Scene limited = Scene.withOneHost(4);
        limited.queue(new Queue(1, "narrow", 1, new int[] {0}, false, Long.MAX_VALUE, 1, 0, List.of(), null));
        limited.submit(job(1, Scene.vcpus(1)));
        long job = limited.submit(job(1, Scene.vcpus(1)));

        assertThat(limited.explain(job, -1).reasons()).containsExactly(new WaitReason.ConcurrencyLimit("narrow", 1, 1));
    }

    @Test
    void a_job_that_starts_says_where_and_one_that_runs_or_has_ended_needs_no_reason() {
        long job = scene.submit();
        assertThat(scene.explain(job, -1).reasons()).containsExactly(new WaitReason.Starting("here-host"));
        scene.start(job, -1);
        assertThat(scene.explain(job, -1)).hasToString("RUNNING");
        scene.exit(job, 0);
        assertThat(scene.explain(job, -1)).hasToString("SUCCEEDED");
    }

    @Test
    void an_array_says_how_far_it_is_and_each_child_its_own_reason() {
        long array = scene.submit(array(0, Scene.vcpus(3), 3, true));
        assertThat(scene.explain(array, -1).reasons()).first().isEqualTo(new WaitReason.ChildrenOpen(3, 1, 0));
        assertThat(scene.explain(array, 2).reasons())
                .containsExactly(new WaitReason.DependencyOpen(List.of(id(FIRST).child(1)), 1));
    }
}
