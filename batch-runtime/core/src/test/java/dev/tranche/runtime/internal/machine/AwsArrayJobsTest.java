package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Array jobs as AWS Batch's guide has them, rule by rule, and its example of seven colours. */
class AwsArrayJobsTest {
    private static final JobSpec SPEC = Scene.vcpus(1);

    private final Scene scene = Scene.withOneHost(2);

    /** Tutorial "Using the array job index to control job differentiation": a line of colors.txt for each of 7 children. */
    @Test
    void the_example_of_seven_colours_runs_a_child_for_each_index_from_0_to_6_and_succeeds() {
        long colours = scene.submit(array(0, SPEC, 7, false));

        for (int child = 0; child < 7; child++) {
            assertThat(scene.status(colours)).isEqualTo(JobStatus.PENDING);
            scene.start(colours, child);
            scene.exit(colours, child, 0);
        }

        assertThat(scene.placed())
                .containsExactly(IntStream.range(0, 7)
                        .mapToObj(child -> "1:" + child + ".1@here-host")
                        .toArray(String[]::new));
        assertThat(scene.end(colours)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void the_parent_is_pending_from_when_a_child_is_runnable_until_all_have_ended() {
        long jobs = scene.submit(array(0, SPEC, 3, false));
        assertThat(scene.status(jobs)).isEqualTo(JobStatus.PENDING);
        assertThat(scene.status(jobs, 2)).isEqualTo(JobStatus.RUNNABLE);
        scene.start(jobs, 0);
        assertThat(scene.status(jobs)).isEqualTo(JobStatus.PENDING);
        scene.exit(jobs, 0, 0);
        scene.exit(jobs, 1, 0);
        assertThat(scene.status(jobs)).isEqualTo(JobStatus.PENDING);
        scene.exit(jobs, 2, 0);

        assertThat(scene.status(jobs)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void a_failed_child_fails_the_parent_when_all_have_ended_and_its_siblings_go_on() {
        long jobs = scene.submit(array(0, SPEC, 3, false));

        scene.exit(jobs, 0, 1);
        assertThat(scene.end(jobs)).isNull();
        assertThat(scene.status(jobs, 1)).isEqualTo(JobStatus.STARTING);
        scene.exit(jobs, 1, 0);
        scene.exit(jobs, 2, 0);

        assertThat(scene.end(jobs)).startsWith("FAILED ATTEMPT");
        assertThat(scene.status(jobs, 1)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void terminating_the_parent_terminates_all_children() {
        long jobs = scene.submit(array(0, SPEC, 4, false));
        scene.act(machine -> machine.terminate(jobs, -1, "enough"));
        assertThat(scene.stops()).hasSize(2);
        scene.exit(jobs, 0, 143);
        scene.exit(jobs, 1, 143);

        assertThat(scene.end(jobs)).isEqualTo("FAILED TERMINATED enough");
        assertThat(IntStream.range(0, 4).mapToObj(child -> scene.status(jobs, child)))
                .containsOnly(JobStatus.FAILED);
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void cancelling_one_child_fails_the_parent_and_no_other_child() {
        long jobs = scene.submit(array(0, SPEC, 3, false));
        scene.act(machine -> machine.cancel(jobs, 2, "not this one"));
        scene.exit(jobs, 0, 0);
        scene.exit(jobs, 1, 0);

        assertThat(scene.end(jobs, 2)).isEqualTo("FAILED CANCELLED not this one");
        assertThat(scene.end(jobs)).startsWith("FAILED ATTEMPT");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void retry_applies_to_each_child() {
        long jobs = scene.submit(array(0, MachineDriver.spec(1_000, 64, 2), 2, false));
        scene.exit(jobs, 0, 1);
        scene.exit(jobs, 1, 1);
        scene.exit(jobs, 0, 0);
        scene.exit(jobs, 1, 1);

        assertThat(scene.placed())
                .containsExactly("1:0.1@here-host", "1:1.1@here-host", "1:0.2@here-host", "1:1.2@here-host");
        assertThat(scene.end(jobs)).isEqualTo("FAILED ATTEMPT 1 of 2 children failed");
    }

    @Test
    void the_timeout_applies_to_each_child_and_not_to_the_parent() {
        long jobs = scene.submit(array(0, MachineDriver.spec(1_000, 64, 1, 10 * SECOND, 0, -1), 4, false));
        for (int child = 0; child < 4; child += 2) {
            scene.start(jobs, child);
            scene.start(jobs, child + 1);
            scene.pass(9 * SECOND);
            scene.exit(jobs, child, 0);
            scene.exit(jobs, child + 1, 0);
        }

        assertThat(scene.stops()).isEmpty();
        assertThat(scene.end(jobs)).isEqualTo("SUCCEEDED ATTEMPT");
    }
}
