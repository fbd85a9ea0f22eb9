package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies as AWS Batch's guide has them (Job dependencies, Array jobs), rule by rule. */
class AwsDependenciesTest {
    private static final JobSpec SPEC = Scene.vcpus(1);

    private final Scene scene = Scene.withOneHost(16);

    private static Submission.Dependency each(long array) {
        return new Submission.Dependency(array, -1, DependencyKind.EACH);
    }

    @Test
    void any_failed_dependency_fails_the_dependent_and_all_that_depends_on_it() {
        long first = scene.submit();
        long good = scene.submit();
        long second = scene.submit(after(first), after(good));
        long third = scene.submit(after(second));
        long aside = scene.submit(after(good));

        scene.exit(good, 0);
        scene.exit(first, 1);

        assertThat(scene.end(second)).startsWith("FAILED DEPENDENCY");
        assertThat(scene.end(third)).startsWith("FAILED DEPENDENCY");
        assertThat(scene.status(aside)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_job_may_depend_on_a_job_of_another_queue() {
        int other = scene.queue("other", 5, false, 0);
        long here = scene.submit();
        long there = scene.submit(job(other, SPEC, after(here)));

        assertThat(scene.status(there)).isEqualTo(JobStatus.PENDING);
        scene.exit(here, 0);
        assertThat(scene.status(there)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void there_is_no_limit_of_twenty_dependencies() {
        List<Submission.Dependency> many = new ArrayList<>();
        List<Long> before = new ArrayList<>();
        for (int count = 0; count < 100; count++) {
            before.add(scene.submit());
            many.add(after(before.get(count)));
        }
        long last = scene.submit(many.toArray(Submission.Dependency[]::new));
        before.subList(0, 99).forEach(job -> scene.exit(job, 0));
        assertThat(scene.status(last)).isEqualTo(JobStatus.PENDING);
        scene.exit(before.get(99), 0);

        assertThat(scene.status(last)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_plain_dependency_on_an_array_waits_for_all_of_its_children() {
        long jobs = scene.submit(array(0, SPEC, 3, false));
        long next = scene.submit(after(jobs));

        scene.exit(jobs, 2, 0);
        scene.exit(jobs, 0, 0);
        assertThat(scene.status(next)).isEqualTo(JobStatus.PENDING);
        scene.exit(jobs, 1, 0);

        assertThat(scene.status(next)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void sequential_child_i_waits_for_child_i_minus_1_to_succeed_starting_at_0() {
        long jobs = scene.submit(array(0, SPEC, 3, true));

        for (int child = 0; child < 3; child++) {
            assertThat(scene.placed()).hasSize(child + 1).endsWith("1:" + child + ".1@here-host");
            scene.exit(jobs, child, 0);
        }
        assertThat(scene.end(jobs)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void sequential_may_be_combined_with_plain_dependencies() {
        long before = scene.submit();
        long jobs = scene.submit(array(0, SPEC, 2, true, after(before)));

        assertThat(scene.status(jobs)).isEqualTo(JobStatus.PENDING);
        scene.exit(before, 0);
        assertThat(scene.placed()).containsExactly("1.1@here-host", "2:0.1@here-host");
    }

    @Test
    void n_to_n_child_i_waits_for_child_i_of_the_other_array_only() {
        long a = scene.submit(array(0, SPEC, 3, false));
        long b = scene.submit(array(0, SPEC, 3, false, each(a)));

        scene.exit(a, 2, 0);

        assertThat(scene.status(b, 2)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(b, 0)).isEqualTo(JobStatus.PENDING);
        assertThat(scene.status(b, 1)).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void a_dependency_can_be_given_on_jobs_that_exist_already_only() {
        assertThat(scene.offer(job(0, SPEC, after(MachineDriver.FIRST + 9)))).isInstanceOf(SubmitReply.Refused.class);
        assertThat(scene.placed()).isEmpty();
    }

    /** The guide's example of a workflow: a job, an array after it, an array after that child by child, a job after all. */
    @Test
    void the_example_of_a_workflow_with_arrays_in_the_middle_runs_as_in_the_guide() {
        long a = scene.submit();
        long b = scene.submit(array(0, SPEC, 3, false, after(a)));
        long c = scene.submit(array(0, SPEC, 3, false, each(b)));
        long d = scene.submit(after(c));

        assertThat(scene.placed()).containsExactly("1.1@here-host");
        scene.exit(a, 0);
        assertThat(scene.placed()).endsWith("2:0.1@here-host", "2:1.1@here-host", "2:2.1@here-host");
        scene.exit(b, 1, 0);
        assertThat(scene.placed()).endsWith("3:1.1@here-host");
        scene.exit(b, 0, 0);
        scene.exit(b, 2, 0);
        for (int child = 0; child < 3; child++) {
            assertThat(scene.status(d)).isEqualTo(JobStatus.PENDING);
            scene.exit(c, child, 0);
        }
        assertThat(scene.placed()).hasSize(8).endsWith("4.1@here-host");
    }
}
