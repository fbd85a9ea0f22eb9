package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a job takes over from the earlier one that it runs again: what succeeded there, unless it waits for something that
 * runs again itself, however that ends. Reads only.
 */
final class Reruns {
    private static final long[] NONE_OF_THEM = {};

    private final State state;
    private final Jobs jobs;
    private final long runtimeId;

    Reruns(State state, long runtimeId) {
        this.state = state;
        this.jobs = state.jobs;
        this.runtimeId = runtimeId;
    }

    /** Why the earlier job cannot be run again, or null; null also for a job that runs nothing again. */
    @Nullable
    String refusal(Submission job) {
        if (job.rerunOf() == 0) {
            return null;
        }
        int earlier = earlier(job);
        JobId id = new JobId(runtimeId, job.rerunOf(), NONE);
        if (earlier == NONE) {
            return "job " + id + ", which it runs again, has left memory, and with it what had succeeded; "
                    + "submit it anew";
        }
        if (!jobs.status(earlier).isTerminal()) {
            return "job " + id + ", which it runs again, has not ended; wait for its end, or terminate it";
        }
        if (size(earlier) != job.arraySize()) {
            return "job " + id + ", which it runs again, has " + size(earlier) + " children, not " + job.arraySize();
        }
        boolean alone = job.workflow() == 0;
        return alone && jobs.status(earlier) == JobStatus.SUCCEEDED
                ? "job " + id + " has succeeded: there is nothing of it to run again"
                : null;
    }

    /** Whether nothing of a job that is not refused runs again. */
    boolean isWhole(Submission job) {
        if (job.rerunOf() == 0 || jobs.status(earlier(job)) != JobStatus.SUCCEEDED || isAfterWhatRuns(job)) {
            return false;
        }
        return job.arraySize() == 0 || count(children(job)) == job.arraySize();
    }

    /** A bit for each child that an array takes over. */
    long[] children(Submission job) {
        if (job.arraySize() == 0 || isAfterWhatRuns(job)) {
            return NONE_OF_THEM;
        }
        long[] children = state.array(earlier(job)).succeededBits().clone();
        for (Submission.Dependency each : job.dependencies()) {
            int before = state.index.find(each.number(), NONE);
            if (each.kind() == DependencyKind.EACH && isOfRun(before, job)) {
                retain(children, state.array(before));
            }
        }
        return children;
    }

    /** What a job waits for: an array that runs again alone no longer for what had let it begin. */
    List<Submission.Dependency> waitsFor(Submission job) {
        boolean alone = job.rerunOf() != 0 && job.workflow() == 0;
        if (!alone || !jobs.has(earlier(job), Jobs.OPENED)) {
            return job.dependencies();
        }
        return job.dependencies().stream()
                .filter(each -> each.kind() == DependencyKind.EACH)
                .toList();
    }

    private boolean isAfterWhatRuns(Submission job) {
        for (Submission.Dependency each : job.dependencies()) {
            int before = state.index.find(each.number(), NONE);
            if (each.kind() != DependencyKind.EACH && isOfRun(before, job) && !isTakenOver(before, each.index())) {
                return true;
            }
        }
        return false;
    }

    private boolean isOfRun(int row, Submission job) {
        return row != NONE && job.workflow() != 0 && jobs.owner(row) == state.index.find(job.workflow(), NONE);
    }

    private boolean isTakenOver(int row, int index) {
        return jobs.has(row, Jobs.INHERITED)
                || (index != NONE
                        && jobs.has(row, Jobs.ARRAY)
                        && state.array(row).hasInherited(index));
    }

    private static void retain(long[] children, ArrayJob before) {
        for (int word = 0; word < children.length; word++) {
            long[] inherited = before.inheritedBits();
            children[word] &= word < inherited.length ? inherited[word] : 0;
        }
    }

    private static int count(long[] children) {
        int count = 0;
        for (long word : children) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private int earlier(Submission job) {
        return state.index.find(job.rerunOf(), NONE);
    }

    private int size(int row) {
        return jobs.has(row, Jobs.ARRAY) ? state.array(row).size() : 0;
    }
}
