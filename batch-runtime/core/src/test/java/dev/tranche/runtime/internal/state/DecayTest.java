package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecayTest {
    private static final long HOUR = 3_600_000_000L;

    @Test
    void a_half_is_left_after_each_half_life() {
        assertThat(Decay.fade(1L << 40, HOUR, HOUR)).isEqualTo(1L << 39);
        assertThat(Decay.fade(1L << 40, 10 * HOUR, HOUR)).isEqualTo(1L << 30);
        assertThat(Decay.fade(1L << 40, 0, HOUR)).isEqualTo(1L << 40);
    }

    @Test
    void in_between_it_is_off_by_less_than_two_millionths() {
        SplittableRandom random = new SplittableRandom(3);
        for (int each = 0; each < 100_000; each++) {
            long halfLife = 1 + random.nextLong(FairShare.MAX_HALF_LIFE_MICROS);
            long elapsed = random.nextLong(halfLife);
            long value = 1L << 50;

            double exact = value * Math.pow(2, -(double) elapsed / halfLife);

            assertThat((double) Decay.fade(value, elapsed, halfLife)).isCloseTo(exact, within(value * 2e-6));
        }
    }

    @Test
    void what_is_less_than_level_rises_as_what_is_more_falls() {
        assertThat(Decay.fade(-(1L << 40), HOUR / 3, HOUR)).isEqualTo(-Decay.fade(1L << 40, HOUR / 3, HOUR) - 1);
        assertThat(Decay.fade(-(1L << 40), 16 * HOUR, HOUR)).isZero();
    }

    @Test
    void it_never_rises_with_time_and_ends_at_nothing() {
        long before = Long.MAX_VALUE;
        for (long elapsed = 0; elapsed < 17 * HOUR; elapsed += HOUR / 977) {
            long left = Decay.fade(1L << 50, elapsed, HOUR);
            assertThat(left).isBetween(0L, before);
            before = left;
        }
        assertThat(before).isZero();
    }
}
