package dev.tranche.runtime.internal.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.SubmitReply;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each rule throws at what it forbids, told by hand. That the machine breaks none, the random lives show. */
class InvariantsTest {
    private static final int QUEUE = 0;
    private static final int STRICT = 1;
    private static final int SMALL = 0;
    private static final int LARGE = 1;

    private final Invariants invariants = new Invariants();
    private final Outcomes told = invariants.watching();

    InvariantsTest() {
        told.environmentAdded(0, "here", 0);
        told.queueAdded(Queue.plain(QUEUE, "queue", 1, false, 0));
        told.queueAdded(Queue.plain(STRICT, "strict", 1, true, 0));
        told.hostJoined(0, 0, "host", 4_000, 4_096, 0, 0);
        told.specInterned(SMALL, spec(1_000));
        told.specInterned(LARGE, spec(3_000));
    }

    private static JobSpec spec(int millivcpus) {
        return new JobSpec(
                millivcpus, 64, 0, 0, List.of(), 1, Retry.upTo(2), 0, 0, 0, JobSpec.OnUnknown.HOLD, new byte[] {
                    (byte) millivcpus
                });
    }

    private void accept(long job, int queue, int spec, int arraySize) {
        told.jobAccepted(job, "job", queue, spec, arraySize, false, 0, "", 0);
    }

    private void ready(long job, int queue, int spec) {
        accept(job, queue, spec, 0);
        told.gateOpened(job, -1, job);
    }

    private void end(long job, int attempt, int exitCode) {
        Verdict verdict = exitCode == 0 ? Verdict.SUCCEEDED : Verdict.FAILED;
        told.attemptEnded(job, -1, attempt, verdict, exitCode, null, "exited", 0);
    }

    private static void broken(ThrowingCallable outcome, String message) {
        assertThatThrownBy(outcome).isInstanceOf(BrokenInvariantException.class).hasMessageContaining(message);
    }

    @Test
    void a_host_is_never_over_its_capacity_and_gets_back_what_was_taken() {
        ready(1, QUEUE, LARGE);
        ready(2, QUEUE, SMALL);
        ready(3, QUEUE, SMALL);
        told.attemptPlaced(1, -1, 1, 0);
        told.attemptPlaced(2, -1, 1, 0);
        broken(() -> told.attemptPlaced(3, -1, 1, 0), "job 3 of");
        end(2, 1, 0);
        told.attemptPlaced(3, -1, 1, 0);
    }

    @Test
    void a_host_that_drains_or_is_lost_takes_nothing() {
        ready(1, QUEUE, SMALL);
        told.hostDraining(0, "maintenance");
        broken(() -> told.attemptPlaced(1, -1, 1, 0), "which takes nothing");
    }

    @Test
    void attempts_are_counted_and_within_limits() {
        ready(1, QUEUE, SMALL);
        broken(() -> told.attemptPlaced(1, -1, 2, 0), "attempt 2 of job 1 follows attempt 0");
        for (int attempt = 1; attempt <= 2; attempt++) {
            told.attemptPlaced(1, -1, attempt, 0);
            end(1, attempt, 1);
            told.gateOpened(1, -1, 1);
        }
        broken(() -> told.attemptPlaced(1, -1, 3, 0), "attempt 3 of job 1 is one too many");
    }

    @Test
    void an_old_attempt_has_no_outcomes() {
        ready(1, QUEUE, SMALL);
        broken(() -> told.attemptStarted(1, -1, 1, 0), "an outcome of attempt 1");
        told.attemptPlaced(1, -1, 1, 0);
        end(1, 1, 1);
        broken(() -> end(1, 1, 0), "an outcome of attempt 1");
        told.gateOpened(1, -1, 1);
        told.attemptPlaced(1, -1, 2, 0);
        broken(() -> end(1, 1, 0), "an outcome of attempt 1");
    }

    @Test
    void nothing_is_ready_before_what_it_waits_for() {
        ready(1, QUEUE, SMALL);
        accept(2, QUEUE, SMALL, 0);
        told.edgeAdded(1, -1, 2, DependencyKind.SUCCESS);
        broken(() -> told.gateOpened(2, -1, 2), "job 2 is ready, but waits for SUCCESS of job 1");
        told.jobEnded(1, -1, JobStatus.FAILED, EndCause.CANCELLED, "no");
        broken(() -> told.gateOpened(2, -1, 2), "job 2 is ready, but waits for SUCCESS of job 1");
    }

    @Test
    void nothing_starts_before_it_is_ready_or_after_its_end_or_while_it_is_held() {
        accept(1, QUEUE, SMALL, 0);
        broken(() -> told.attemptPlaced(1, -1, 1, 0), "job 1 is not ready");
        told.gateOpened(1, -1, 1);
        told.jobHeld(1, -1, "look at it");
        broken(() -> told.attemptPlaced(1, -1, 1, 0), "job 1 is placed while it is held");
        told.jobEnded(1, -1, JobStatus.FAILED, EndCause.CANCELLED, "no");
        broken(() -> told.attemptPlaced(1, -1, 1, 0), "job 1 is placed after its end");
    }

    @Test
    void a_status_changes_only_as_the_life_cycle_says() {
        ready(1, QUEUE, SMALL);
        broken(() -> told.jobEnded(1, -1, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null), "in no row of the table");
        told.attemptPlaced(1, -1, 1, 0);
        told.attemptStarted(1, -1, 1, 0);

        assertThat(invariants.taken())
                .containsExactlyInAnyOrder(Transition.SUBMIT, Transition.BE_READY, Transition.PLACE, Transition.START);
    }

    @Test
    void no_job_of_an_open_run_is_ready() {
        told.workflowOpened(7, "run");
        told.jobAccepted(8, "job", QUEUE, SMALL, 0, false, 7, "", 0);
        broken(() -> told.gateOpened(8, -1, 1), "job 8 is ready before its run is sealed");
        told.workflowSealed(7);
        told.gateOpened(8, -1, 1);
        broken(() -> told.workflowEnded(7, true), "run 7 ends before its jobs");
    }

    @Test
    void nobody_overtakes_his_like_and_nobody_anybody_in_a_strict_queue() {
        ready(1, QUEUE, LARGE);
        ready(2, QUEUE, SMALL);
        ready(3, QUEUE, SMALL);
        broken(() -> told.attemptPlaced(3, -1, 1, 0), "job 3 with place 3 overtook place 2");
        told.attemptPlaced(2, -1, 1, 0);
        ready(4, STRICT, LARGE);
        ready(5, STRICT, SMALL);
        broken(() -> told.attemptPlaced(5, -1, 1, 0), "job 5 with place 5 overtook place 4");
    }

    @Test
    void a_child_overtakes_nobody_and_its_array_stands_in_line_for_those_that_have_not_begun() {
        accept(1, QUEUE, SMALL, 2);
        told.gateOpened(1, -1, 1);
        ready(2, QUEUE, SMALL);
        told.attemptPlaced(1, 0, 1, 0);
        broken(() -> told.attemptPlaced(2, -1, 1, 0), "job 2 with place 2 overtook place 1");
        told.jobEnded(1, 1, JobStatus.FAILED, EndCause.CANCELLED, "not this one");
        told.attemptPlaced(2, -1, 1, 0);
    }

    @Test
    void a_job_ends_once_with_a_reason_and_an_array_after_its_children() {
        ready(1, QUEUE, SMALL);
        broken(() -> told.jobEnded(1, -1, JobStatus.FAILED, EndCause.ATTEMPT, null), "failed without a reason");
        broken(() -> told.jobForgotten(1), "forgotten before its end");
        told.attemptPlaced(1, -1, 1, 0);
        broken(() -> told.jobEnded(1, -1, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null), "ends while it runs");
        end(1, 1, 0);
        told.jobEnded(1, -1, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null);
        broken(() -> told.jobEnded(1, -1, JobStatus.FAILED, EndCause.ATTEMPT, "again"), "ends twice");
        broken(() -> accept(1, QUEUE, SMALL, 0), "accepted twice");
        accept(2, QUEUE, SMALL, 2);
        told.jobEnded(2, 0, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null);
        broken(() -> told.jobEnded(2, -1, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null), "ends before its children");
    }

    @Test
    void only_what_is_held_or_waits_for_it_is_not_stuck() {
        ready(1, QUEUE, SMALL);
        accept(2, QUEUE, SMALL, 0);
        told.edgeAdded(1, -1, 2, DependencyKind.ANY);
        assertThat(invariants.stuck()).containsExactly(1L);
        told.jobHeld(1, -1, "look at it");
        assertThat(invariants.stuck()).isEmpty();
        told.jobEnded(1, -1, JobStatus.FAILED, EndCause.TERMINATED, "looked at it");
        assertThat(invariants.stuck()).containsExactly(2L);
        assertThat(invariants.open()).containsExactly(2L);
    }

    @Test
    void an_audit_finds_tables_that_are_not_what_was_told() {
        Machine machine = new Machine(1, new OutcomeListener() {}, 10);
        machine.begin(1);
        int unused = machine.addEnvironment("here");
        machine.addQueue(Queue.plain(0, "queue", 1, false, 0));
        machine.hostJoined(0, "host", 4_000, 4_096, 0, 0);
        invariants.audit(machine);

        SubmitReply reply = machine.submit(1, new Submission("job", 0, spec(1_000), 0, false, List.of(), 0, null));
        machine.place();

        assertThat(reply).isInstanceOf(SubmitReply.Accepted.class);
        broken(() -> invariants.audit(machine), "nothing is known of job 1");
        accept(1, QUEUE, SMALL, 0);
        told.gateOpened(1, -1, 1);
        broken(() -> invariants.audit(machine), "job 1 is STARTING, not RUNNABLE");
        told.attemptPlaced(1, -1, 1, 0);
        invariants.audit(machine);
    }

    @Test
    void only_what_succeeded_is_taken_over() {
        ready(1, QUEUE, SMALL);
        told.attemptPlaced(1, -1, 1, 0);
        accept(2, QUEUE, SMALL, 0);
        broken(() -> told.jobRerun(2, 1, true, new long[0]), "has not ended");
        end(1, 1, 1);
        told.jobEnded(1, -1, JobStatus.FAILED, EndCause.ATTEMPT, "exited");
        broken(() -> told.jobRerun(2, 1, true, new long[0]), "which failed");
        broken(() -> told.jobEnded(2, -1, JobStatus.SUCCEEDED, EndCause.INHERITED, "so"), "inherits an end of nobody");
    }
}
