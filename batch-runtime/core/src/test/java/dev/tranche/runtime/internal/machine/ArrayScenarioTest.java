package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import org.junit.jupiter.api.Test;

class ArrayScenarioTest {
    private static final JobSpec SPEC = Scene.vcpus(1);

    private final Scene scene = Scene.withOneHost(2);

    @Test
    void children_start_in_order_as_capacity_allows_and_the_array_succeeds_with_the_last() {
        long colours = scene.submit(array(0, SPEC, 3, false));

        assertThat(scene.placed()).containsExactly("1:0.1@here-host", "1:1.1@here-host");
        assertThat(scene.status(colours)).isEqualTo(JobStatus.PENDING);
        assertThat(scene.status(colours, 2)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(colours, 1, 0);
        scene.exit(colours, 0, 0);
        assertThat(scene.status(colours)).isEqualTo(JobStatus.PENDING);
        scene.exit(colours, 2, 0);

        assertThat(scene.end(colours)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_failed_child_fails_the_array_after_its_siblings_have_gone_on() {
        long jobs = scene.submit(array(0, SPEC, 3, false));

        scene.exit(jobs, 0, 1);
        assertThat(scene.status(jobs)).isEqualTo(JobStatus.PENDING);
        scene.exit(jobs, 1, 0);
        scene.exit(jobs, 2, 0);

        assertThat(scene.end(jobs)).isEqualTo("FAILED ATTEMPT 1 of 3 children failed");
    }

    @Test
    void a_child_is_retried_before_children_that_have_not_begun() {
        long jobs = scene.submit(array(0, MachineDriver.spec(1_000, 64, 2), 4, false));

        scene.exit(jobs, 0, 1);

        assertThat(scene.placed()).containsExactly("1:0.1@here-host", "1:1.1@here-host", "1:0.2@here-host");
    }

    @Test
    void sequential_children_come_one_by_one_and_none_follows_a_failure() {
        long jobs = scene.submit(array(0, SPEC, 3, true));

        assertThat(scene.placed()).containsExactly("1:0.1@here-host");
        scene.exit(jobs, 0, 0);
        assertThat(scene.placed()).containsExactly("1:0.1@here-host", "1:1.1@here-host");
        scene.exit(jobs, 1, 1);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(jobs)).startsWith("FAILED DEPENDENCY Dependent Job failed: array (");
        assertThat(scene.status(jobs, 2)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void the_end_of_a_child_that_has_not_begun_does_not_touch_the_one_before_it() {
        long jobs = scene.submit(array(0, MachineDriver.spec(1_000, 64, 2), 3, true));

        scene.act(machine -> machine.cancel(jobs, 1, "not this one"));
        scene.exit(jobs, 0, 1);
        assertThat(scene.placed()).containsExactly("1:0.1@here-host", "1:0.2@here-host");
        scene.exit(jobs, 0, 0);

        assertThat(scene.status(jobs, 0)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(jobs)).startsWith("FAILED DEPENDENCY Dependent Job failed: array (");
    }

    @Test
    void n_to_n_children_wait_for_the_child_of_the_same_index() {
        Scene wide = Scene.withOneHost(8);
        long first = wide.submit(array(0, SPEC, 2, false));
        long second = wide.submit(array(0, SPEC, 2, false, new Submission.Dependency(first, -1, DependencyKind.EACH)));

        assertThat(wide.status(second, 1)).isEqualTo(JobStatus.PENDING);
        wide.exit(first, 1, 0);
        assertThat(wide.placed()).endsWith("2:1.1@here-host");
        wide.exit(first, 0, 1);

        assertThat(wide.end(second, 0)).startsWith("FAILED DEPENDENCY Dependent Job failed: array (");
        wide.exit(second, 1, 0);
        assertThat(wide.end(second)).isEqualTo("FAILED ATTEMPT 1 of 2 children failed");
    }

    @Test
    void n_to_n_on_an_array_that_has_ended_looks_at_all_its_children() {
        long first = scene.submit(array(0, SPEC, 2, false));
        scene.exit(first, 0, 0);
        scene.exit(first, 1, 1);

        long second = scene.submit(array(0, SPEC, 2, false, new Submission.Dependency(first, -1, DependencyKind.EACH)));

        assertThat(scene.status(second, 0)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.end(second, 1)).startsWith("FAILED DEPENDENCY");
    }

    @Test
    void n_to_n_arrays_of_other_sizes_are_refused() {
        long first = scene.submit(array(0, SPEC, 2, false));
        SubmitReply reply =
                scene.offer(array(0, SPEC, 3, false, new Submission.Dependency(first, -1, DependencyKind.EACH)));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        SubmitReply.Refused.class,
                        refused -> assertThat(refused.reason()).endsWith("which is no array of 3 children"));
    }

    @Test
    void a_job_can_wait_for_one_child_that_has_not_begun() {
        long jobs = scene.submit(array(0, SPEC, 4, false));
        long waits = scene.submit(new Submission.Dependency(jobs, 3, DependencyKind.SUCCESS));
        for (int child = 0; child < 3; child++) {
            scene.exit(jobs, child, 0);
        }
        assertThat(scene.status(waits)).isEqualTo(JobStatus.PENDING);
        scene.exit(jobs, 3, 0);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void an_array_is_not_forgotten_before_what_waits_for_a_child_of_it_was_told() {
        Scene forgetful = Scene.forgetful(2);
        long jobs = forgetful.submit(array(0, SPEC, 2, false));
        long waits = forgetful.submit(new Submission.Dependency(jobs, 0, DependencyKind.SUCCESS));
        long never = forgetful.submit(new Submission.Dependency(jobs, 0, DependencyKind.FAILURE));

        forgetful.exit(jobs, 1, 0);
        forgetful.exit(jobs, 0, 0);

        assertThat(forgetful.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(forgetful.end(never)).startsWith("FAILED NOT_NEEDED");
        assertThat(forgetful.status(jobs)).isNull();
    }

    @Test
    void terminating_an_array_stops_what_runs_and_fails_what_has_not_begun() {
        long jobs = scene.submit(array(0, SPEC, 5, false));
        long next = scene.submit(after(jobs));

        scene.act(machine -> machine.terminate(jobs, -1, "enough"));
        assertThat(scene.stops()).containsExactlyInAnyOrder("1:0 TERMINATED enough", "1:1 TERMINATED enough");
        scene.exit(jobs, 0, 143);
        scene.exit(jobs, 1, 0);

        assertThat(scene.end(jobs)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.end(next)).startsWith("FAILED DEPENDENCY");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void cancelling_an_array_lets_what_runs_go_on() {
        long jobs = scene.submit(array(0, SPEC, 5, false));

        scene.act(machine -> machine.cancel(jobs, -1, "enough"));
        assertThat(scene.stops()).isEmpty();
        scene.exit(jobs, 0, 0);
        scene.exit(jobs, 1, 0);

        assertThat(scene.end(jobs)).isEqualTo("FAILED CANCELLED enough");
        assertThat(scene.status(jobs, 0)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.status(jobs, 4)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_child_can_be_cancelled_before_it_begins() {
        long jobs = scene.submit(array(0, SPEC, 4, false));

        scene.act(machine -> machine.cancel(jobs, 2, "not this one"));
        scene.exit(jobs, 0, 0);

        assertThat(scene.placed()).endsWith("1:3.1@here-host");
        assertThat(scene.end(jobs, 2)).isEqualTo("FAILED CANCELLED not this one");
    }

    @Test
    void an_array_of_a_million_children_is_one_row_until_they_run() {
        long jobs = scene.submit(array(0, SPEC, 1_000_000, false));

        assertThat(scene.machine().state().jobs.rows().size()).isEqualTo(3);
        for (int child = 0; child < 1_000; child++) {
            scene.exit(jobs, child, 0);
        }
        assertThat(scene.machine().state().jobs.rows().size()).isEqualTo(3);
        assertThat(scene.machine().state().jobs.rows().limit()).isLessThan(8);
    }

    @Test
    void a_child_that_was_waited_for_before_its_array_was_ready_keeps_the_place_of_its_array() {
        Scene small = Scene.withOneHost(1);
        long first = small.submit();
        long array = small.submit(array(0, MachineDriver.spec(1_000, 64, 2), 2, false, after(first)));
        small.submit(new Submission.Dependency(array, 0, DependencyKind.ANY));
        long earlier = small.submit(MachineDriver.job(0, MachineDriver.spec(1_000, 64, 2)));
        small.act(machine -> assertThat(machine.hold(earlier, -1, "wait")).isNull());
        small.exit(first, 0);
        assertThat(small.placed()).last().isEqualTo("2:0.1@here-host");
        small.act(machine -> assertThat(machine.release(earlier, -1)).isNull());
        small.exit(array, 0, 1);

        assertThat(small.placed()).last().isEqualTo("4.1@here-host");
        small.exit(earlier, 0);
        assertThat(small.placed()).last().isEqualTo("2:0.2@here-host");
    }
}
