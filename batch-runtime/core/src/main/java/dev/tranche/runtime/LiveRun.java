package dev.tranche.runtime;

import dev.tranche.model.NodeKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A workflow run as the runtime sees it: its jobs, where they ran, and who waits for it. */
final class LiveRun {
    private final RunFacts facts;

    // in the order of the workflow; written before the run enters the submit lane, which publishes it
    private final Map<String, LiveJob> jobs = new LinkedHashMap<>();
    private final CompletableFuture<LiveRun> accepted = new CompletableFuture<>();
    private final CompletableFuture<WorkflowOutcome> ended = new CompletableFuture<>();

    // loop only: the environments in which something ran, whose backends may have made a directory for the run
    private final Set<String> environments = new HashSet<>();

    // loop only
    private boolean refused;

    // loop only: why it was stopped, or null
    private @Nullable String stopReason;

    LiveRun(RunFacts facts) {
        this.facts = facts;
    }

    RunFacts facts() {
        return facts;
    }

    void add(LiveJob job) {
        jobs.put(job.facts().name(), job);
    }

    Collection<LiveJob> jobs() {
        return jobs.values();
    }

    /**
     * The job of a ref.
     *
     * @throws IllegalArgumentException if the ref is of another workflow
     */
    LiveJob job(NodeKey key) {
        LiveJob job = key.workflow().equals(facts.workflow()) ? jobs.get(key.job()) : null;
        if (job == null) {
            throw new IllegalArgumentException(
                    key + " is not a job of workflow run " + facts.workflow() + " (" + facts.id() + ")");
        }
        return job;
    }

    CompletableFuture<LiveRun> accepted() {
        return accepted;
    }

    CompletableFuture<WorkflowOutcome> ended() {
        return ended;
    }

    void fail(BatchException reason) {
        jobs.values().forEach(job -> job.fail(reason));
        accepted.completeExceptionally(reason);
        ended.completeExceptionally(reason);
    }

    // ---- loop only

    void ranIn(String environment) {
        environments.add(environment);
    }

    Set<String> environments() {
        return environments;
    }

    /** Not all of it came in, so it is never accepted, though what was in has to end. */
    void refused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    void stopped(String reason) {
        stopReason = reason;
    }

    WorkflowOutcome end(boolean succeeded) {
        List<JobDetail> ends =
                jobs.values().stream().<JobDetail>map(LiveJob::published).toList();
        WorkflowOutcome outcome = new RunOutcome(facts, succeeded, stopReason, ends);
        ended.complete(outcome);
        return outcome;
    }
}
