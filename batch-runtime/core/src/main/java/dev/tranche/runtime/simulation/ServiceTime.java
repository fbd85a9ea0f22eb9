package dev.tranche.runtime.simulation;

import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobDetail;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * How long an attempt runs if nobody stops it and its host stays: queueing theory's service time. Any function of the
 * attempt; {@link SimulatedAttempt#random} is its chance.
 */
@FunctionalInterface
public interface ServiceTime {
    /**
     * The time for one attempt. Called once for each attempt, when it starts; fast, no waiting.
     *
     * @param attempt the attempt
     * @return the time from the start of the program to its end, from 0 to 100 years
     */
    Duration of(SimulatedAttempt attempt);

    /**
     * Always the same.
     *
     * @param time the time
     * @return the service time
     * @throws IllegalArgumentException if it is negative or longer than 100 years; as for all durations here
     */
    static ServiceTime fixed(Duration time) {
        Duration checked = Micros.notNegative("service time", time);
        return attempt -> checked;
    }

    /**
     * Anything between two, all equally likely.
     *
     * @param least the shortest
     * @param most the longest
     * @return the service time
     */
    static ServiceTime uniform(Duration least, Duration most) {
        Micros.notNegative("least service time", least);
        Micros.notNegative("most service time", most);
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException("the least service time is above the most: " + least + ", " + most);
        }
        return attempt -> attempt.draws().between(least, most);
    }

    /**
     * Without memory: many short ones and a few long ones.
     *
     * @param mean the mean, at least a microsecond
     * @return the service time
     */
    static ServiceTime exponential(Duration mean) {
        double micros = Micros.of(Micros.positive("mean service time", mean));
        return attempt -> capped(micros * attempt.draws().exponential());
    }

    /**
     * About the mean, as often shorter as longer. What would be negative is drawn again, so that a deviation that is large
     * against the mean makes the times longer than the mean says.
     *
     * @param mean the mean, at least a microsecond
     * @param deviation the standard deviation, at most ten times the mean
     * @return the service time
     */
    static ServiceTime normal(Duration mean, Duration deviation) {
        double centre = Micros.of(Micros.positive("mean service time", mean));
        double spread = Micros.of(Micros.notNegative("deviation of the service time", deviation));
        if (spread > 10 * centre) {
            throw new IllegalArgumentException("the deviation of the service time is above ten times its mean: "
                    + deviation + ", " + mean + "; exponential or logNormal fit better");
        }
        return attempt -> {
            double drawn;
            do { // every second draw is above the mean, at the least
                drawn = centre + spread * attempt.draws().normal();
            } while (drawn < 0);
            return capped(drawn);
        };
    }

    /**
     * Skewed, as most measured run times are: half of them below the median, one in twenty above the 95th percentile.
     *
     * @param median the median, at least a microsecond
     * @param p95 the 95th percentile, at least the median
     * @return the service time
     */
    static ServiceTime logNormal(Duration median, Duration p95) {
        double centre = Micros.of(Micros.positive("median of the service time", median));
        double tail = Micros.of(Micros.positive("95th percentile of the service time", p95));
        if (tail < centre) {
            throw new IllegalArgumentException(
                    "the 95th percentile of the service time is below its median: " + p95 + ", " + median);
        }
        double sigma = StrictMath.log(tail / centre) / 1.6448536269514722; // the 95th percentile of a normal draw
        return attempt -> capped(centre * StrictMath.exp(sigma * attempt.draws().normal()));
    }

    /**
     * As recorded: each attempt takes as long as one of the recorded attempts that succeeded, all equally likely.
     *
     * @param jobs jobs that have ended, of a real runtime or of a simulation
     * @return the service time
     * @throws IllegalArgumentException if none of their attempts succeeded
     */
    static ServiceTime recorded(Collection<? extends JobDetail> jobs) {
        List<Duration> times = jobs.stream()
                .flatMap(job -> job.attempts().stream())
                .flatMap(attempt -> recorded(attempt).stream())
                .toList();
        if (times.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the " + jobs.size() + " jobs has an attempt that succeeded, so there is no time to go by");
        }
        return attempt -> times.get(attempt.draws().below(times.size()));
    }

    /**
     * The same, but never shorter and never longer than this.
     *
     * @param least the shortest
     * @param most the longest
     * @return the service time
     */
    default ServiceTime between(Duration least, Duration most) {
        Micros.notNegative("least service time", least);
        Micros.notNegative("most service time", most);
        return attempt -> {
            Duration time = of(attempt);
            return time.compareTo(least) < 0 ? least : time.compareTo(most) > 0 ? most : time;
        };
    }

    private static Optional<Duration> recorded(AttemptDetail attempt) {
        return attempt.verdict().filter(AttemptVerdict.SUCCEEDED::equals).isEmpty()
                ? Optional.empty()
                : attempt.startedAt()
                        .flatMap(start -> attempt.stoppedAt().map(stop -> Duration.between(start, stop)))
                        .filter(time -> !time.isNegative());
    }

    private static Duration capped(double micros) {
        return Micros.duration((long) Math.min(micros, (double) Micros.of(Micros.MAX)));
    }
}
