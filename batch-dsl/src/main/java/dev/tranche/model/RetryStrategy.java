package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How often a job is tried, and after which ends; AWS: {@code retryStrategy}. Cancelled, terminated and timed-out jobs
 * are never tried again.
 */
public final class RetryStrategy extends Value {
    static final Setting<Integer> ATTEMPTS = Setting.of("attempts");
    static final Setting<Integer> ATTEMPTS_ON_INTERRUPTION = Setting.of("attempts on interruption");
    static final Setting<ImmutableList<EvaluateOnExit>> RULES = Setting.of("rules");
    static final Setting<Duration> BACKOFF_FIRST = Setting.of("backoff");
    static final Setting<Duration> BACKOFF_MAX = Setting.of("longest backoff");
    static final Setting<Double> MEMORY_FACTOR = Setting.of("more memory after out of memory");
    static final Setting<MemorySize> MEMORY_CAP = Setting.of("memory cap");
    static final Setting<Integer> NEXT_ENVIRONMENT = Setting.of("next environment after interruptions");

    /** One attempt and no more: what a definition without a retry strategy has. */
    public static final RetryStrategy NEVER = new RetryStrategy(Settings.NONE);

    private final Settings settings;

    RetryStrategy(Settings settings) {
        this.settings = settings.withoutDefault(ATTEMPTS, 1);
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * How often the job is tried in total, the first time included; AWS: {@code attempts}.
     *
     * @return from 1 to 10; 1 by default
     */
    public int attempts() {
        return settings.find(ATTEMPTS).orElse(1);
    }

    /**
     * The separate budget for attempts that end because a host was lost or a spot instance was taken back; in JSON under
     * {@code tranche}. Such an end then counts in this budget and not in {@link #attempts}, and of the {@link #rules} only
     * those for a status reason are asked about it.
     *
     * @return how many attempts may end so, the first included; empty if they count as all others do
     */
    public OptionalInt attemptsOnInterruption() {
        return settings.number(ATTEMPTS_ON_INTERRUPTION);
    }

    /**
     * The rules; AWS: {@code evaluateOnExit}. The first that matches decides; if none does, the job is tried again.
     *
     * @return the rules in the order written
     */
    public List<EvaluateOnExit> rules() {
        return settings.find(RULES).orElseGet(ImmutableList::of);
    }

    /**
     * How long the second attempt waits at the most after the end of the first; for each further one that doubles. An
     * attempt waits at least half as long: where in between differs from job to job, so that jobs that failed together do
     * not come back together, and is the same in every replay. In JSON under {@code tranche}.
     *
     * @return the longest first wait; zero by default, as AWS does
     */
    public Duration backoffFirst() {
        return settings.find(BACKOFF_FIRST).orElse(Duration.ZERO);
    }

    /**
     * The longest wait before an attempt. In JSON under {@code tranche}.
     *
     * @return the longest wait; zero by default
     */
    public Duration backoffMax() {
        return settings.find(BACKOFF_MAX).orElse(Duration.ZERO);
    }

    /**
     * How much more memory an attempt gets after one that was killed because it needed more than it had, whole MiB rounded
     * up. A job that fits on no host any more fails with a reason. In JSON under {@code tranche}.
     *
     * @return the factor, greater than 1; empty if the memory stays
     */
    public OptionalDouble moreMemoryFactor() {
        return settings.find(MEMORY_FACTOR).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    /**
     * The most memory an attempt may get that way. In JSON under {@code tranche}.
     *
     * @return the cap, present if {@link #moreMemoryFactor} is
     */
    public Optional<MemorySize> moreMemoryCap() {
        return settings.find(MEMORY_CAP);
    }

    /**
     * After how many interruptions the job leaves an environment for the next of its queue: every so many, it goes no
     * longer to the environment where it was interrupted last, unless that is the last one that could hold it. In JSON
     * under {@code tranche}.
     *
     * @return the number, at least 1; empty if it stays
     */
    public OptionalInt nextEnvironmentAfterInterruptions() {
        return settings.number(NEXT_ENVIRONMENT);
    }
}
