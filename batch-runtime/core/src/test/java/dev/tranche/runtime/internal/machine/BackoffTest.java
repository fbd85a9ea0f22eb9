package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.internal.state.Retry;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Retry RETRY = Retry.upTo(10).backoff(SECOND, 8 * SECOND);

    private static long wait(Retry retry, int failures, long runtimeId, long job, int index, int attempt) {
        return Backoff.wait(
                retry.backoffFirstMicros(), retry.backoffMaxMicros(), failures, runtimeId, job, index, attempt);
    }

    private static long waitOf(int failures, long job) {
        return wait(RETRY, failures, 7, job, -1, failures);
    }

    @Test
    void a_wait_is_between_half_its_bound_and_the_whole_and_the_bound_doubles_up_to_the_longest() {
        long[] bounds = {1, 2, 4, 8, 8, 8};
        for (int failures = 1; failures <= bounds.length; failures++) {
            long bound = bounds[failures - 1] * SECOND;
            for (long job = 1; job <= 1_000; job++) {
                assertThat(waitOf(failures, job)).isBetween(bound / 2, bound);
            }
        }
    }

    @Test
    void waits_of_jobs_that_failed_together_lie_all_over_that_half() {
        long[] waits =
                LongStream.rangeClosed(1, 10_000).map(job -> waitOf(1, job)).toArray();

        for (int tenth = 0; tenth < 10; tenth++) {
            long from = SECOND / 2 + tenth * SECOND / 20;
            long inside = LongStream.of(waits)
                    .filter(wait -> wait >= from && wait < from + SECOND / 20)
                    .count();
            assertThat(inside).isBetween(850L, 1_150L);
        }
    }

    @Test
    void the_same_attempt_waits_the_same_always_and_another_does_not() {
        long wait = wait(RETRY, 2, 7, 1, 3, 2);

        assertThat(wait(RETRY, 2, 7, 1, 3, 2)).isEqualTo(wait);
        assertThat(wait(RETRY, 2, 8, 1, 3, 2)).isNotEqualTo(wait);
        assertThat(wait(RETRY, 2, 7, 2, 3, 2)).isNotEqualTo(wait);
        assertThat(wait(RETRY, 2, 7, 1, 4, 2)).isNotEqualTo(wait);
        assertThat(wait(RETRY, 2, 7, 1, 3, 3)).isNotEqualTo(wait);
    }

    @Test
    void a_thousand_failures_and_the_longest_durations_do_not_overflow() {
        Retry endless = Retry.upTo(10).backoff(Long.MAX_VALUE / 3, Long.MAX_VALUE);

        assertThat(wait(endless, 1_000, 7, 1, -1, 1_000)).isBetween(Long.MAX_VALUE / 2, Long.MAX_VALUE);
        assertThat(waitOf(1_000, 1)).isBetween(4 * SECOND, 8 * SECOND);
        assertThat(wait(Retry.upTo(2).backoff(1, 1), 1, 7, 1, -1, 1)).isBetween(0L, 1L);
    }
}
