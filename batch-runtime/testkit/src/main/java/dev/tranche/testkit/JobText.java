package dev.tranche.testkit;

import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobFailedException;
import dev.tranche.runtime.JobHandle;
import org.jspecify.annotations.Nullable;

/** A job as the message of a failed assertion tells of it: state, reason, attempts, the end of its log. */
final class JobText {
    private JobText() {}

    static String of(JobDetail job, @Nullable JobHandle handle) {
        StringBuilder text = new StringBuilder("job ")
                .append(job.name())
                .append(" (")
                .append(job.id())
                .append(") is ")
                .append(job.status());
        job.statusReason().ifPresent(reason -> text.append(": ").append(reason));
        job.array().ifPresent(children -> text.append("\n  ").append(children));
        for (AttemptDetail attempt : job.attempts()) {
            text.append("\n  ").append(attempt);
        }
        if (job.ended()) {
            appendFailure(text, job);
        } else if (handle != null) {
            text.append("\n  ").append(handle.explain());
            text.append("\n  it has not ended: let time pass with untilIdle(), or await it");
        }
        return text.toString();
    }

    /** Reason, exit code and the last lines of the log, as whoever asks for an exception gets them. */
    private static void appendFailure(StringBuilder text, JobDetail job) {
        try {
            job.orThrow();
        } catch (JobFailedException e) {
            text.append("\n  ").append(String.valueOf(e.getMessage()).replace("\n", "\n  "));
        }
    }
}
