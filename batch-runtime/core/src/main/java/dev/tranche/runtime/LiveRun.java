package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.NodeKey;
import dev.tranche.runtime.internal.machine.Submission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A workflow run as the runtime sees it: its jobs, where they ran, and who waits for it. */
final class LiveRun {
    private final RunFacts facts;
    private final RunLimits limits;

    // in the order of the workflow; written before the run enters the submit lane, which publishes it
    private final Map<String, LiveJob> jobs = new LinkedHashMap<>();

    // what was submitted of each of them, in the same order
    private final List<Submission> submissions = new ArrayList<>();
    private final RunAgain again = new RunAgain();
    private final CompletableFuture<LiveRun> accepted = new CompletableFuture<>();
    private final CompletableFuture<WorkflowOutcome> ended = new CompletableFuture<>();

    // loop only, and who runs it again once the loop has told its end: the environments in which something ran, whose
    // backends may have made a directory for the run
    private final Set<String> environments = new HashSet<>();

    // loop only
    private boolean refused;

    // loop only: why it was stopped, or null
    private @Nullable String stopReason;

    LiveRun(RunFacts facts, RunLimits limits) {
        this.facts = facts;
        this.limits = limits;
    }

    RunLimits limits() {
        return limits;
    }

    RunFacts facts() {
        return facts;
    }

    void add(LiveJob job, Submission submission) {
        jobs.put(job.facts().name(), job);
        submissions.add(submission);
    }

    /** Visits all jobs in the order of the workflow, with what was submitted. */
    void forEachMember(BiConsumer<LiveJob, Submission> visitor) {
        Iterator<Submission> each = submissions.iterator();
        jobs.values().forEach(job -> visitor.accept(job, each.next()));
    }

    /** The run, once it has ended, run again under this identity; it goes on with the files that this one left. */
    LiveRun heir(JobId id) {
        LiveRun heir = new LiveRun(new RunFacts(id, facts.workflow(), facts.id()), limits);
        heir.environments.addAll(environments);
        return heir;
    }

    RunAgain again() {
        return again;
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
