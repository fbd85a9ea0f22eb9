package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.DependencyKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs that somebody holds and lets go again, which AWS does not have. */
class HoldScenarioTest {
    private final Scene scene = Scene.withOneHost(4);

    private void hold(long job, int index) {
        scene.act(
                machine -> assertThat(machine.hold(job, index, "wait for data")).isNull());
    }

    private void release(long job, int index) {
        scene.act(machine -> assertThat(machine.release(job, index)).isNull());
    }

    private @Nullable String refusedHold(long job, int index) {
        @Nullable String[] refusal = new @Nullable String[1];
        scene.act(machine -> refusal[0] = machine.hold(job, index, "wait for data"));
        return refusal[0];
    }

    private @Nullable String refusedRelease(long job, int index) {
        @Nullable String[] refusal = new @Nullable String[1];
        scene.act(machine -> refusal[0] = machine.release(job, index));
        return refusal[0];
    }

    private void foldIsTheSame() {
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    @Test
    void a_held_job_is_passed_by_and_keeps_its_place_for_its_release() {
        long running = scene.submit(job(0, Scene.vcpus(4)));
        long held = scene.submit(job(0, Scene.vcpus(4)));
        long next = scene.submit(job(0, Scene.vcpus(4)));
        long last = scene.submit(job(0, Scene.vcpus(4)));
        hold(held, -1);
        foldIsTheSame();
        scene.exit(running, 0);
        assertThat(scene.status(next)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.explain(held, -1)).hasToString("RUNNABLE: held: wait for data");
        release(held, -1);
        scene.exit(next, 0);

        assertThat(scene.status(held)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(last)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_pending_job_stays_held_when_its_gates_open() {
        long before = scene.submit();
        long held = scene.submit(after(before));
        hold(held, -1);
        assertThat(scene.explain(held, -1).reasons())
                .hasOnlyElementsOfTypes(WaitReason.Held.class, WaitReason.DependencyOpen.class)
                .hasSize(2);
        scene.exit(before, 0);

        assertThat(scene.status(held)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.placed()).hasSize(1);
        foldIsTheSame();
        release(held, -1);
        assertThat(scene.status(held)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_pending_job_that_is_released_before_its_gates_open_waits_for_them() {
        long before = scene.submit();
        long held = scene.submit(after(before));
        hold(held, -1);
        release(held, -1);

        assertThat(scene.status(held)).isEqualTo(JobStatus.PENDING);
        scene.exit(before, 0);
        assertThat(scene.status(held)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_job_can_be_submitted_held() {
        long held =
                scene.submit(new Submission("job", 0, Scene.vcpus(1), 0, false, List.of(), 0, null, "", 0, true, 0, 0));

        assertThat(scene.explain(held, -1)).hasToString("RUNNABLE: held: submitted held");
        assertThat(scene.placed()).isEmpty();
        release(held, -1);
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void a_child_that_another_job_waits_for_is_held_no_more_than_its_siblings_before_it_begins() {
        long jobs = scene.submit(array(0, Scene.vcpus(4), 3, false));
        long waits = scene.submit(new Submission.Dependency(jobs, 2, DependencyKind.SUCCESS));

        assertThat(refusedHold(jobs, 2)).startsWith("of an array, only the children that wait for another attempt");
        scene.exit(jobs, 0, 0);
        scene.exit(jobs, 1, 0);
        scene.exit(jobs, 2, 0);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_held_array_starts_no_further_child_and_those_that_run_go_on() {
        long array = scene.submit(array(0, Specs.one().attempts(2).vcpus(2), 4, false));
        hold(array, -1);
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 1);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.status(array, 1)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(array, 3)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(array, 1)).hasToString("RUNNABLE: held: wait for data");
        assertThat(scene.explain(array, 3)).hasToString("RUNNABLE: held: wait for data");
        foldIsTheSame();
        release(array, -1);
        assertThat(scene.placed()).hasSize(4).contains("1:1.2@here-host", "1:2.1@here-host");
    }

    @Test
    void children_that_wait_for_another_attempt_leave_their_lane_with_their_array_and_return_with_it() {
        long array = scene.submit(array(0, Specs.one().attempts(2).vcpus(2), 2, false));
        long other = scene.submit(job(0, Scene.vcpus(4)));
        scene.act(machine -> {
            machine.hostDraining(0, "here-host", "maintenance");
            machine.ended(array, 0, 1, EndKind.EXITED, 1, false, null, 0);
        });
        hold(array, -1);
        scene.act(machine -> machine.hostJoined(0, "another", 4_000, 4_096, 0, 0));
        assertThat(scene.placed()).last().isEqualTo("2.1@another");
        foldIsTheSame();
        release(array, -1);
        scene.exit(other, 0);

        assertThat(scene.placed()).last().isEqualTo("1:0.2@another");
    }

    @Test
    void a_sequential_array_that_is_released_while_a_child_runs_goes_on_after_that() {
        long array = scene.submit(array(0, Scene.vcpus(1), 3, true));
        hold(array, -1);
        release(array, -1);
        assertThat(scene.placed()).hasSize(1);
        hold(array, -1);
        scene.exit(array, 0, 0);
        assertThat(scene.placed()).hasSize(1);
        assertThat(scene.explain(array, 1)).hasToString("RUNNABLE: held: wait for data");
        release(array, -1);

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void children_that_wait_child_by_child_stay_held_with_their_array() {
        long first = scene.submit(array(0, Scene.vcpus(1), 2, false));
        long second = scene.submit(
                array(0, Scene.vcpus(1), 2, false, new Submission.Dependency(first, -1, DependencyKind.EACH)));
        hold(second, -1);
        scene.exit(first, 0, 0);
        assertThat(scene.placed()).hasSize(2);
        foldIsTheSame();
        release(second, -1);

        assertThat(scene.placed()).last().isEqualTo("2:0.1@here-host");
        assertThat(scene.placed()).hasSize(3);
    }

    @Test
    void a_back_off_that_ends_while_the_job_is_held_is_over() {
        long job = scene.submit(
                job(0, Specs.one().attempts(2).backoff(SECOND, SECOND).vcpus(1)));
        scene.exit(job, 1);
        hold(job, -1);
        scene.pass(2 * SECOND);
        assertThat(scene.placed()).hasSize(1);
        assertThat(scene.explain(job, -1)).hasToString("RUNNABLE: held: wait for data");
        release(job, -1);

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void a_release_does_not_shorten_a_back_off() {
        long job = scene.submit(
                job(0, Specs.one().attempts(2).backoff(SECOND, SECOND).vcpus(1)));
        scene.exit(job, 1);
        hold(job, -1);
        release(job, -1);
        assertThat(scene.placed()).hasSize(1);
        assertThat(scene.explain(job, -1).reasons()).hasOnlyElementsOfTypes(WaitReason.BackOff.class);
        scene.pass(SECOND);

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void the_time_of_a_hold_does_not_count_as_time_in_the_queue() {
        long running = scene.submit(job(0, Scene.vcpus(4)));
        long held = scene.submit(job(0, Specs.one().queueTimeout(10 * SECOND).vcpus(1)));
        hold(held, -1);
        scene.pass(60 * SECOND);
        assertThat(scene.end(held)).isNull();
        release(held, -1);
        scene.pass(11 * SECOND);

        assertThat(scene.end(held)).startsWith("FAILED TIMED_OUT");
        assertThat(scene.end(running)).isNull();
    }

    @Test
    void what_is_held_can_be_cancelled_and_terminated() {
        long running = scene.submit(job(0, Scene.vcpus(4)));
        long one = scene.submit(job(0, Scene.vcpus(1)));
        long two = scene.submit(array(0, Scene.vcpus(1), 3, false));
        hold(one, -1);
        hold(two, -1);
        scene.act(machine -> machine.cancel(one, -1, "not needed"));
        scene.act(machine -> machine.terminate(two, -1, "not needed"));

        assertThat(scene.end(one)).isEqualTo("FAILED CANCELLED not needed");
        assertThat(scene.end(two)).isEqualTo("FAILED TERMINATED not needed");
        assertThat(scene.end(running)).isNull();
        foldIsTheSame();
    }

    @Test
    void only_what_waits_can_be_held_and_only_what_is_held_released() {
        long running = scene.submit();
        long ended = scene.submit();
        scene.exit(ended, 0);
        long array = scene.submit(array(0, Scene.vcpus(3), 3, false));
        hold(array, -1);

        assertThat(refusedHold(running, -1))
                .isEqualTo("it is STARTING; only a job that waits can be held, terminate ends one that runs");
        assertThat(refusedHold(ended, -1)).isEqualTo("it has ended");
        assertThat(refusedHold(array, -1)).isEqualTo("it is held already: wait for data");
        assertThat(refusedHold(array, 2))
                .isEqualTo("of an array, only the children that wait for another attempt are held one by one; hold the"
                        + " array");
        assertThat(refusedHold(array + 1, -1)).isEqualTo("it is not known any more");
        assertThat(refusedRelease(running, -1)).isEqualTo("it is not held, it is STARTING");
        assertThat(refusedRelease(array, 0)).isEqualTo("its array is held; release that");
    }

    // ---- an outcome that cannot be known

    private long unknown() {
        long job = scene.submit();
        scene.end(job, EndKind.UNKNOWN, "supervisor died");
        return job;
    }

    @Test
    void a_job_whose_outcome_is_unknown_runs_again_when_it_is_released_whatever_its_attempts() {
        long job = unknown();
        release(job, -1);
        assertThat(scene.placed()).containsExactly("1.1@here-host", "1.2@here-host");
        scene.exit(job, 1);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
    }

    @Test
    void a_person_who_looked_can_say_how_it_ended() {
        long well = unknown();
        long badly = unknown();
        scene.act(machine -> {
            assertThat(machine.resolve(well, -1, JobStatus.SUCCEEDED, "the output is there"))
                    .isNull();
            assertThat(machine.resolve(badly, -1, JobStatus.FAILED, "no output"))
                    .isNull();
        });

        assertThat(scene.end(well)).isEqualTo("SUCCEEDED RESOLVED the output is there");
        assertThat(scene.end(badly)).isEqualTo("FAILED RESOLVED no output");
        foldIsTheSame();
    }

    @Test
    void nothing_else_can_be_resolved() {
        long running = scene.submit(job(0, Scene.vcpus(4)));
        long held = scene.submit(job(0, Specs.one().attempts(2).vcpus(1)));
        hold(held, -1);
        scene.act(machine -> {
            assertThat(machine.resolve(running, -1, JobStatus.SUCCEEDED, "x")).endsWith("it is STARTING");
            assertThat(machine.resolve(held, -1, JobStatus.SUCCEEDED, "x")).endsWith("it is held: wait for data");
        });

        assertThat(scene.end(held)).isNull();
    }
}
