package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Containers that run cost no thread of ours, on a real engine. */
@NeedsEngine
@Isolated("it counts the threads of all backends")
class QuietContainersTest {
    private static final int CONTAINERS = 8;

    /** One for the stream of events, one that keeps the times of everything that is due, and one to spare. */
    private static final int THREADS = 3;

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("docker-"))
                .sorted()
                .toList();
    }

    @Test
    void containers_that_run_have_no_thread_of_their_own_and_their_ends_are_heard_all_the_same() {
        try (Rig rig = new Rig(DockerBackend.factory().lease(Duration.ofMinutes(10)))) {
            List<AttemptId> attempts = IntStream.range(0, CONTAINERS)
                    .mapToObj(any -> rig.shell("trap 'exit 7' TERM; sleep 1000 & wait"))
                    .toList();
            attempts.forEach(attempt -> rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE));

            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(THREADS));

            attempts.forEach(attempt -> rig.backend.stop(attempt, Duration.ofMinutes(1)));
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThat(rig.end(attempt)).isInstanceOf(AttemptEnd.Exited.class));
        }
    }
}
