package dev.tranche.runtime.report;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.ArraySummary;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.JobDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one name, or the children of an array, counted by what they do. Remembers single jobs only while they have
 * not ended.
 */
final class Stage {
    static final Comparator<Stage> SUBMITTED_FIRST =
            Comparator.comparing(stage -> stage.firstJob, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final String name;
    private final Map<JobId, Seen> open = new HashMap<>();
    private final Map<JobId, Children> arrays = new HashMap<>();
    private int total;
    private int running;
    private int succeeded;
    private int failed;
    private int retried;
    private @Nullable JobId firstJob;
    private @Nullable Instant firstPlaced;
    private @Nullable Instant lastStopped;

    Stage(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    int total() {
        return total;
    }

    int waiting() {
        return total - running - succeeded - failed;
    }

    int running() {
        return running;
    }

    int succeeded() {
        return succeeded;
    }

    int failed() {
        return failed;
    }

    /** How many attempts were not the first of their job. */
    int retried() {
        return retried;
    }

    boolean isOver() {
        return waiting() == 0 && running == 0;
    }

    boolean hasStarted() {
        return firstPlaced != null;
    }

    /** From the first placement to the last end, or to now. */
    Duration elapsed(Instant now) {
        if (firstPlaced == null) {
            return Duration.ZERO;
        }
        return Duration.between(firstPlaced, isOver() && lastStopped != null ? lastStopped : now);
    }

    /** Takes in what is known of a job or an array now. */
    void update(JobDetail job) {
        if (firstJob == null || job.id().compareTo(firstJob) < 0) {
            firstJob = job.id();
        }
        if (job.array().isPresent()) {
            updateArray(job, job.array().get());
        } else {
            updateJob(job);
        }
    }

    private void updateArray(JobDetail job, ArraySummary summary) {
        Children children = arrays.computeIfAbsent(job.id(), id -> new Children());
        total += children.expect(summary.size());
        succeeded += children.inherit(summary.inherited());
        if (job.ended()) {
            arrays.remove(job.id());
            // children that never began end with their array, without a word of their own
            count(job.succeeded(), children.unseen());
        }
    }

    private void updateJob(JobDetail job) {
        Seen before = open.get(job.id());
        if (before == null) {
            before = Seen.NOTHING;
            total += job.id().isChild() ? children(job.id()).see() : 1;
        }
        Seen now = new Seen(isActive(job.status()), job.attempts().size());
        running += now.running() - before.running();
        retried += now.retries() - before.retries();
        job.attempts().forEach(this::updateTimes);
        if (job.ended()) {
            open.remove(job.id());
            count(job.succeeded(), 1);
        } else {
            open.put(job.id(), now);
        }
    }

    private Children children(JobId child) {
        return arrays.computeIfAbsent(child.parent(), id -> new Children());
    }

    private void count(boolean success, int ended) {
        if (success) {
            succeeded += ended;
        } else {
            failed += ended;
        }
    }

    private void updateTimes(AttemptDetail attempt) {
        firstPlaced = earlier(firstPlaced, attempt.placedAt());
        lastStopped = attempt.stoppedAt().map(at -> later(lastStopped, at)).orElse(lastStopped);
    }

    private static boolean isActive(JobStatus status) {
        return status == JobStatus.STARTING || status == JobStatus.RUNNING;
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || other.isAfter(one) ? other : one;
    }

    /** What was known of a job before. */
    private record Seen(boolean active, int attempts) {
        static final Seen NOTHING = new Seen(false, 0);

        int running() {
            return active ? 1 : 0;
        }

        int retries() {
            return Math.max(0, attempts - 1);
        }
    }

    /** How many children an array has, as far as it or they have told. */
    private static final class Children {
        private int size;
        private int seen;
        private int inherited;

        /** The array said how many there are; returns how many more that are than was known. */
        int expect(int children) {
            int known = Math.max(size, seen);
            size = children;
            return Math.max(size, seen) - known;
        }

        /** A child was seen for the first time; returns how many more there are than was known. */
        int see() {
            seen++;
            return seen > size ? 1 : 0;
        }

        /** So many succeeded without running; returns how many more that are than was known. */
        int inherit(int children) {
            int more = children - inherited;
            inherited = children;
            seen += more;
            return more;
        }

        int unseen() {
            return Math.max(0, size - seen);
        }
    }
}
