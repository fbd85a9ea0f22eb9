package dev.tranche.runtime.internal.history;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job, a child of an array or a node of a multi-node job. Times are micros since 1970.
 *
 * @param key whose row it is
 * @param name the job's name
 * @param queue the name of the queue it is in
 * @param share its share there, empty if it has none
 * @param priority its scheduling priority
 * @param definition the name of what it ran
 * @param spec the number of its spec, good for as long as it has not ended
 * @param memoryMib what its next attempt gets
 * @param run the number of the workflow run it belongs to, or 0
 * @param workflow the name of the workflow, or null
 * @param arraySize the number of children, 0 for no array
 * @param createdAt when it was accepted
 * @param end how it ended, or null
 * @param attempts its attempts, in their order
 */
public record JobRow(
        JobKey key,
        String name,
        String queue,
        String share,
        int priority,
        String definition,
        int spec,
        int memoryMib,
        long run,
        @Nullable String workflow,
        int arraySize,
        long createdAt,
        @Nullable End end,
        List<AttemptRow> attempts) {

    /** Copies the attempts. */
    public JobRow {
        attempts = List.copyOf(attempts);
    }

    /**
     * How a job ended.
     *
     * @param order its place among all ends of the journal
     * @param at when
     * @param status SUCCEEDED or FAILED
     * @param cause what brought it about
     * @param reason why, or null
     */
    public record End(
            long order,
            long at,
            JobStatus status,
            EndCause cause,
            @Nullable String reason) {}

    JobRow with(int mib, List<AttemptRow> newAttempts, @Nullable End newEnd) {
        return new JobRow(
                key,
                name,
                queue,
                share,
                priority,
                definition,
                spec,
                mib,
                run,
                workflow,
                arraySize,
                createdAt,
                newEnd,
                newAttempts);
    }

    /** The same with an attempt more, or with another state of one that it has. */
    JobRow with(AttemptRow attempt) {
        List<AttemptRow> changed = new ArrayList<>(attempts);
        changed.removeIf(each -> each.number() == attempt.number());
        changed.add(attempt);
        return with(memoryMib, changed, end);
    }

    JobRow moved(String toQueue, String toShare, int newPriority, int mib) {
        return new JobRow(
                key,
                name,
                toQueue,
                toShare,
                newPriority,
                definition,
                spec,
                mib,
                run,
                workflow,
                arraySize,
                createdAt,
                end,
                attempts);
    }

    /** A child or node of it that has not done anything yet. */
    JobRow part(int index, int mib) {
        return new JobRow(
                new JobKey(key.number(), index),
                name,
                queue,
                share,
                priority,
                definition,
                spec,
                mib,
                run,
                workflow,
                0,
                createdAt,
                null,
                List.of());
    }

    /** The attempt of this number, or null. */
    @Nullable
    AttemptRow attempt(int number) {
        return attempts.stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElse(null);
    }
}
