package dev.tranche.runtime;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.machine.Machine;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handle of a job. */
class SubmittedJob implements JobHandle {
    private static final int MAX_PRIORITY = 9_999;

    private final LiveJob job;
    private final Door door;

    SubmittedJob(LiveJob job, Door door) {
        this.job = job;
        this.door = door;
    }

    static JobHandle of(LiveJob job, Door door) {
        if (job instanceof LiveGang gang) {
            return new SubmittedGang(gang, door);
        }
        return job instanceof LiveArray array ? new SubmittedArray(array, door) : new SubmittedJob(job, door);
    }

    final LiveJob job() {
        return job;
    }

    final Door door() {
        return door;
    }

    @Override
    public JobId id() {
        return job.facts().id(job.index());
    }

    @Override
    public JobDetail describe() {
        return job.published();
    }

    @Override
    public BigDecimal dollars() {
        return Dollars.ofMicros(job.microDollars(door.nowMicros()));
    }

    @Override
    public Explanation explain() {
        JobSnapshot now = job.published();
        return now.ended() ? new Explanation(id(), now.status(), List.of()) : explainLive();
    }

    private Explanation explainLive() {
        JobId id = id();
        Explanation answer = door.ask("explain", machine -> {
            Explanation live = machine.explain(id.number(), id.index());
            return live == null ? explainUnknown() : BackendReasons.added(live, job.published(), door.queues());
        });
        return answer;
    }

    /** Of a job that the scheduler does not know: it has not been taken yet, or it is over. */
    private Explanation explainUnknown() {
        JobSnapshot now = job.published();
        boolean onItsWay = !now.isAccepted() && !now.ended() && job.failure() == null;
        return new Explanation(
                id(), now.status(), onItsWay ? List.of(new WaitReason.Submitting(door.jobsOnTheirWay())) : List.of());
    }

    @Override
    public JobLog log() {
        return new LiveLog(job, door);
    }

    @Override
    public CompletionStage<JobDetail> accepted() {
        return door.stage(job.signals().accepted);
    }

    @Override
    public CompletionStage<JobDetail> completion() {
        return door.stage(job.signals().ended);
    }

    @Override
    public JobDetail await(Duration atMost) {
        JobSnapshot now = job.published();
        if (now.ended()) {
            return now;
        }
        door.ensureWaitAllowed("await");
        CompletableFuture<JobDetail> ended = job.signals().ended;
        if (!door.until("await of job " + job.facts().name(), ended, atMost)) {
            throw stillRunning(atMost);
        }
        return Door.result(ended);
    }

    private StillRunningException stillRunning(Duration atMost) {
        Explanation why = explain();
        return new StillRunningException(
                "job " + job.facts().name() + " (" + id() + ") has not ended after " + atMost + ": " + why,
                List.of(why));
    }

    @Override
    public void cancel(String reason) {
        stop(new StopCommand(target(), false, reason));
    }

    @Override
    public void terminate(String reason) {
        stop(new StopCommand(target(), true, reason));
    }

    private void stop(StopCommand command) {
        if (!job.published().ended()) {
            door.ensureOpen();
            door.put(command);
        }
    }

    @Override
    public void hold(String reason) {
        Reasons.check(reason);
        perform("hold", machine -> machine.hold(number(), target().index(), reason));
    }

    @Override
    public void release() {
        perform("release", machine -> machine.release(number(), target().index()));
    }

    @Override
    public void resolve(JobStatus end, String reason) {
        if (!end.isTerminal()) {
            throw new IllegalArgumentException("a job ends SUCCEEDED or FAILED: " + end);
        }
        Reasons.check(reason);
        perform("resolve", machine -> machine.resolve(number(), target().index(), end, reason));
    }

    @Override
    public void changePriority(int priority) {
        if (priority < 0 || priority > MAX_PRIORITY) {
            throw new IllegalArgumentException(
                    "scheduling priority must be from 0 to " + MAX_PRIORITY + ": " + priority);
        }
        perform("changePriority", machine -> machine.changePriority(number(), target().index(), priority));
    }

    @Override
    public void moveTo(JobQueue queue) {
        QueueEntry entry = door.queues().get(queue);
        long able = able(entry);
        perform("moveTo " + queue.name(), machine -> machine.moveTo(number(), target().index(), entry.number(), able));
    }

    private long able(QueueEntry queue) {
        try {
            return RequestCompiler.able(job.facts(), job.published().definition(), queue);
        } catch (JobRefusedException e) {
            throw new OperationRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What is asked of a node is asked of its job. */
    private JobId target() {
        return job instanceof LiveNode ? job.facts().id() : id();
    }

    private long number() {
        return job.facts().id().number();
    }

    private void perform(String what, Function<Machine, @Nullable String> operation) {
        door.perform(what + " of job " + job.facts().name() + " (" + id() + ")", operation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubmittedJob that && id().equals(that.id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    /** Prints what {@link #describe} says now. */
    @Override
    public String toString() {
        return job.published().toString();
    }
}
