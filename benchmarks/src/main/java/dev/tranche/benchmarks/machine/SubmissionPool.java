package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.RetryRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Submissions that are used again once the machine has forgotten their job, so that what is measured is the machine and
 * not the garbage of a submitter. A runtime never uses a number twice.
 */
final class SubmissionPool {
    private static final int NONE = 0;
    private static final long EVERY_ENVIRONMENT = (1L << Workload.ENVIRONMENTS) - 1;

    private final JobSpec[] specs = new JobSpec[Workload.SHAPES];
    private final int[] firstFree = new int[Workload.KINDS];
    private @Nullable Submission[] byNumber = new Submission[1024];
    private int[] nextFree = new int[1024];
    private int lastNumber;

    SubmissionPool() {
        for (int shape = 0; shape < specs.length; shape++) {
            specs[shape] = spec(shape);
        }
    }

    /** A submission of a kind, under a number that the machine does not know. */
    Submission take(int kind) {
        int number = firstFree[kind];
        if (number == NONE) {
            return create(kind);
        }
        firstFree[kind] = nextFree[number];
        return byNumber(number);
    }

    /** The machine has forgotten a job. */
    void giveBack(long job) {
        int number = Math.toIntExact(job);
        Submission submission = byNumber(number);
        int kind = Workload.kind(submission.queue(), shape(submission));
        nextFree[number] = firstFree[kind];
        firstFree[kind] = number;
    }

    private Submission create(int kind) {
        int number = ++lastNumber;
        if (number == byNumber.length) {
            byNumber = Arrays.copyOf(byNumber, 2 * number);
            nextFree = Arrays.copyOf(nextFree, 2 * number);
        }
        Submission submission = new Submission(
                number, "job-" + kind, Workload.queue(kind), specs[Workload.shape(kind)], 0, false, List.of(), 0, null);
        byNumber[number] = submission;
        return submission;
    }

    private Submission byNumber(int number) {
        Submission submission = byNumber[number];
        if (submission == null) {
            throw new IllegalArgumentException("no job has this number: " + number);
        }
        return submission;
    }

    private static int shape(Submission submission) {
        return submission.spec().millivcpus() / 1000;
    }

    private static JobSpec spec(int shape) {
        return new JobSpec(
                Workload.millivcpus(shape),
                Workload.memoryMib(shape),
                0,
                0,
                EVERY_ENVIRONMENT,
                1,
                List.<RetryRule>of(),
                0,
                0,
                0,
                30_000_000,
                JobSpec.OnUnknown.HOLD,
                ("{\"shape\":" + shape + "}").getBytes(StandardCharsets.UTF_8));
    }
}
