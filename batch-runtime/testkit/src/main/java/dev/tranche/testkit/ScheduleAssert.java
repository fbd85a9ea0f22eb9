package dev.tranche.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.simulation.Schedule;
import java.time.Duration;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a schedule. What fails shows its summary. */
public final class ScheduleAssert extends AbstractAssert<ScheduleAssert, Schedule> {
    private static final int MAX_SHOWN = 5;

    ScheduleAssert(Schedule schedule) {
        super(schedule, ScheduleAssert.class);
    }

    /**
     * Every job that was submitted succeeded.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert everyJobSucceeded() {
        isNotNull();
        if (actual.count(JobStatus.SUCCEEDED) != actual.jobCount()
                || !actual.neverRuns().isEmpty()) {
            String others = actual.jobs().stream()
                    .filter(job -> !job.succeeded())
                    .limit(MAX_SHOWN)
                    .map((JobDetail job) -> "\n" + JobText.of(job, null))
                    .collect(Collectors.joining());
            fail("in which every job succeeded", others);
        }
        return this;
    }

    /**
     * Every job that was submitted has ended, well or not.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert everyJobEnded() {
        isNotNull();
        return expect(actual.openCount() == 0 && actual.neverRuns().isEmpty(), "in which every job ended");
    }

    /**
     * It took no longer.
     *
     * @param most the longest time from the first submit to the last end
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert makespanAtMost(Duration most) {
        isNotNull();
        return expect(
                actual.makespan().compareTo(most) <= 0,
                "with a makespan of at most " + most + " (it is " + actual.makespan() + ")");
    }

    /**
     * Never more vCPUs were given to attempts at once.
     *
     * @param most the number
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert peakVcpusAtMost(int most) {
        isNotNull();
        return expect(actual.vcpus().peak() <= most, "with a peak of at most " + most + " vCPUs");
    }

    /**
     * Of the vCPUs of all hosts, so much was given to attempts on average.
     *
     * @param least from 0 to 1
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert utilisationAtLeast(double least) {
        isNotNull();
        return expect(actual.vcpus().utilisation() >= least, "with a utilisation of at least " + least);
    }

    /**
     * No job waited longer for its first attempt, once it was ready to run.
     *
     * @param most the time
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert waitingAtMost(Duration most) {
        isNotNull();
        return expect(actual.waiting().max().compareTo(most) <= 0, "in which no job waited longer than " + most);
    }

    /**
     * So many attempts ended in a way.
     *
     * @param count the number
     * @param verdict how
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public ScheduleAssert hasAttempts(long count, AttemptVerdict verdict) {
        isNotNull();
        return expect(actual.count(verdict) == count, "with " + count + " attempts that ended " + verdict);
    }

    @CanIgnoreReturnValue
    private ScheduleAssert expect(boolean holds, String what) {
        if (!holds) {
            fail(what, "");
        }
        return this;
    }

    private void fail(String what, String more) {
        failWithMessage("%s", "expected a schedule " + what + ", but it is\n" + actual.summary() + more);
    }
}
