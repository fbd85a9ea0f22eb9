package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that depends on its key alone: the same on every JVM and in every order of asking.
 */
/*
 * SplitMix64: a counter with a mixing function [1]. The key is mixed in word by word, so that streams of neighbouring keys
 * have nothing in common. Logarithms are StrictMath's, since those of Math may differ between processors.
 *
 * [1] Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, OOPSLA 2014.
 */
final class Draws implements RandomGenerator {
    /** What a draw is for. Each purpose has a stream of its own. */
    enum Purpose {
        RUNTIME_ID(1),
        PROGRAM(2),
        SLOW_START(3),
        START_FAILURE(4),
        FAILURE(5),
        OUT_OF_MEMORY(6),
        START_REPORT(7),
        END_REPORT(8),
        HOST_LOSS(9),
        INTERRUPTION(10);

        private final int key;

        Purpose(int key) {
            this.key = key;
        }
    }

    private static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;
    private static final double UNIT = 0x1.0p-53;

    private long state;

    private Draws(long state) {
        this.state = state;
    }

    static Draws of(long seed, Purpose purpose) {
        return new Draws(mixed(seed, purpose.key));
    }

    /** The stream of one attempt; a number tells several faults of the same kind apart. */
    static Draws of(long seed, AttemptId attempt, Purpose purpose, int number) {
        long key = mixed(mixed(seed, purpose.key), number);
        key = mixed(mixed(key, attempt.job().number()), attempt.job().index());
        return new Draws(mixed(key, attempt.number()));
    }

    /** The stream of one thing with a name. */
    static Draws of(long seed, String name, Purpose purpose, int number) {
        long key = mixed(mixed(seed, purpose.key), number);
        for (int i = 0; i < name.length(); i++) {
            key = mixed(key, name.charAt(i));
        }
        return new Draws(key);
    }

    private static long mixed(long key, long word) {
        return mix(key + GAMMA + mix(word + GAMMA));
    }

    private static long mix(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** From 0 to below 1. */
    double uniform() {
        return (nextLong() >>> 11) * UNIT;
    }

    boolean happens(double probability) {
        return uniform() < probability;
    }

    int below(int bound) {
        return (int) (uniform() * bound);
    }

    /** Exponentially distributed with mean 1. */
    double exponential() {
        return -StrictMath.log1p(-uniform());
    }

    /** Normally distributed with mean 0 and deviation 1 (Box and Muller, 1958). */
    double normal() {
        double radius = StrictMath.sqrt(2 * exponential());
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /** A part of a duration, from nothing to below all of it, in microseconds. */
    long partOf(long micros) {
        return (long) (uniform() * micros);
    }

    Duration between(Duration least, Duration most) {
        return least.plus(Micros.duration(partOf(Micros.of(most.minus(least)) + 1)));
    }
}
