package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is submitted, one submission for each kind of job, share and priority: what is measured is the machine and not the
 * garbage of a submitter.
 */
final class Submissions {
    private static final long EVERY_ENVIRONMENT = (1L << Workload.ENVIRONMENTS) - 1;
    private static final long GRACE_MICROS = 30_000_000;

    /** The next account is not the neighbour of the last, and all have their turn. */
    private static final int ACCOUNT_STRIDE = 37;

    private final Submission[][] ofKind = new Submission[Workload.KINDS][];
    private int account;

    /** Submissions for queues that divide themselves, or for queues that do not. */
    Submissions(boolean shared) {
        for (int kind = 0; kind < ofKind.length; kind++) {
            ofKind[kind] = new Submission[shared ? Workload.SHARES * Workload.PRIORITIES : 1];
            for (int each = 0; each < ofKind[kind].length; each++) {
                ofKind[kind][each] = submission(kind, shared ? "share" + each % Workload.SHARES : "", each);
            }
        }
    }

    private static Submission submission(int kind, String share, int account) {
        return new Submission(
                "job-" + kind,
                Workload.queue(kind),
                spec(Workload.shape(kind)),
                0,
                false,
                List.of(),
                0,
                null,
                share,
                account / Workload.SHARES);
    }

    /** The next job of a kind; each of another share or priority, in turn. */
    Submission ofKind(int kind) {
        account = (account + ACCOUNT_STRIDE) % ofKind[kind].length;
        return ofKind[kind][account];
    }

    private static JobSpec spec(int shape) {
        return new JobSpec(
                Workload.millivcpus(shape),
                Workload.memoryMib(shape),
                0,
                0,
                List.of(),
                EVERY_ENVIRONMENT,
                Retry.upTo(1),
                0,
                0,
                GRACE_MICROS,
                JobSpec.OnUnknown.HOLD,
                ("{\"shape\":" + shape + "}").getBytes(StandardCharsets.UTF_8));
    }
}
