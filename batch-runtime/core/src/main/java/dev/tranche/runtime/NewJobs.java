package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.machine.Submission;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Numbers jobs on the thread that submits, and makes of them what enters the machine. Any thread. */
final class NewJobs {
    /** The number of an opening is in the upper bits, so numbers are never used again by a later one. */
    private static final int EPOCH_SHIFT = 40;

    private final long runtimeId;
    private final Jobs jobs;
    private final Tokens tokens;

    // any thread takes the next; no order between threads is promised
    private final AtomicLong numbers;

    NewJobs(long runtimeId, long epoch, Jobs jobs, Tokens tokens) {
        this.runtimeId = runtimeId;
        this.jobs = jobs;
        this.tokens = tokens;
        this.numbers = new AtomicLong(epoch << EPOCH_SHIFT);
    }

    /** The identity of a job or a workflow run that is about to enter. */
    JobId nextId() {
        return new JobId(runtimeId, numbers.incrementAndGet(), JobId.NO_INDEX);
    }

    /**
     * The job that a submission already stands for by its client token; else null, and the token stands for this one.
     *
     * @throws JobRefusedException if the token stands for something else
     */
    @Nullable
    LiveJob bind(Submission submission, LiveJob job) {
        String token = submission.clientToken();
        return token == null ? null : tokens.bind(token, submission, job);
    }

    NewJob enter(LiveJob job, Submission submission) {
        return new NewJob(job, submission, jobs, tokens);
    }

    /** What all jobs are known by once they are in. */
    Jobs known() {
        return jobs;
    }
}
