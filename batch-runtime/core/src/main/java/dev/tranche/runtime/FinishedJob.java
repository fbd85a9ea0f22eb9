package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.history.JobRow;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/** A job that has ended, as the history keeps it; AWS: {@code JobDetail}. Immutable. */
public final class FinishedJob {
    private final long runtimeId;
    private final JobRow row;
    private final JobRow.End end;

    FinishedJob(long runtimeId, JobRow row) {
        this.runtimeId = runtimeId;
        this.row = row;
        this.end = Objects.requireNonNull(row.end(), "a job that has ended");
    }

    /**
     * The identity; AWS: {@code jobId}.
     *
     * @return the identity, with its index for a child or a node
     */
    public JobId id() {
        return new JobId(runtimeId, row.key().number(), row.key().index());
    }

    /**
     * The name; AWS: {@code jobName}. A child has the name of its array.
     *
     * @return the name
     */
    public String name() {
        return row.name();
    }

    /**
     * The queue it was in at the end; AWS: {@code jobQueue}.
     *
     * @return the queue's name
     */
    public String queue() {
        return row.queue();
    }

    /**
     * Its share there; AWS: {@code shareIdentifier}.
     *
     * @return the share, empty in a queue without fair share
     */
    public Optional<String> share() {
        return Optional.of(row.share()).filter(share -> !share.isEmpty());
    }

    /**
     * The priority among jobs of its share; AWS: {@code schedulingPriority}.
     *
     * @return from 0 to 9999, 0 if nobody said one
     */
    public int schedulingPriority() {
        return row.priority();
    }

    /**
     * The name of what it ran; AWS: {@code jobDefinition}.
     *
     * @return the name of the definition
     */
    public String jobDefinition() {
        return row.definition();
    }

    /**
     * The workflow run it belonged to.
     *
     * @return the identity of the run, empty for a job submitted by itself
     */
    public Optional<JobId> run() {
        return row.run() == 0 ? Optional.empty() : Optional.of(new JobId(runtimeId, row.run(), JobId.NO_INDEX));
    }

    /**
     * The name of the workflow it belonged to.
     *
     * @return the name, empty for a job submitted by itself
     */
    public Optional<String> workflow() {
        return Optional.ofNullable(row.workflow());
    }

    /**
     * The number of children of an array; AWS: {@code arrayProperties.size}.
     *
     * @return the number, empty for a job that is no array
     */
    public OptionalInt arraySize() {
        return row.arraySize() == 0 ? OptionalInt.empty() : OptionalInt.of(row.arraySize());
    }

    /**
     * How it ended; AWS: {@code status}.
     *
     * @return SUCCEEDED or FAILED
     */
    public JobStatus status() {
        return end.status();
    }

    /**
     * Why it ended so; AWS: {@code statusReason}.
     *
     * @return a sentence, empty where there is nothing to say
     */
    public Optional<String> statusReason() {
        return Optional.ofNullable(end.reason());
    }

    /**
     * Whether somebody cancelled it; AWS: {@code isCancelled}.
     *
     * @return true if that is why it ended
     */
    public boolean cancelled() {
        return end.cause() == EndCause.CANCELLED;
    }

    /**
     * Whether somebody terminated it; AWS: {@code isTerminated}.
     *
     * @return true if that is why it ended
     */
    public boolean terminated() {
        return end.cause() == EndCause.TERMINATED;
    }

    /**
     * Whether it succeeded.
     *
     * @return true if the state is SUCCEEDED
     */
    public boolean succeeded() {
        return status() == JobStatus.SUCCEEDED;
    }

    /**
     * The exit code of the last attempt that has one; AWS: {@code container.exitCode}.
     *
     * @return 0 to 255, 128 + n after signal n; empty if there is none
     */
    public OptionalInt exitCode() {
        return attempts().stream()
                .map(AttemptDetail::exitCode)
                .filter(OptionalInt::isPresent)
                .reduce(OptionalInt.empty(), (first, last) -> last);
    }

    /**
     * The attempts in their order, all of them ended; AWS: {@code attempts}.
     *
     * @return the attempts; empty for an array job, whose children have them; of several nodes those of the main node
     */
    public List<AttemptDetail> attempts() {
        return row.attempts().stream().<AttemptDetail>map(PastAttempt::new).toList();
    }

    /**
     * When it was accepted; AWS: {@code createdAt}.
     *
     * @return the time of the scheduler
     */
    public Instant createdAt() {
        return BatchClock.instant(row.createdAt());
    }

    /**
     * When it ended; AWS: {@code stoppedAt}.
     *
     * @return the time of the scheduler
     */
    public Instant stoppedAt() {
        return BatchClock.instant(end.at());
    }

    String token() {
        return HistoryQuery.token(end.order());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FinishedJob job && job.runtimeId == runtimeId && job.row.equals(row);
    }

    @Override
    public int hashCode() {
        return row.hashCode();
    }

    /** Prints name, identity, state and reason. */
    @Override
    public String toString() {
        return "job " + name() + " (" + id() + ") " + status()
                + statusReason().map(why -> ": " + why).orElse("");
    }
}
