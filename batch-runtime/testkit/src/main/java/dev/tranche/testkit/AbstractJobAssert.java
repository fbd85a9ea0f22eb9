package dev.tranche.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a job as it was when {@code assertThat} was called. What fails says everything about the job: its state
 * and why, its attempts, the end of its log, and what it waits for.
 *
 * @param <S> the kind of assertion
 */
public abstract class AbstractJobAssert<S extends AbstractJobAssert<S>> extends AbstractAssert<S, JobDetail> {
    private final @Nullable JobHandle handle;

    AbstractJobAssert(JobDetail job, @Nullable JobHandle handle, Class<S> type) {
        super(job, type);
        this.handle = handle;
    }

    final S expect(boolean holds, String what) {
        isNotNull();
        if (!holds) {
            failWithMessage("%s", "expected a job " + what + ", but " + JobText.of(actual, handle));
        }
        return myself;
    }

    /**
     * It is in a state.
     *
     * @param status the state
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S hasStatus(JobStatus status) {
        return expect(actual.status() == status, "that is " + status);
    }

    /**
     * It succeeded.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S succeeded() {
        return expect(actual.succeeded(), "that succeeded");
    }

    /**
     * It failed.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S failed() {
        return expect(actual.status() == JobStatus.FAILED, "that failed");
    }

    /**
     * It failed, and the reason says so.
     *
     * @param part a part of {@link JobDetail#statusReason}
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S failedWithReason(String part) {
        failed();
        boolean says =
                actual.statusReason().filter(reason -> reason.contains(part)).isPresent();
        return expect(says, "whose reason contains '" + part + "'");
    }

    /**
     * It failed with an exit code.
     *
     * @param code the exit code of its last attempt that has one
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S failedWithExitCode(int code) {
        failed();
        return expect(actual.exitCode().orElse(-1) == code, "that failed with exit code " + code);
    }

    /**
     * It had so many attempts, one that is under way included.
     *
     * @param count the number
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S hasAttempts(int count) {
        return expect(actual.attempts().size() == count, "with " + count + " attempts");
    }

    /**
     * One of its attempts ended in a way.
     *
     * @param verdict how
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S hasAttempt(AttemptVerdict verdict) {
        boolean any = actual.attempts().stream()
                .anyMatch(attempt -> attempt.verdict().filter(verdict::equals).isPresent());
        return expect(any, "with an attempt that ended " + verdict);
    }

    /**
     * All its attempts, at least one, were placed in an environment.
     *
     * @param environment the environment
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public S ranIn(ComputeEnvironment environment) {
        boolean all = !actual.attempts().isEmpty()
                && actual.attempts().stream()
                        .allMatch(attempt -> attempt.host().environment().equals(environment.name()));
        return expect(all, "that ran in environment " + environment.name());
    }
}
