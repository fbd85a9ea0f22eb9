package dev.tranche.runtime;

import dev.tranche.model.ArrayJobRef;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The handle of a workflow run. */
final class SubmittedRun implements WorkflowRun {
    private static final int EXPLAINED = 20;

    private final LiveRun run;
    private final Door door;

    SubmittedRun(LiveRun run, Door door) {
        this.run = run;
        this.door = door;
    }

    @Override
    public JobId id() {
        return run.facts().id();
    }

    @Override
    public String name() {
        return run.facts().workflow();
    }

    @Override
    public JobHandle job(JobRef ref) {
        return SubmittedJob.of(run.job(ref.key()), door);
    }

    @Override
    public ArrayJobHandle job(ArrayJobRef ref) {
        return new SubmittedArray((LiveArray) run.job(ref.key()), door);
    }

    @Override
    public List<JobHandle> jobs() {
        return run.jobs().stream().map(job -> SubmittedJob.of(job, door)).toList();
    }

    @Override
    public BigDecimal dollars() {
        long now = door.nowMicros();
        return Dollars.ofMicros(
                run.jobs().stream().mapToLong(job -> job.microDollars(now)).sum());
    }

    @Override
    public CompletionStage<WorkflowRun> accepted() {
        return door.stage(run.accepted().thenApply(accepted -> this));
    }

    @Override
    public CompletionStage<WorkflowOutcome> completion() {
        return door.stage(run.ended());
    }

    @Override
    public WorkflowOutcome await(Duration atMost) {
        CompletableFuture<WorkflowOutcome> ended = run.ended();
        if (!ended.isDone()) {
            door.ensureWaitAllowed("await");
            if (!door.until("await of workflow run " + name(), ended, atMost)) {
                throw stillRunning(" after " + atMost);
            }
        }
        return Door.result(ended);
    }

    @Override
    public WorkflowRun rerunFailed() {
        door.ensureOpen();
        door.ensureWaitAllowed("rerunFailed");
        if (!run.ended().isDone()) {
            throw stillRunning(", so what of it fails is not known; await its end");
        }
        if (Door.result(run.ended()).succeeded()) {
            throw new OperationRefusedException(
                    "workflow run " + name() + " (" + id() + ") has succeeded: there is nothing of it to run again");
        }
        return new Rerun(door).call(run).enterAndWait();
    }

    @Override
    public Optional<JobId> rerunOf() {
        return Optional.ofNullable(run.facts().rerunOf());
    }

    private StillRunningException stillRunning(String clause) {
        List<JobHandle> unfinished =
                jobs().stream().filter(job -> !job.describe().ended()).toList();
        List<Explanation> why =
                unfinished.stream().limit(EXPLAINED).map(JobHandle::explain).toList();
        return new StillRunningException(
                "workflow run " + name() + " (" + id() + ") has not ended" + clause + ": " + unfinished.size()
                        + " of " + run.jobs().size() + " jobs have not, the first: "
                        + (why.isEmpty() ? "just ended" : why.get(0)),
                why);
    }

    @Override
    public void terminate(String reason) {
        StopCommand command = new StopCommand(id(), true, reason);
        if (!run.ended().isDone()) {
            door.ensureOpen();
            door.put(command);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SubmittedRun that && id().equals(that.id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        long ended = run.jobs().stream().filter(job -> job.published().ended()).count();
        return "workflow run " + name() + " (" + id() + "): " + ended + " of "
                + run.jobs().size() + " jobs have ended";
    }
}
