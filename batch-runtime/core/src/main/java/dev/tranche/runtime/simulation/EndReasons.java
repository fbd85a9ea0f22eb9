package dev.tranche.runtime.simulation;

import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.JobDetail;

/** Says how attempts and jobs ended. */
final class EndReasons {
    private EndReasons() {}

    static String of(AttemptDetail attempt) {
        StringBuilder text = new StringBuilder("attempt ").append(attempt.number());
        attempt.verdict().ifPresent(verdict -> text.append(' ').append(verdict));
        attempt.exitCode().ifPresent(code -> text.append(" with exit code ").append(code));
        attempt.statusReason().ifPresent(reason -> text.append(": ").append(reason));
        attempt.reason().ifPresent(reason -> text.append(" (").append(reason).append(')'));
        return text.toString();
    }

    static String of(JobDetail job) {
        int attempts = job.attempts().size();
        if (job.succeeded() && attempts > 0) {
            return of(job.attempts().get(attempts - 1));
        }
        return job.statusReason().orElse("")
                + (attempts == 0 ? "" : "; last " + of(job.attempts().get(attempts - 1)));
    }
}
