package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nothing ends without a report: an attempt ends only in a batch in which just this attempt was reported to have ended, or in
 * which a host was lost; and well only if exit code 0 was reported. What outcomes alone cannot show, since a machine that
 * takes an old report for a new one says nothing that is wrong in itself. A node that was never launched is terminated without
 * a report: nobody could make one.
 */
final class Evidence extends Launches {
    private final Set<String> launched = new HashSet<>();
    private List<EndReport> reported = List.of();
    private boolean hostLost;

    /** The reports of the batch that comes. */
    void reported(List<EndReport> reports) {
        reported = reports;
        hostLost = false;
    }

    @Override
    void launched(long job, int index, int attempt) {
        launched.add(job + ":" + index);
    }

    @Override
    public void hostLost(int host, String reason) {
        hostLost = true;
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
        super.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
        boolean neverLaunched = !launched.remove(job + ":" + index) && verdict == Verdict.TERMINATED;
        boolean wasReported = neverLaunched
                || reported.stream().anyMatch(each -> is(each, job, index, attempt) && fits(each, verdict, exitCode));
        if (!wasReported && (!hostLost || verdict == Verdict.SUCCEEDED)) {
            throw new AssertionError("attempt " + attempt + " of job " + job + ":" + index + " ended as " + verdict
                    + " without a report: " + reported);
        }
    }

    private static boolean is(EndReport report, long job, int index, int attempt) {
        return report.job() == job && report.index() == index && report.attempt() == attempt;
    }

    private static boolean fits(EndReport report, Verdict verdict, int exitCode) {
        return switch (verdict) {
            case SUCCEEDED -> report.kind() == EndKind.EXITED && report.exitCode() == 0 && exitCode == 0;
            case NOT_PLACED -> report.kind() == EndKind.NOT_PLACED;
            default -> true;
        };
    }
}
