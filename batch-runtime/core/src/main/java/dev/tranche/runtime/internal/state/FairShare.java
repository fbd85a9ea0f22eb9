package dev.tranche.runtime.internal.state;

import java.util.List;

/**
 * A fair-share policy as the machine sees it; AWS: {@code fairsharePolicy}.
 *
 * @param halfLifeMicros the half-life of past usage, 0 if only what runs counts
 * @param reservationPercent what is held back for shares that are not active, from 0 to 99
 * @param vcpusOnly whether only vCPUs count as usage, and not the resource that a job takes most of
 * @param weights the weights that are given; a share that none of them names has weight 1
 */
public record FairShare(long halfLifeMicros, int reservationPercent, boolean vcpusOnly, List<Weight> weights) {
    /** The longest half-life: seven days. */
    public static final long MAX_HALF_LIFE_MICROS = 7L * 24 * 3_600 * 1_000_000;

    /** Copies the weights. */
    public FairShare {
        if (halfLifeMicros < 0 || halfLifeMicros > MAX_HALF_LIFE_MICROS) {
            throw new IllegalArgumentException(
                    "half-life must be from 0 to " + MAX_HALF_LIFE_MICROS + " microseconds: " + halfLifeMicros);
        }
        weights = List.copyOf(weights);
    }

    /**
     * The weight of a share, or of all whose identifiers begin alike. Usage counts so many times: a share of half the weight
     * gets twice as much.
     *
     * @param identifier the share, or with {@code *} at its end the beginning of its identifier
     * @param tenThousandths the weight in ten-thousandths, from 1 to 9,999,999
     */
    public record Weight(String identifier, int tenThousandths) {
        /** The weight of a share that no weight names. */
        public static final int DEFAULT = 10_000;

        /** Whether it is the weight of all shares that begin alike. */
        boolean isPrefix() {
            return identifier.endsWith("*");
        }

        /** Whether it is the weight of a share. */
        boolean matches(String share) {
            return isPrefix()
                    ? share.regionMatches(0, identifier, 0, identifier.length() - 1)
                    : share.equals(identifier);
        }
    }
}
