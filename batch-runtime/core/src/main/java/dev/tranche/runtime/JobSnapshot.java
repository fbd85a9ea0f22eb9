package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A job at one moment. Each outcome makes the next one out of the last; immutable, so it is published by one write. */
final class JobSnapshot implements JobDetail {
    /** A time that has not come. */
    static final long NEVER = Long.MIN_VALUE;

    private final JobFacts facts;
    private final int index;
    private final JobDefinition definition;
    private final String queue;
    private final String share;
    private final OptionalInt priority;
    private final @Nullable String heldFor;
    private final JobStatus status;
    private final @Nullable String statusReason;
    private final List<AttemptSnapshot> attempts;
    private final long createdAt;
    private final long stoppedAt;
    private final boolean accepted;
    private final @Nullable EndCause cause;
    private final @Nullable ArraySummary array;

    private JobSnapshot(Draft draft) {
        facts = draft.facts;
        index = draft.index;
        definition = draft.definition;
        queue = draft.queue;
        share = draft.share;
        priority = draft.priority;
        heldFor = draft.heldFor;
        status = draft.status;
        statusReason = draft.statusReason;
        attempts = draft.attempts;
        createdAt = draft.createdAt;
        stoppedAt = draft.stoppedAt;
        accepted = draft.accepted;
        cause = draft.cause;
        array = draft.array;
    }

    /** A job that has been submitted and not been accepted yet. */
    static JobSnapshot submitted(JobFacts facts, int index, long at) {
        Draft draft = new Draft(facts, index);
        draft.createdAt = at;
        return new JobSnapshot(draft);
    }

    JobSnapshot accepted(long at) {
        Draft draft = new Draft(this);
        draft.accepted = true;
        draft.createdAt = at;
        return new JobSnapshot(draft);
    }

    JobSnapshot in(JobStatus newStatus, @Nullable String reason) {
        Draft draft = new Draft(this);
        draft.status = newStatus;
        draft.statusReason = reason;
        return new JobSnapshot(draft);
    }

    /** It waits in that queue, for that share with that priority, and its next attempt gets so much memory. */
    JobSnapshot moved(String toQueue, String ofShare, int newPriority, int mib) {
        Draft draft = new Draft(this);
        draft.queue = toQueue;
        draft.share = ofShare;
        draft.priority = priority.orElse(0) == newPriority ? priority : OptionalInt.of(newPriority);
        // of several nodes it is the sum, which never grows
        draft.definition = facts.nodes() == null ? MoreMemory.of(definition, mib) : definition;
        return new JobSnapshot(draft);
    }

    /** It waits where its array does. */
    JobSnapshot movedWith(JobSnapshot itsArray) {
        Draft draft = new Draft(this);
        draft.queue = itsArray.queue;
        draft.share = itsArray.share;
        draft.priority = itsArray.priority;
        return new JobSnapshot(draft);
    }

    /** Somebody holds it, or with null no longer. */
    JobSnapshot held(JobStatus newStatus, @Nullable String reason) {
        Draft draft = new Draft(this);
        draft.status = newStatus;
        draft.heldFor = reason;
        draft.statusReason = null;
        return new JobSnapshot(draft);
    }

    JobSnapshot placed(AttemptSnapshot attempt) {
        Draft draft = new Draft(this);
        draft.status = JobStatus.STARTING;
        draft.statusReason = null;
        List<AttemptSnapshot> longer = new ArrayList<>(attempts.size() + 1);
        longer.addAll(attempts);
        longer.add(attempt);
        draft.attempts = List.copyOf(longer);
        return new JobSnapshot(draft);
    }

    /** Its last attempt is another now. */
    JobSnapshot lastAttempt(JobStatus newStatus, AttemptSnapshot attempt) {
        Draft draft = new Draft(this);
        draft.status = newStatus;
        List<AttemptSnapshot> changed = new ArrayList<>(attempts);
        changed.set(attempts.size() - 1, attempt);
        draft.attempts = List.copyOf(changed);
        return new JobSnapshot(draft);
    }

    JobSnapshot ended(JobStatus end, EndCause why, @Nullable String reason, long at) {
        Draft draft = new Draft(this);
        draft.status = end;
        draft.cause = why;
        draft.statusReason = reason;
        draft.stoppedAt = at;
        draft.heldFor = null;
        return new JobSnapshot(draft);
    }

    JobSnapshot with(ArraySummary summary) {
        Draft draft = new Draft(this);
        draft.array = summary;
        return new JobSnapshot(draft);
    }

    JobFacts facts() {
        return facts;
    }

    int index() {
        return index;
    }

    boolean isAccepted() {
        return accepted;
    }

    /** Why it ended, or null if it has not. */
    @Nullable
    EndCause cause() {
        return cause;
    }

    long createdMicros() {
        return createdAt;
    }

    long stoppedMicros() {
        return stoppedAt;
    }

    /** The attempt under way, or the last one; null before the first. */
    @Nullable
    AttemptSnapshot last() {
        return attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
    }

    /** An attempt by its number, or null. */
    @Nullable
    AttemptSnapshot attempt(int number) {
        return number < 1 || number > attempts.size() ? null : attempts.get(number - 1);
    }

    @Override
    public JobId id() {
        return facts.id(index);
    }

    @Override
    public String name() {
        return facts.name();
    }

    @Override
    public String queue() {
        return queue;
    }

    @Override
    public Optional<String> shareIdentifier() {
        return share.isEmpty() ? Optional.empty() : Optional.of(share);
    }

    @Override
    public OptionalInt schedulingPriority() {
        return priority;
    }

    @Override
    public boolean held() {
        return heldFor != null;
    }

    @Override
    public JobDefinition definition() {
        return definition;
    }

    @Override
    public Optional<JobId> run() {
        return Optional.ofNullable(facts.run()).map(RunFacts::id);
    }

    @Override
    public Optional<String> workflow() {
        return Optional.ofNullable(facts.run()).map(RunFacts::workflow);
    }

    @Override
    public Optional<JobId> rerunOf() {
        JobId earlier = facts.rerunOf();
        return Optional.ofNullable(earlier == null || index == JobId.NO_INDEX ? earlier : earlier.child(index));
    }

    @Override
    public boolean inherited() {
        return cause == EndCause.INHERITED;
    }

    @Override
    public JobStatus status() {
        return status;
    }

    @Override
    public Optional<String> statusReason() {
        return Optional.ofNullable(heldFor != null ? heldFor : statusReason);
    }

    @Override
    public OptionalInt exitCode() {
        for (int i = attempts.size() - 1; i >= 0; i--) {
            OptionalInt code = attempts.get(i).exitCode();
            if (code.isPresent()) {
                return code;
            }
        }
        return OptionalInt.empty();
    }

    /** What its attempts have cost until a time, in millionths of a dollar. */
    long microDollars(long now) {
        long sum = 0;
        for (AttemptSnapshot attempt : attempts) {
            sum += attempt.microDollars(now);
        }
        return sum;
    }

    @Override
    public List<AttemptDetail> attempts() {
        return List.copyOf(attempts);
    }

    @Override
    public Instant createdAt() {
        return BatchClock.instant(createdAt);
    }

    @Override
    public Optional<Instant> startedAt() {
        AttemptSnapshot last = last();
        return last == null ? Optional.empty() : last.startedAt();
    }

    @Override
    public Optional<Instant> stoppedAt() {
        return time(stoppedAt);
    }

    @Override
    public Optional<ArraySummary> array() {
        return Optional.ofNullable(array);
    }

    @Override
    public List<JobId> dependsOn() {
        return facts.dependsOn();
    }

    @Override
    public boolean cancelled() {
        return cause == EndCause.CANCELLED;
    }

    @Override
    public boolean terminated() {
        return cause == EndCause.TERMINATED;
    }

    @Override
    public JobDetail orThrow() {
        if (status == JobStatus.FAILED) {
            throw new JobFailedException(FailureReport.of(this), this);
        }
        return this;
    }

    /** Prints name, identity, state and the last attempt. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("job ")
                .append(name())
                .append(" (")
                .append(id())
                .append(") ")
                .append(status);
        statusReason().ifPresent(why -> text.append(": ").append(why));
        if (array != null) {
            text.append(", ").append(array);
        }
        AttemptSnapshot last = last();
        if (last != null) {
            text.append(", ").append(last);
        }
        return text.toString();
    }

    static Optional<Instant> time(long micros) {
        return micros == NEVER ? Optional.empty() : Optional.of(BatchClock.instant(micros));
    }

    /** The fields of the next snapshot while it is being made. */
    private static final class Draft {
        final JobFacts facts;
        final int index;
        JobDefinition definition;
        String queue;
        String share;
        OptionalInt priority;

        @Nullable
        String heldFor;

        JobStatus status = JobStatus.SUBMITTED;

        @Nullable
        String statusReason;

        List<AttemptSnapshot> attempts = List.of();
        long createdAt = NEVER;
        long stoppedAt = NEVER;
        boolean accepted;

        @Nullable
        EndCause cause;

        @Nullable
        ArraySummary array;

        Draft(JobFacts facts, int index) {
            this.facts = facts;
            this.index = index;
            this.definition = facts.definition(index);
            this.queue = facts.queue();
            this.share = facts.share();
            this.priority = facts.schedulingPriority();
        }

        Draft(JobSnapshot last) {
            this(last.facts, last.index);
            definition = last.definition;
            queue = last.queue;
            share = last.share;
            priority = last.priority;
            heldFor = last.heldFor;
            status = last.status;
            statusReason = last.statusReason;
            attempts = last.attempts;
            createdAt = last.createdAt;
            stoppedAt = last.stoppedAt;
            accepted = last.accepted;
            cause = last.cause;
            array = last.array;
        }
    }
}
