package dev.tranche.runtime.internal.state;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job queue as the machine sees it.
 *
 * @param number its number
 * @param name its name
 * @param priority queues that share environments are served in descending priority
 * @param environments the numbers of its environments, in their order; never changed
 * @param strict whether a head that does not fit blocks what is behind it
 * @param patienceMicros how long jobs may pass a head that does not fit, before hosts are kept for it
 * @param maxConcurrent how many of its jobs may be starting or running at once, 0 for any number
 * @param attemptsOnInterruption how often a job that says nothing itself is tried if hosts are lost; 0 for no budget of its own
 * @param limits how long its first job may be blocked, for each reason
 * @param fairShare how its environments are divided among shares, or null for the order of arrival
 */
@SuppressWarnings("ArrayRecordComponent") // queues are compared by number only
public record Queue(
        int number,
        String name,
        int priority,
        int[] environments,
        boolean strict,
        long patienceMicros,
        int maxConcurrent,
        int attemptsOnInterruption,
        List<StateLimit> limits,
        @Nullable FairShare fairShare) {
    /** Patience without an end: no host is ever kept for a job. */
    public static final long PATIENT_FOR_EVER = Long.MAX_VALUE;

    /** Copies the limits. */
    public Queue {
        limits = List.copyOf(limits);
    }

    /** A queue of which nothing is said but its order. */
    public static Queue plain(int number, String name, int priority, boolean strict, int... environments) {
        return new Queue(number, name, priority, environments, strict, PATIENT_FOR_EVER, 0, 0, List.of(), null);
    }

    /** The same with a patience. */
    public Queue patience(long micros) {
        return new Queue(
                number,
                name,
                priority,
                environments,
                strict,
                micros,
                maxConcurrent,
                attemptsOnInterruption,
                limits,
                fairShare);
    }

    @Override
    public String toString() {
        return number + " " + name + ", priority " + priority + ", over " + Arrays.toString(environments)
                + (strict ? ", strict" : "") + ", patience " + patienceMicros + ", at once " + maxConcurrent
                + ", attempts on interruption " + attemptsOnInterruption + ", " + limits + ", " + fairShare;
    }
}
