package dev.tranche.runtime.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.spi.BatchClock;
import org.junit.jupiter.api.Test;

class EventTimeTest {
    private static final long HOUR = 3_600_000_000L;
    private static final long NOW = 1_800_000_000_000_000L;

    /** A clock in the hand of a test. */
    private static final class Hand implements BatchClock {
        long wall = NOW;
        long nanos = 17;

        @Override
        public long wallMicros() {
            return wall;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        void pass(long micros) {
            wall += micros;
            nanos += micros * 1000;
        }
    }

    private final Hand clock = new Hand();

    @Test
    void a_new_one_is_the_time_of_day() {
        EventTime time = new EventTime(clock, 0);
        clock.pass(5);
        assertThat(time.stamp()).isEqualTo(NOW + 5);
        assertThat(time.isBehind()).isFalse();
    }

    @Test
    void one_that_goes_on_is_where_the_log_ends_until_it_catches_up() {
        EventTime time = new EventTime(clock, NOW - HOUR);
        assertThat(time.stamp()).isEqualTo(NOW - HOUR);
        assertThat(time.isBehind()).isTrue();
        time.catchUp();
        assertThat(time.stamp()).isEqualTo(NOW);
        assertThat(time.isBehind()).isFalse();
    }

    @Test
    void one_whose_clock_was_set_back_goes_on_from_where_the_log_ends_and_does_not_stand_still() {
        EventTime time = new EventTime(clock, NOW + HOUR);
        assertThat(time.stamp()).isEqualTo(NOW + HOUR);
        time.catchUp();
        clock.pass(7);
        assertThat(time.stamp()).isEqualTo(NOW + HOUR + 7);
        clock.wall -= 2 * HOUR;
        clock.pass(1);
        assertThat(time.stamp()).isEqualTo(NOW + HOUR + 8);
    }

    @Test
    void one_whose_process_was_stopped_stands_still_where_it_was_awake_until_it_is_told_to_go_on() {
        EventTime time = new EventTime(clock, 0);
        time.awake();
        clock.pass(HOUR);
        assertThat(time.stamp()).as("between a look and a decision").isEqualTo(NOW);
        time.awake();
        assertThat(time.isBehind()).isTrue();
        clock.pass(3);
        assertThat(time.stamp()).isEqualTo(NOW + 3);
        time.catchUp();
        assertThat(time.stamp()).isEqualTo(NOW + HOUR + 3);
        assertThat(time.isBehind()).isFalse();
    }

    @Test
    void a_pause_as_long_as_a_gap_is_time_that_passes() {
        EventTime time = new EventTime(clock, 0);
        time.awake();
        clock.pass(EventTime.GAP_MICROS);
        time.awake();
        assertThat(time.isBehind()).isFalse();
        assertThat(time.stamp()).isEqualTo(NOW + EventTime.GAP_MICROS);
    }

    @Test
    void where_nobody_says_that_they_are_awake_an_hour_is_an_hour() {
        EventTime time = new EventTime(clock, 0);
        clock.pass(HOUR);
        assertThat(time.isBehind()).isFalse();
        assertThat(time.stamp()).isEqualTo(NOW + HOUR);
    }
}
