package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;

/** How a queue divides its environments among shares; AWS: {@code fairsharePolicy} of a scheduling policy. */
public final class FairSharePolicy extends Value {
    static final Setting<ImmutableMap<String, Double>> SHARES = Setting.map("shares");
    static final Setting<Duration> DECAY = Setting.of("decay");
    static final Setting<Integer> RESERVATION = Setting.of("compute reservation");
    static final Setting<Boolean> VCPUS_ONLY = Setting.of("vCPUs only");

    private final Settings settings;

    FairSharePolicy(Settings settings) {
        this.settings = settings.withoutDefault(DECAY, Duration.ZERO).withoutDefault(RESERVATION, 0);
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * The weights; AWS: {@code shareDistribution}. A share of weight 0.5 gets twice what a share of weight 1 gets, and a
     * share that is not listed has weight 1.
     *
     * @return weights by share identifier or, with {@code *} at its end, by prefix
     */
    public Map<String, Double> shares() {
        return settings.map(SHARES);
    }

    /**
     * The half-life of past usage; AWS: {@code shareDecaySeconds}.
     *
     * @return zero by default: only what runs counts
     */
    public Duration decay() {
        return settings.find(DECAY).orElse(Duration.ZERO);
    }

    /**
     * What is held back for shares that are not active yet; AWS: {@code computeReservation}.
     *
     * @return from 0 to 99 percent, 0 by default
     */
    public int computeReservation() {
        return settings.find(RESERVATION).orElse(0);
    }

    /**
     * Whether only vCPUs count as usage, as on AWS, and not the resource of which a share has the largest part.
     *
     * @return true if it has been said
     */
    public boolean vcpusOnly() {
        return settings.has(VCPUS_ONLY);
    }
}
