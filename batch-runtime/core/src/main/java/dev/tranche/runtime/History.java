package dev.tranche.runtime;

import dev.tranche.model.JobId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The jobs of a journal that have ended, with their attempts and reasons, long after the runtime has forgotten them: for as long
 * as {@link RuntimeBuilder#historyRetention} says. Any thread.
 *
 * <pre>{@code
 * HistoryPage page = runtime.history().jobs(q -> q.queue("nightly").status(JobStatus.FAILED));
 * while (page.nextToken().isPresent()) {
 *     String token = page.nextToken().get();
 *     page = runtime.history().jobs(q -> q.queue("nightly").status(JobStatus.FAILED).nextToken(token));
 * }
 * }</pre>
 *
 * <p>It is a little behind the runtime, by as much as {@link #lag} says, and needs nobody who runs. It knows what a job
 * was called, where it ran and how it ended, not what was in its definition.
 */
public interface History {
    /**
     * The history of a journal that this process need not have open. It only reads.
     *
     * @param journal the directory of the journal
     * @return its history; empty if its runtime has not written one yet
     * @throws HistoryUnavailableException if there is no journal, or it cannot be read
     */
    static History of(Path journal) {
        return JournalHistory.of(journal);
    }

    /**
     * Jobs that have ended, the latest end first unless something else is said; AWS: {@code ListJobs}. The children of an
     * array and the nodes of a job are shown by {@link HistoryQuery#childrenOf} only.
     *
     * @param which which of them
     * @return the first of them, or those behind the token
     * @throws HistoryUnavailableException if the history cannot be read
     */
    HistoryPage jobs(UnaryOperator<HistoryQuery> which);

    /**
     * One job that has ended, or the child of an array, or a node; AWS: {@code DescribeJobs}.
     *
     * @param id its identity
     * @return the job; empty if it has not ended, was purged, is of another journal, or is a child that never began
     * @throws HistoryUnavailableException if the history cannot be read
     */
    Optional<FinishedJob> job(JobId id);

    /**
     * How far it is behind the journal now.
     *
     * @return how far, and what keeps it from going on if something does
     * @throws HistoryUnavailableException if that cannot be read
     */
    HistoryLag lag();
}
