package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Arrays and workflow runs that run again, leaving out what has succeeded. AWS cannot do that. */
class RerunScenarioTest {
    private final Scene scene = Scene.withOneHost(8);
    private final Map<Long, Submission> said = new HashMap<>();

    private void foldIsTheSame() {
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    private long submit(Submission job) {
        long number = scene.submit(job);
        said.put(number, job);
        return number;
    }

    private static Submission array(int size, long run, Submission.Dependency... dependencies) {
        return new Submission("array", 0, Scene.vcpus(1), size, false, List.of(dependencies), run, null);
    }

    private static Submission job(long run, Submission.Dependency... dependencies) {
        return new Submission("job", 0, Scene.vcpus(1), 0, false, List.of(dependencies), run, null);
    }

    private static Submission.Dependency on(long job, DependencyKind kind) {
        return new Submission.Dependency(job, -1, kind);
    }

    private long again(long job) {
        Submission earlier = Objects.requireNonNull(said.get(job));
        return submit(earlier.rerunOf(job, earlier.dependencies(), 0));
    }

    /** Runs a run again; gives the job that each of these jobs is now. */
    private Map<Long, Long> again(long run, List<Long> members) {
        Map<Long, Long> heirs = new LinkedHashMap<>();
        for (long job : members) {
            Submission earlier = Objects.requireNonNull(said.get(job));
            List<Submission.Dependency> dependencies = earlier.dependencies().stream()
                    .map(each -> new Submission.Dependency(
                            heirs.getOrDefault(each.number(), each.number()), each.index(), each.kind()))
                    .toList();
            heirs.put(job, submit(earlier.rerunOf(job, dependencies, run)));
        }
        return heirs;
    }

    private void seal(long run) {
        scene.act(machine -> machine.sealWorkflow(run));
    }

    private long heir(Map<Long, Long> heirs, long job) {
        return Objects.requireNonNull(heirs.get(job));
    }

    // ---- arrays

    @Test
    void of_an_array_only_the_children_run_again_that_failed() {
        long array = submit(array(4, 0));
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 1);
        scene.exit(array, 2, 0);
        scene.exit(array, 3, 1);
        int before = scene.placed().size();

        long again = again(array);
        foldIsTheSame();

        assertThat(scene.placed().subList(before, scene.placed().size()))
                .containsExactly("2:1.1@here-host", "2:3.1@here-host");
        assertThat(scene.status(again, 0)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.explain(again, 0).reasons()).isEmpty();
        assertThat(scene.explain(again, -1).reasons()).first().isEqualTo(new WaitReason.ChildrenOpen(4, 2, 2));
        scene.exit(again, 1, 0);
        scene.exit(again, 3, 0);
        assertThat(scene.end(again)).isEqualTo("SUCCEEDED ATTEMPT");
        foldIsTheSame();
    }

    @Test
    void what_waits_for_the_new_array_sees_a_whole_one() {
        long array = submit(array(2, 0));
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 1);
        long again = again(array);
        long whole = scene.submit(after(again));
        long first = scene.submit(new Submission.Dependency(again, 0, DependencyKind.SUCCESS));
        long each = submit(array(2, 0, on(again, DependencyKind.EACH)));

        assertThat(scene.status(first)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(each, 0)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(each, 1)).isEqualTo(JobStatus.PENDING);
        scene.exit(again, 1, 0);
        assertThat(scene.status(each, 1)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(whole)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_sequential_array_goes_on_where_it_failed() {
        long array = submit(new Submission("array", 0, Scene.vcpus(1), 4, true, List.of(), 0, null));
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 0);
        scene.exit(array, 2, 1);
        assertThat(scene.status(array)).isEqualTo(JobStatus.FAILED);

        long again = again(array);

        assertThat(scene.status(again, 2)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(again, 3)).isEqualTo(JobStatus.PENDING);
        scene.exit(again, 2, 0);
        scene.exit(again, 3, 0);
        assertThat(scene.end(again)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_child_that_a_person_resolved_counts_by_how_it_was_resolved() {
        long array = submit(array(3, 0));
        for (int child = 0; child < 2; child++) {
            int index = child;
            scene.act(machine -> machine.ended(
                    array,
                    index,
                    1,
                    EndKind.UNKNOWN,
                    0,
                    false,
                    "engine gone",
                    scene.machine().state().now()));
        }
        scene.exit(array, 2, 1);
        scene.act(machine -> assertThat(machine.resolve(array, 0, JobStatus.SUCCEEDED, "output is there"))
                .isNull());
        scene.act(machine -> assertThat(machine.resolve(array, 1, JobStatus.FAILED, "half of it"))
                .isNull());

        long again = again(array);

        assertThat(scene.status(again, 0)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.status(again, 1)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(again, 2)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void an_array_that_had_begun_does_not_wait_again_for_what_it_had_waited_for() {
        long first = scene.submit();
        long array = submit(array(2, 0, after(first)));
        scene.exit(first, 0);
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 1);
        long forgotten = MachineDriver.FIRST + 1_000_000;
        Submission earlier = Objects.requireNonNull(said.get(array));

        long again = submit(earlier.rerunOf(array, List.of(after(forgotten)), 0));

        assertThat(scene.status(again, 1)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void an_array_that_never_began_fails_again_with_what_it_needs() {
        long first = scene.submit();
        long array = submit(array(2, 0, after(first)));
        scene.exit(first, 1);

        long again = again(array);

        assertThat(scene.end(again)).startsWith("FAILED DEPENDENCY Dependent Job failed: job (");
    }

    @Test
    void a_rerun_that_failed_runs_again_and_inherits_what_it_had_inherited() {
        long array = submit(array(3, 0));
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 1);
        scene.exit(array, 2, 1);
        long second = again(array);
        scene.exit(second, 1, 0);
        scene.exit(second, 2, 1);
        int before = scene.placed().size();

        long third = again(second);

        assertThat(scene.placed().subList(before, scene.placed().size())).containsExactly("3:2.1@here-host");
        scene.exit(third, 2, 0);
        assertThat(scene.end(third)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    // ---- what cannot run again

    private String refusal(Submission job) {
        return scene.offer(job) instanceof SubmitReply.Refused refused ? refused.reason() : "not refused";
    }

    @Test
    void what_has_not_ended_or_succeeded_or_is_another_is_refused_naming_it() {
        long array = submit(array(2, 0));
        Submission again = Objects.requireNonNull(said.get(array)).rerunOf(array, List.of(), 0);
        assertThat(refusal(again)).startsWith("job ").contains("which it runs again, has not ended");
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 0);
        assertThat(refusal(again)).contains("has succeeded: there is nothing of it to run again");
        assertThat(refusal(array(3, 0).rerunOf(array, List.of(), 0))).contains("has 2 children, not 3");
    }

    @Test
    void what_has_left_memory_is_refused_naming_it() {
        Scene forgetful = Scene.forgetful(4);
        long array = forgetful.submit(array(2, 0));
        forgetful.exit(array, 0, 0);
        forgetful.exit(array, 1, 1);

        SubmitReply reply = forgetful.offer(array(2, 0).rerunOf(array, List.of(), 0));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        SubmitReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("job ")
                                .endsWith(
                                        ", which it runs again, has left memory, and with it what had succeeded; submit it anew"));
    }

    // ---- workflow runs

    @Test
    void of_a_run_what_succeeded_is_taken_over_and_the_rest_runs_in_order() {
        long run = scene.openRun();
        long split = submit(job(run));
        long count = submit(array(3, run, after(split)));
        long check = submit(array(3, run, on(count, DependencyKind.EACH)));
        long merge = submit(job(run, after(check)));
        seal(run);
        scene.exit(split, 0);
        scene.exit(count, 0, 0);
        scene.exit(count, 1, 1);
        scene.exit(count, 2, 0);
        scene.exit(check, 0, 0);
        scene.exit(check, 2, 1);
        assertThat(scene.status(run)).isEqualTo(JobStatus.FAILED);
        int before = scene.placed().size();

        long second = scene.openRun();
        Map<Long, Long> heirs = again(second, List.of(split, count, check, merge));
        foldIsTheSame();
        assertThat(scene.status(heir(heirs, split))).isEqualTo(JobStatus.PENDING);
        seal(second);
        foldIsTheSame();

        assertThat(scene.end(heir(heirs, split))).startsWith("SUCCEEDED INHERITED Inherited from job ");
        assertThat(scene.status(heir(heirs, check), 0)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.status(heir(heirs, check), 1)).isEqualTo(JobStatus.PENDING);
        assertThat(scene.placed().subList(before, scene.placed().size())).hasSize(2);
        scene.exit(heir(heirs, count), 1, 0);
        scene.exit(heir(heirs, check), 1, 0);
        scene.exit(heir(heirs, check), 2, 0);
        scene.exit(heir(heirs, merge), 0);
        assertThat(scene.status(second)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.placed().subList(before, scene.placed().size())).hasSize(4);
        foldIsTheSame();
    }

    @Test
    void what_succeeded_after_a_failure_runs_again_with_what_failed_and_only_if_it_is_needed() {
        long run = scene.openRun();
        long main = submit(job(run));
        long cleanup = submit(job(run, on(main, DependencyKind.ANY)));
        long alarm = submit(job(run, on(main, DependencyKind.FAILURE)));
        long report = submit(job(run, after(cleanup)));
        seal(run);
        scene.exit(main, 1);
        scene.exit(cleanup, 0);
        scene.exit(alarm, 0);
        scene.exit(report, 0);

        long second = scene.openRun();
        Map<Long, Long> heirs = again(second, List.of(main, cleanup, alarm, report));
        seal(second);
        assertThat(scene.status(heir(heirs, cleanup))).isEqualTo(JobStatus.PENDING);
        scene.exit(heir(heirs, main), 0);

        assertThat(scene.status(heir(heirs, cleanup))).isEqualTo(JobStatus.STARTING);
        assertThat(scene.end(heir(heirs, alarm))).startsWith("FAILED NOT_NEEDED");
        scene.exit(heir(heirs, cleanup), 0);
        scene.exit(heir(heirs, report), 0);
        assertThat(scene.status(second)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void an_alarm_that_was_not_needed_is_decided_anew() {
        long run = scene.openRun();
        long good = submit(job(run));
        long alarm = submit(job(run, on(good, DependencyKind.FAILURE)));
        long bad = submit(job(run));
        seal(run);
        scene.exit(good, 0);
        scene.exit(bad, 1);

        long second = scene.openRun();
        Map<Long, Long> heirs = again(second, List.of(good, alarm, bad));
        seal(second);
        scene.exit(heir(heirs, bad), 0);

        assertThat(scene.end(heir(heirs, alarm))).startsWith("FAILED NOT_NEEDED");
        assertThat(scene.status(second)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void what_is_taken_over_needs_no_host_that_could_hold_it() {
        JobSpec large = Scene.vcpus(8);
        long run = scene.openRun();
        long first = submit(new Submission("large", 0, large, 0, false, List.of(), run, null));
        long second = submit(job(run, after(first)));
        seal(run);
        scene.exit(first, 0);
        scene.exit(second, 1);
        scene.act(machine -> machine.hostLost(0, "here-host", "gone"));
        scene.host("small", 2);

        long next = scene.openRun();
        Map<Long, Long> heirs = again(next, List.of(first, second));
        seal(next);
        scene.exit(heir(heirs, second), 0);

        assertThat(scene.end(heir(heirs, first))).startsWith("SUCCEEDED INHERITED");
        assertThat(scene.status(next)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void a_run_that_is_terminated_on_its_way_in_takes_nothing_over() {
        long run = scene.openRun();
        long good = submit(job(run));
        long bad = submit(job(run));
        seal(run);
        scene.exit(good, 0);
        scene.exit(bad, 1);

        long second = scene.openRun();
        Map<Long, Long> heirs = again(second, List.of(good, bad));
        scene.act(machine -> machine.terminate(second, -1, "not now"));
        seal(second);

        assertThat(scene.end(heir(heirs, good))).isEqualTo("FAILED TERMINATED not now");
        assertThat(scene.status(second)).isEqualTo(JobStatus.FAILED);
        foldIsTheSame();
    }
}
