package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Arrays and workflow runs that are stopped as a whole, which AWS does for arrays only when somebody says so. */
class StopScenarioTest {
    private final Scene scene = Scene.withOneHost(4);

    private void foldIsTheSame() {
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    // ---- arrays

    private long limited(JobSpec spec, int size, int failures) {
        return scene.submit(
                new Submission("array", 0, spec, size, false, List.of(), 0, null, "", 0, false, failures, 0));
    }

    @Test
    void an_array_starts_no_more_children_once_so_many_have_failed_and_those_that_run_go_on() {
        long array = limited(Scene.vcpus(2), 6, 2);
        scene.exit(array, 0, 1);
        foldIsTheSame();
        assertThat(scene.placed()).hasSize(3);
        scene.exit(array, 1, 1);
        scene.exit(array, 2, 0);

        assertThat(scene.placed()).hasSize(3);
        assertThat(scene.end(array, 2)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.status(array, 5)).isEqualTo(JobStatus.FAILED);
        assertThat(scene.end(array)).isEqualTo("FAILED STOPPED Stopped after 2 failures");
        foldIsTheSame();
    }

    @Test
    void a_child_that_waits_for_another_attempt_gets_none_after_the_stop() {
        long array = limited(Specs.one().attempts(2).backoff(SECOND, SECOND).vcpus(2), 3, 1);
        scene.exit(array, 0, 1);
        scene.exit(array, 1, 1);
        scene.exit(array, 2, 1);
        scene.act(machine -> machine.cancel(array, 2, "not needed"));
        scene.pass(SECOND);

        assertThat(scene.placed()).hasSize(3);
        assertThat(scene.end(array, 0)).isEqualTo("FAILED STOPPED Stopped after 1 failure");
        assertThat(scene.end(array, 2)).isEqualTo("FAILED CANCELLED not needed");
        assertThat(scene.end(array)).isEqualTo("FAILED STOPPED Stopped after 1 failure");
    }

    @Test
    void as_many_failures_as_children_are_no_stop() {
        long array = limited(Scene.vcpus(1), 2, 2);
        scene.exit(array, 0, 1);
        scene.exit(array, 1, 1);

        assertThat(scene.end(array)).isEqualTo("FAILED ATTEMPT 2 of 2 children failed");
    }

    // ---- workflow runs

    private long member(long run, JobSpec spec, Submission.Dependency... dependencies) {
        return scene.submit(new Submission("job", 0, spec, 0, false, List.of(dependencies), run, null));
    }

    private static Submission.Dependency whatever(long job) {
        return new Submission.Dependency(job, -1, DependencyKind.ANY);
    }

    @Test
    void a_run_starts_no_more_jobs_once_so_many_have_failed_but_those_that_clean_up() {
        long run = scene.openRun();
        long bad = member(run, Scene.vcpus(1));
        long running = member(run, Scene.vcpus(1));
        long waiting = member(run, Scene.vcpus(4));
        long later = member(run, Scene.vcpus(1), after(running));
        long report = member(run, Scene.vcpus(1), whatever(bad));
        scene.act(machine -> machine.sealWorkflow(run, 1, 0));
        scene.exit(bad, 1);
        foldIsTheSame();

        assertThat(scene.end(waiting)).isEqualTo("FAILED STOPPED Stopped after 1 failure");
        assertThat(scene.end(later)).isEqualTo("FAILED STOPPED Stopped after 1 failure");
        assertThat(scene.status(report)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(running)).isEqualTo(JobStatus.STARTING);
        scene.exit(running, 0);
        scene.exit(report, 0);
        assertThat(scene.end(running)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.end(report)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.status(run)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void in_a_stopped_run_only_what_cleans_up_is_tried_again() {
        long run = scene.openRun();
        long bad = member(run, Scene.vcpus(1));
        long again = member(run, Specs.one().attempts(3).vcpus(1));
        long report = member(run, Specs.one().attempts(3).vcpus(1), whatever(bad));
        scene.act(machine -> machine.sealWorkflow(run, 1, 0));
        scene.exit(bad, 1);
        scene.exit(again, 1);
        scene.exit(report, 1);

        assertThat(scene.end(again)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(scene.placed()).last().isEqualTo("4.2@here-host");
    }

    @Test
    void a_run_that_takes_too_long_is_stopped_with_all_that_has_not_ended() {
        long run = scene.openRun();
        long running = member(run, Specs.one().attempts(3).vcpus(1));
        long report = member(run, Scene.vcpus(1), whatever(running));
        long array = scene.submit(new Submission("array", 0, Scene.vcpus(3), 3, false, List.of(), run, null));
        scene.act(machine -> machine.sealWorkflow(run, 0, 10 * SECOND));
        scene.start(running, -1);
        foldIsTheSame();
        scene.pass(10 * SECOND - 10);
        assertThat(scene.stops()).isEmpty();
        scene.pass(20);

        assertThat(scene.stops())
                .containsExactlyInAnyOrder(
                        "2 TIMED_OUT Workflow run duration exceeded timeout",
                        "4:0 TIMED_OUT Workflow run duration exceeded timeout");
        assertThat(scene.end(report)).isEqualTo("FAILED TIMED_OUT Workflow run duration exceeded timeout");
        scene.exit(running, 0);
        scene.exit(array, 0, 0);
        assertThat(scene.end(running)).isEqualTo("FAILED ATTEMPT Workflow run duration exceeded timeout");
        assertThat(scene.end(array)).isEqualTo("FAILED TIMED_OUT Workflow run duration exceeded timeout");
        assertThat(scene.status(run)).isEqualTo(JobStatus.FAILED);
        assertThat(scene.machine().wakeAt()).isEqualTo(Long.MAX_VALUE);
        foldIsTheSame();
    }

    @Test
    void a_run_that_ends_in_time_is_not_stopped() {
        long run = scene.openRun();
        long job = member(run, Scene.vcpus(1));
        scene.act(machine -> machine.sealWorkflow(run, 1, 10 * SECOND));
        scene.exit(job, 0);

        assertThat(scene.status(run)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.machine().wakeAt()).isEqualTo(Long.MAX_VALUE);
        scene.pass(20 * SECOND);
        assertThat(scene.stops()).isEmpty();
        foldIsTheSame();
    }

    @Test
    void a_run_that_is_terminated_ends_its_jobs_and_those_that_come_after() {
        long run = scene.openRun();
        long early = member(run, Scene.vcpus(1));
        scene.act(machine -> machine.terminate(run, -1, "not today"));
        long late = member(run, Scene.vcpus(1), after(early));
        scene.act(machine -> machine.sealWorkflow(run));

        assertThat(scene.end(early)).isEqualTo("FAILED TERMINATED not today");
        assertThat(scene.end(late)).startsWith("FAILED");
        assertThat(scene.status(run)).isEqualTo(JobStatus.FAILED);
        assertThat(scene.placed()).isEmpty();
        foldIsTheSame();
    }

    @Test
    void failures_before_the_seal_count() {
        long run = scene.openRun();
        long cancelled = member(run, Scene.vcpus(1));
        long other = member(run, Scene.vcpus(1));
        scene.act(machine -> machine.cancel(cancelled, -1, "no"));
        scene.act(machine -> machine.sealWorkflow(run, 1, 0));

        assertThat(scene.end(other)).isEqualTo("FAILED STOPPED Stopped after 1 failure");
        assertThat(scene.placed()).isEmpty();
    }

    @Test
    void a_run_of_more_jobs_than_one_step_looks_at_is_stopped_in_several_and_a_fold_goes_on_with_it() {
        @Nullable String[] reason = new @Nullable String[1];
        MachineDriver driver = new MachineDriver(1, 100_000, new OutcomeListener() {
            @Override
            public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
                reason[0] = statusReason;
            }
        });
        long run = MachineDriver.FIRST;
        driver.batch(2, machine -> {
            int environment = machine.addEnvironment("none");
            machine.addQueue(dev.tranche.runtime.internal.state.Queue.plain(0, "queue", 1, false, environment));
            machine.openWorkflow(run, "large");
            for (int each = 1; each <= 10_000; each++) {
                SubmitReply unused = machine.submit(
                        run + each, new Submission("job", 0, Scene.vcpus(1), 0, false, List.of(), run, null));
            }
            machine.sealWorkflow(run);
        });
        driver.step(3, machine -> machine.terminate(run, -1, "enough"));
        assertThat(driver.machine().hasMoreToDo()).isTrue();
        assertThat(driver.machine().status(run, -1)).isEqualTo(JobStatus.PENDING);
        Machine folded = driver.folded();
        assertThat(folded.digest()).isEqualTo(driver.machine().digest());
        assertThat(folded.hasMoreToDo()).isTrue();
        driver.batch(4, machine -> {});

        assertThat(driver.machine().status(run, -1)).isEqualTo(JobStatus.FAILED);
        assertThat(reason[0]).isEqualTo("enough");
    }
}
