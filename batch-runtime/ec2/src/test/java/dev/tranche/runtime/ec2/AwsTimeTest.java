package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** AWS's clock, whatever that of this machine shows. */
class AwsTimeTest {
    private final AwsTime time = new AwsTime(Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC));

    @Test
    void it_is_what_the_newest_answer_says() {
        assertThat(time.now()).isEqualTo("2026-11-27T12:00:00Z");
        time.said("Fri, 27 Nov 2026 15:30:00 GMT");
        assertThat(time.now()).isEqualTo("2026-11-27T15:30:00Z");
        time.said("Fri, 27 Nov 2026 11:59:00 GMT");
        assertThat(time.now()).isEqualTo(Instant.parse("2026-11-27T12:00:00Z").minus(Duration.ofMinutes(1)));
    }

    @Test
    void what_is_no_date_changes_nothing() {
        time.said("Fri, 27 Nov 2026 15:30:00 GMT");
        time.said("yesterday");
        assertThat(time.now()).isEqualTo("2026-11-27T15:30:00Z");
    }
}
