package dev.tranche.model;

import java.time.Duration;
import java.util.Optional;

/**
 * What becomes of what runs on an instance that is to go: of a spot instance that is taken back, or one that somebody drains.
 * ECS says {@code DRAINING}, places nothing new there, and lets tasks run.
 */
public final class OnInterruption extends Value {
    private static final OnInterruption RUN = new OnInterruption(new Spec(Optional.empty()));

    private final Spec spec;

    record Spec(Optional<Duration> stopAfter) {}

    private OnInterruption(Spec spec) {
        this.spec = spec;
    }

    /**
     * It runs on: it may end before the instance does.
     *
     * @return the choice; the default
     */
    public static OnInterruption run() {
        return RUN;
    }

    /**
     * It is asked to end in time, with SIGTERM, so that it can save what it has; that counts as an interruption.
     *
     * @param delay how long it still runs before; EC2 warns two minutes ahead, and the job's {@code stopGrace} has to fit in
     *     too. Zero for at once
     * @return the choice
     * @throws IllegalArgumentException if the time is negative or longer than a day
     */
    public static OnInterruption stopAfter(Duration delay) {
        if (delay.isNegative() || delay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("stopAfter must be from 0 s to one day: " + delay);
        }
        return new OnInterruption(new Spec(Optional.of(delay)));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * How long it still runs.
     *
     * @return the time until SIGTERM; empty if it is let run
     */
    public Optional<Duration> stopsAfter() {
        return spec.stopAfter();
    }
}
