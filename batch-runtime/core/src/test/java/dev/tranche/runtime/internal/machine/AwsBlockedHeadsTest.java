package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.StateLimit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** AWS's jobStateTimeLimitActions: the head of a queue is cancelled once it has been blocked for too long. */
class AwsBlockedHeadsTest {
    private static final String CAPACITY = cancelled("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");
    private static final String NO_HOST = cancelled("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");
    private static final String OVER_MOST = cancelled("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE");

    private final Scene scene = new Scene();

    private static String cancelled(String reason) {
        return "FAILED CANCELLED Canceled by JobStateTimeLimit action due to reason: " + reason;
    }

    private static StateLimit limit(BlockedReason reason, int seconds) {
        return new StateLimit(reason, seconds * SECOND);
    }

    private void queue(int maxConcurrent, StateLimit... limits) {
        long patience = Queue.PATIENT_FOR_EVER;
        int[] here = {0};
        int unused = scene.queue(
                new Queue(0, "queue", 1, here, true, patience, maxConcurrent, 0, Arrays.asList(limits), null));
    }

    private void hostAndQueue(int vcpus, int seconds) {
        scene.environment("here", vcpus);
        queue(0, limit(BlockedReason.INSUFFICIENT_INSTANCE_CAPACITY, seconds));
    }

    private long submit(int vcpus) {
        return scene.submit(job(0, Scene.vcpus(vcpus)));
    }

    @Test
    void the_head_is_cancelled_and_the_time_of_the_next_counts_from_then_on() {
        hostAndQueue(4, 10);
        long running = submit(4);
        long head = submit(4);
        long next = submit(4);
        scene.pass(9 * SECOND);
        assertThat(scene.status(head)).isEqualTo(JobStatus.RUNNABLE);
        scene.pass(SECOND);
        assertThat(scene.end(head)).isEqualTo(CAPACITY);
        scene.pass(9 * SECOND);
        assertThat(scene.status(next)).isEqualTo(JobStatus.RUNNABLE);
        scene.pass(SECOND);

        assertThat(scene.end(next)).isEqualTo(CAPACITY);
        scene.exit(running, 0);
        assertThat(scene.end(running)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.machine().wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void what_fits_when_the_time_is_over_is_placed_and_not_cancelled() {
        hostAndQueue(4, 10);
        long running = submit(4);
        long head = submit(4);
        scene.act(machine -> {}); // the head is noted
        scene.batchAfter(20 * SECOND, machine -> machine.ended(running, -1, 1, EndKind.EXITED, 0, false, null, 0));

        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void the_scheduler_wakes_for_it_and_explains_it_before() {
        hostAndQueue(4, 10);
        long running = submit(4);
        long head = submit(4);

        long since = scene.machine().state().heads.since(0);
        assertThat(scene.machine().wakeAt()).isEqualTo(since + 10 * SECOND);
        assertThat(scene.explain(head, -1).reasons())
                .anySatisfy(reason -> assertThat(reason)
                        .isInstanceOf(WaitReason.MustStartBy.class)
                        .asString()
                        .endsWith("due to reason: CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"));
        assertThat(scene.end(running)).isNull();
    }

    @Test
    void a_limit_for_another_reason_does_not_count() {
        scene.environment("here", 4);
        queue(0, limit(BlockedReason.JOB_RESOURCE_REQUIREMENT, 10));
        long running = submit(4);
        long head = submit(4);
        scene.pass(60 * SECOND);
        assertThat(scene.status(head)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(head, -1).reasons()).noneMatch(WaitReason.MustStartBy.class::isInstance);

        scene.act(machine -> machine.hostLost(0, "here-host", "gone"));
        scene.host("smaller", 2);
        assertThat(scene.end(head)).isEqualTo(NO_HOST);
        assertThat(scene.end(running)).startsWith("FAILED ATTEMPT");
    }

    @Test
    void a_job_of_more_vcpus_than_its_environments_may_have_is_told_so() {
        List<String> ends = new ArrayList<>();
        Machine machine = new Machine(MachineDriver.RUNTIME, ends(ends), 10);
        machine.begin(SECOND);
        int unused = machine.addEnvironment("small", 4_000);
        List<StateLimit> limits = List.of(limit(BlockedReason.COMPUTE_ENVIRONMENT_MAX_RESOURCE, 10));
        machine.addQueue(new Queue(0, "queue", 1, new int[] {0}, true, Queue.PATIENT_FOR_EVER, 0, 0, limits, null));
        assertThat(machine.submit(MachineDriver.FIRST, job(0, Scene.vcpus(6)))).isInstanceOf(SubmitReply.Refused.class);
        // no submit is taken for it, but a log may know such a job
        machine.fold().specInterned(0, Scene.vcpus(6));
        machine.fold().jobAccepted(MachineDriver.FIRST, "job", 0, 0, 0, false, 0, "", 0);
        machine.fold().gateOpened(MachineDriver.FIRST, -1, 1);
        machine.place();
        machine.begin(11 * SECOND);
        machine.place();

        assertThat(ends).containsExactly(OVER_MOST);
    }

    private static OutcomeListener ends(List<String> ends) {
        return new OutcomeListener() {
            @Override
            public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String reason) {
                ends.add(status + " " + cause + " " + reason);
            }
        };
    }

    @Test
    void of_an_array_the_children_are_cancelled_one_by_one() {
        hostAndQueue(4, 10);
        long running = submit(4);
        long array = scene.submit(array(0, Scene.vcpus(4), 3, false));
        scene.pass(10 * SECOND);
        assertThat(scene.end(array, 0)).isEqualTo(CAPACITY);
        assertThat(scene.status(array, 1)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(running, 0);
        scene.exit(array, 1, 0);
        scene.exit(array, 2, 0);

        assertThat(scene.end(array)).isEqualTo("FAILED ATTEMPT 1 of 3 children failed");
    }

    @Test
    void what_waits_for_a_place_in_its_queue_is_not_blocked() {
        scene.environment("here", 4);
        queue(1, limit(BlockedReason.INSUFFICIENT_INSTANCE_CAPACITY, 10));
        long running = submit(1);
        long waiting = submit(1);
        scene.pass(60 * SECOND);
        assertThat(scene.status(waiting)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(running, 0);

        assertThat(scene.status(waiting)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void an_environment_that_is_switched_off_lacks_nothing() {
        hostAndQueue(4, 10);
        scene.act(machine -> machine.disableEnvironment(0, "night"));
        long waiting = submit(1);
        scene.pass(60 * SECOND);
        assertThat(scene.status(waiting)).isEqualTo(JobStatus.RUNNABLE);
        scene.act(machine -> machine.enableEnvironment(0));

        assertThat(scene.status(waiting)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_fold_knows_since_when_the_head_has_been_blocked() {
        hostAndQueue(4, 10);
        long running = submit(4);
        long head = submit(4);
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().wakeAt()).isEqualTo(scene.machine().wakeAt());
        scene.pass(10 * SECOND);

        assertThat(scene.end(head)).isEqualTo(CAPACITY);
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        assertThat(scene.placed()).isEqualTo(List.of("1.1@here-host"));
        assertThat(scene.end(running)).isNull();
    }
}
