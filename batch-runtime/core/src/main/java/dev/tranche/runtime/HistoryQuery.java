package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.history.HistoryFilter;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which jobs are asked for: those for which everything holds that is said. Each word may be said once. */
public final class HistoryQuery {
    /** The most jobs that a page has. */
    public static final int MAX_RESULTS = 1_000;

    private static final int DEFAULT_RESULTS = 100;
    private static final Instant LAST = Instant.EPOCH.plusNanos(Long.MAX_VALUE);
    private static final Pattern TOKEN = Pattern.compile("end-(\\d{1,18})");

    private final Set<String> said = new HashSet<>();
    private @Nullable String queue;
    private @Nullable String name;
    private @Nullable String share;
    private @Nullable JobStatus status;
    private long from;
    private long until = Long.MAX_VALUE;
    private @Nullable JobId array;
    private boolean oldestFirst;
    private @Nullable Long after;
    private int maxResults = DEFAULT_RESULTS;

    HistoryQuery() {}

    /**
     * Jobs that were in this queue at the end; AWS: {@code jobQueue}.
     *
     * @param queueName the name of the queue
     * @return this query
     */
    public HistoryQuery queue(String queueName) {
        once("queue");
        queue = queueName;
        return this;
    }

    /**
     * Jobs that were in this queue at the end; AWS: {@code jobQueue}.
     *
     * @param which the queue
     * @return this query
     */
    public HistoryQuery queue(JobQueue which) {
        return queue(which.name());
    }

    /**
     * Jobs that ended so; AWS: {@code jobStatus}.
     *
     * @param end SUCCEEDED or FAILED
     * @return this query
     * @throws IllegalArgumentException if it is no end
     */
    public HistoryQuery status(JobStatus end) {
        once("status");
        if (!end.isTerminal()) {
            throw new IllegalArgumentException("a history knows jobs that have ended, SUCCEEDED or FAILED, not " + end);
        }
        status = end;
        return this;
    }

    /**
     * Jobs of this name; AWS: the filter {@code JOB_NAME}.
     *
     * @param jobName the name, or how it begins with an asterisk behind it: {@code "count*"}
     * @return this query
     */
    public HistoryQuery name(String jobName) {
        once("name");
        name = jobName;
        return this;
    }

    /**
     * Jobs of this share; AWS: {@code shareIdentifier}.
     *
     * @param identifier the share
     * @return this query
     */
    public HistoryQuery share(String identifier) {
        once("share");
        share = identifier;
        return this;
    }

    /**
     * Jobs that ended in this time, by the time of the scheduler; AWS: {@code stoppedAt}.
     *
     * @param first not before this
     * @param end before this
     * @return this query
     * @throws IllegalArgumentException if the end is not after the first
     */
    public HistoryQuery endedBetween(Instant first, Instant end) {
        once("endedBetween");
        if (!first.isBefore(end)) {
            throw new IllegalArgumentException("a time that ends before it begins: " + first + " to " + end);
        }
        from = micros(first);
        until = micros(end);
        return this;
    }

    private static long micros(Instant at) {
        if (at.isBefore(Instant.EPOCH)) {
            return 0;
        }
        return at.isAfter(LAST) ? Long.MAX_VALUE : BatchClock.micros(at);
    }

    /**
     * Children of this array that have ended, or the nodes of this job, and no other jobs; AWS: {@code arrayJobId} and {@code
     * multiNodeJobId}.
     *
     * @param job the array, or the job of several nodes
     * @return this query
     */
    public HistoryQuery childrenOf(JobId job) {
        once("childrenOf");
        array = job.parent();
        return this;
    }

    /**
     * The earliest end first.
     *
     * @return this query
     */
    public HistoryQuery oldestFirst() {
        once("oldestFirst");
        oldestFirst = true;
        return this;
    }

    /**
     * How many jobs a page has at the most; AWS: {@code maxResults}.
     *
     * @param jobs from 1 to {@value #MAX_RESULTS}; 100 unless it is said
     * @return this query
     * @throws IllegalArgumentException if it is out of its range
     */
    public HistoryQuery maxResults(int jobs) {
        once("maxResults");
        if (jobs < 1 || jobs > MAX_RESULTS) {
            throw new IllegalArgumentException("maxResults must be from 1 to " + MAX_RESULTS + ": " + jobs);
        }
        maxResults = jobs;
        return this;
    }

    /**
     * Goes on behind another page of the same query; AWS: {@code nextToken}.
     *
     * @param token what {@link HistoryPage#nextToken} said; good for as long as the journal is
     * @return this query
     * @throws IllegalArgumentException if no page said it
     */
    public HistoryQuery nextToken(String token) {
        once("nextToken");
        var read = TOKEN.matcher(token);
        if (!read.matches()) {
            throw new IllegalArgumentException("no page of a history has said this token: " + token);
        }
        after = Long.valueOf(read.group(1));
        return this;
    }

    static String token(long order) {
        return "end-" + order;
    }

    int maxResults() {
        return maxResults;
    }

    @Nullable
    JobId array() {
        return array;
    }

    /** What is asked for, and one more, by which the last page is known. */
    HistoryFilter filter() {
        return new HistoryFilter(
                queue,
                name,
                share,
                status,
                from,
                until,
                array == null ? 0 : array.number(),
                oldestFirst,
                after,
                maxResults + 1);
    }

    private void once(String word) {
        if (!said.add(word)) {
            throw new IllegalStateException(word + " was already said");
        }
    }
}
