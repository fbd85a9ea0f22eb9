package dev.tranche.runtime.simulation;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DrawsTest {
    private static final int MANY = 20_000;

    private static AttemptId attempt(int number) {
        return new AttemptId(new JobId(1, number + 1, JobId.NO_INDEX), 1);
    }

    private static LongStream drawn(ServiceTime time) {
        return IntStream.range(0, MANY)
                .mapToLong(i -> time.of(new SimulatedAttempt(
                                new Launch(
                                        attempt(i),
                                        new HostId("e", "h"),
                                        "job",
                                        Night.COUNT,
                                        Map.of(),
                                        Map.of(),
                                        Optional.empty()),
                                3))
                        .toMillis());
    }

    @Test
    void a_stream_is_the_same_for_ever() {
        Draws draws = Draws.of(42, attempt(7), Draws.Purpose.FAILURE, 0);
        assertThat(LongStream.generate(draws::nextLong).limit(3))
                .containsExactly(-8_324_719_177_330_610_593L, 2_561_459_070_926_175_906L, 586_466_695_810_689_514L);
    }

    @Test
    void neighbouring_keys_have_nothing_in_common() {
        assertThat(IntStream.range(0, MANY)
                        .mapToLong(i -> Draws.of(1, attempt(i), Draws.Purpose.FAILURE, 0)
                                .nextLong())
                        .distinct()
                        .count())
                .isEqualTo(MANY);
        double mean = IntStream.range(0, MANY)
                .mapToDouble(
                        i -> Draws.of(i, attempt(1), Draws.Purpose.FAILURE, 0).uniform())
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.01));
        assertThat(Draws.of(1, "a", Draws.Purpose.HOST_LOSS, 0).nextLong())
                .isNotEqualTo(Draws.of(1, "b", Draws.Purpose.HOST_LOSS, 0).nextLong());
    }

    @Test
    void distributions_have_the_measures_they_are_said_to_have() {
        assertThat(drawn(ServiceTime.exponential(ofSeconds(100))).average().orElseThrow())
                .isCloseTo(100_000, within(2_000.0));
        assertThat(drawn(ServiceTime.uniform(ofSeconds(50), ofSeconds(150)))
                        .average()
                        .orElseThrow())
                .isCloseTo(100_000, within(1_000.0));
        assertThat(drawn(ServiceTime.normal(ofSeconds(100), ofSeconds(10)))
                        .average()
                        .orElseThrow())
                .isCloseTo(100_000, within(500.0));
        long[] skewed = drawn(ServiceTime.logNormal(ofSeconds(100), ofSeconds(300)))
                .sorted()
                .toArray();
        assertThat((double) skewed[MANY / 2]).isCloseTo(100_000, within(3_000.0));
        assertThat((double) skewed[MANY * 95 / 100]).isCloseTo(300_000, within(12_000.0));
    }

    @Test
    void a_service_time_is_kept_between_two() {
        assertThat(drawn(ServiceTime.exponential(ofMinutes(1)).between(ofSeconds(30), ofSeconds(90)))
                        .summaryStatistics())
                .satisfies(measures -> {
                    assertThat(measures.getMin()).isEqualTo(30_000);
                    assertThat(measures.getMax()).isEqualTo(90_000);
                });
        assertThat(drawn(ServiceTime.normal(ofSeconds(1), ofSeconds(10))).min().orElseThrow())
                .isNotNegative();
        assertThat(drawn(ServiceTime.exponential(Micros.MAX)).max().orElseThrow())
                .isEqualTo(Micros.MAX.toMillis());
        assertThat(ServiceTime.fixed(Duration.ZERO)).isNotNull();
    }
}
