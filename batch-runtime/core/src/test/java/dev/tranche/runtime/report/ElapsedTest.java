package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElapsedTest {
    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "99, 99 ms",
        "100, 0.1 s",
        "9999, 9.9 s",
        "10000, 10 s",
        "59999, 59 s",
        "60000, 1 min 00 s",
        "185000, 3 min 05 s",
        "3600000, 1 h 00 min",
        "90061000, 25 h 01 min"
    })
    void durations_are_printed_the_way_people_say_them(long millis, String text) {
        assertThat(Elapsed.text(Duration.ofMillis(millis))).isEqualTo(text);
    }
}
