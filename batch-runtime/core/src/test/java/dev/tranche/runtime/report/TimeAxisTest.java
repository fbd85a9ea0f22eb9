package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeAxisTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void time_runs_from_left_to_right() {
        TimeAxis axis = new TimeAxis(BEGIN, BEGIN.plusSeconds(10), 100, 500);

        assertThat(axis.x(BEGIN)).isEqualTo(100);
        assertThat(axis.x(BEGIN.plusSeconds(5))).isEqualTo(350);
        assertThat(axis.x(BEGIN.plusSeconds(10))).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PT0S",
                "PT0.0001S",
                "PT0.75S",
                "PT1.4S",
                "PT9S",
                "PT59S",
                "PT3M",
                "PT47M",
                "PT11H",
                "P1D",
                "P400D"
            })
    void there_are_few_ticks_at_round_distances(Duration length) {
        TimeAxis axis = new TimeAxis(BEGIN, BEGIN.plus(length), 0, 1000);

        assertThat(axis.ticks(12)).hasSizeBetween(1, 12).first().isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT0.05S, 0.05 s", "PT15S, 15 s", "PT3M, 3 min", "PT90S, 90 s", "PT2H, 2 h", "P2D, 48 h"})
    void ticks_are_labelled_as_short_as_can_be(Duration tick, String label) {
        assertThat(TimeAxis.label(tick)).isEqualTo(label);
    }
}
