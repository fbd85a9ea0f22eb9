package dev.tranche.runtime;

import java.util.List;
import java.util.Optional;

/**
 * Some of the jobs that were asked for; AWS: the answer of {@code ListJobs}. What ends while somebody turns the pages neither
 * shows twice nor hides anything.
 *
 * @param jobs the jobs, at most as many as were asked for
 * @param nextToken says where the next page begins; empty on the last one. AWS: {@code nextToken}
 */
public record HistoryPage(List<FinishedJob> jobs, Optional<String> nextToken) {
    /** Copies the list. */
    public HistoryPage {
        jobs = List.copyOf(jobs);
    }
}
