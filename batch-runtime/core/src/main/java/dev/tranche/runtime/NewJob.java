package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Input;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.SubmitReply;
import org.jspecify.annotations.Nullable;

/** One job on its way into the machine. */
final class NewJob implements Input {
    private final LiveJob job;
    private final Submission submission;
    private final Jobs jobs;
    private final Tokens tokens;
    private @Nullable String refusal;

    NewJob(LiveJob job, Submission submission, Jobs jobs, Tokens tokens) {
        this.job = job;
        this.submission = submission;
        this.jobs = jobs;
        this.tokens = tokens;
    }

    LiveJob job() {
        return job;
    }

    Submission submission() {
        return submission;
    }

    long number() {
        return job.facts().id().number();
    }

    /** What the machine said when it was fed last, or null if it was accepted. Loop thread only. */
    @Nullable
    String refusal() {
        return refusal;
    }

    @Override
    public void feed(Machine machine) {
        // known before the outcomes are published, which are about it
        jobs.add(job);
        SubmitReply reply = machine.submit(number(), submission);
        refusal = reply instanceof SubmitReply.Refused refused
                ? refused.reason()
                : reply instanceof SubmitReply.Existing existing
                        ? "its client token stands for job number " + existing.number()
                        : null;
        if (refusal != null) {
            jobs.remove(job);
        }
    }

    @Override
    public void released() {
        if (refusal != null) {
            refuse(JobRefusedException.of(submission.name(), refusal));
        }
    }

    @Override
    public void failed(Throwable cause) {
        jobs.remove(job);
        refuse(Failures.of("job " + submission.name(), cause));
    }

    @Override
    public void abandoned(Throwable cause) {
        refuse(Failures.of("job " + submission.name(), cause));
    }

    void refuse(BatchException reason) {
        tokens.forget(job);
        job.fail(reason);
    }

    @Override
    public String toString() {
        return "submit of job " + submission.name() + " (" + job.facts().id() + ")";
    }
}
