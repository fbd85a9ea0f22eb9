package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
class PullProgressTest {
    private static final long MIB = 1L << 20;

    private static ContainerEngine.PullStep step(String layer, String status, long current, long total) {
        return new ContainerEngine.PullStep(layer, status, current, total);
    }

    @Test
    void what_is_here_is_told_every_few_seconds_and_not_more_often() {
        AtomicLong clock = new AtomicLong();
        try (CapturedLog log = new CapturedLog()) {
            PullProgress progress = new PullProgress("image:1", "here", clock::get);
            progress.step(step("one", "Downloading", 3 * MIB, 10 * MIB));
            clock.set(PullProgress.PERIOD_NANOS - 1);
            progress.step(step("two", "Downloading", 0, 5 * MIB + 1));
            assertThat(log.text()).contains("engine here pulls image:1").doesNotContain("MiB");

            clock.set(PullProgress.PERIOD_NANOS);
            progress.step(step("one", "Downloading", 4 * MIB, 10 * MIB));
            progress.step(step("one", "Extracting", 1, 2));
            progress.ended(true);

            assertThat(log.text()).containsOnlyOnce("4 of 16 MiB").contains("has pulled image:1");
        }
    }

    @Test
    void a_pull_that_came_to_nothing_is_not_said_to_have_worked() {
        try (CapturedLog log = new CapturedLog()) {
            new PullProgress("image:1", "here", () -> 0).ended(false);

            assertThat(log.text()).contains("could not pull image:1").doesNotContain("has pulled");
        }
    }
}
