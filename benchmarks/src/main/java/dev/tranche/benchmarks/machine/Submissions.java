package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is submitted, one submission for each kind of job: what is measured is the machine and not the garbage of a submitter. */
final class Submissions {
    private static final long EVERY_ENVIRONMENT = (1L << Workload.ENVIRONMENTS) - 1;
    private static final long GRACE_MICROS = 30_000_000;

    private final Submission[] ofKind = new Submission[Workload.KINDS];

    Submissions() {
        for (int kind = 0; kind < ofKind.length; kind++) {
            ofKind[kind] = new Submission(
                    "job-" + kind, Workload.queue(kind), spec(Workload.shape(kind)), 0, false, List.of(), 0, null);
        }
    }

    Submission ofKind(int kind) {
        return ofKind[kind];
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
