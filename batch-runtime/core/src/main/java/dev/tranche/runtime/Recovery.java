package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.Tee;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Verdict;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the jobs and workflow runs of a journal anew from its frames, as handles and views need them: each is made when its
 * frame accepts it, and what follows is published as it was then, without effects. On the thread that opens.
 */
final class Recovery extends OutcomeListener {
    private final long runtimeId;
    private final Jobs jobs;
    private final Tokens tokens;
    private final Outputs outputs;
    private final Recorded recorded = new Recorded();
    private final Map<Integer, CompiledJob> specs = new HashMap<>();
    private final Map<AttemptId, Duration> stops = new HashMap<>();
    private AcceptedJobs accepted;
    private long now;

    Recovery(long runtimeId, Jobs jobs, Tokens tokens, Outputs outputs) {
        this.runtimeId = runtimeId;
        this.jobs = jobs;
        this.tokens = tokens;
        this.outputs = outputs;
        this.accepted = new AcceptedJobs(runtimeId);
    }

    /** Reads the whole story; a publisher without effects hears of them too. */
    void read(FrameLog log, Publisher publisher) {
        log.story((frame, length) -> frame(frame, length, publisher));
    }

    /** Reads the next frame. */
    void frame(byte[] frame, int length, Publisher publisher) {
        accepted = new AcceptedJobs(runtimeId);
        FrameDecoder.decode(frame, length, accepted);
        now = FrameDecoder.time(frame);
        publisher.begin(now);
        FrameDecoder.decode(frame, length, new Tee(new Tee(recorded, this), publisher));
        publisher.end();
    }

    Recorded recorded() {
        return recorded;
    }

    /** Whether there was anything to read. */
    boolean isOfOld() {
        return now != 0;
    }

    /** The grace of the stop that was asked of an attempt, or null if none was. */
    @Nullable
    Duration stop(AttemptId attempt) {
        return stops.get(attempt);
    }

    // ---- what the frames say

    @Override
    public void specInterned(int spec, JobSpec content) {
        specs.put(spec, SpecDocuments.read(content));
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        jobs.add(new LiveRun(new RunFacts(id(workflow), name, null), RunLimits.NONE));
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        AcceptedJobs.Said said = accepted.of(job);
        CompiledJob compiled = Objects.requireNonNull(specs.get(spec), "a spec is said before its first job");
        LiveRun run = workflow == 0 ? null : jobs.run(workflow);
        Submission submission = new Submission(
                name,
                queue,
                compiled.spec(),
                arraySize,
                sequential,
                said.dependencies, // what had ended before is not waited for again
                workflow,
                said.clientToken,
                share,
                priority,
                false,
                said.stopAfterFailures,
                said.rerunOf == null ? 0 : said.rerunOf.number());
        LiveJob live = LiveJob.submitted(
                new JobFacts(
                        id(job),
                        name,
                        recorded.queue(queue),
                        share,
                        compiled.definition(),
                        compiled.nodes(),
                        arraySize,
                        sequential,
                        said.childByChild,
                        said.dependsOn,
                        said.clientToken,
                        run == null ? null : run.facts(),
                        said.rerunOf,
                        outputs),
                submission,
                now);
        jobs.add(live);
        if (run != null) {
            run.add(live, submission);
        }
        if (said.clientToken != null) {
            tokens.recovered(said.clientToken, said.content, live);
        }
    }

    /** An array that was run again is not a second time. */
    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        boolean alone =
                jobs.get(job) instanceof LiveArray array && array.facts().run() == null;
        if (alone && jobs.get(earlier) instanceof LiveArray before) {
            before.again().recovered(id(job));
        }
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        stops.put(attempt(job, index, attempt), Duration.of(graceMicros, ChronoUnit.MICROS));
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        stops.remove(attempt(job, index, attempt));
    }

    private AttemptId attempt(long job, int index, int attempt) {
        return new AttemptId(new JobId(runtimeId, job, index), attempt);
    }

    private JobId id(long number) {
        return new JobId(runtimeId, number, JobId.NO_INDEX);
    }
}
