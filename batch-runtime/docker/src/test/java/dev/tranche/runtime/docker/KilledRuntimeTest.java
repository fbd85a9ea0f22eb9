package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runtime is killed with SIGKILL in the middle of its work. */
@NeedsEngine
class KilledRuntimeTest {
    private static final Duration LEASE = Duration.ofSeconds(4);

    @TempDir
    Path directory;

    @Test
    void what_it_left_runs_on_until_its_lease_has_run_out_and_is_then_swept_by_the_next_one() throws Exception {
        String word = UUID.randomUUID().toString();
        Process doomed = DoomedRuntime.start(directory, LEASE, word);
        try (ContainerEngine engine = Rig.engine()) {
            ListedContainer left = only(engine.list(DoomedRuntime.TAG + "=" + word));
            String ofTheDead = Labels.RUNTIME + "=" + left.labels().get(Labels.RUNTIME);
            assertThat(engine.list(ofTheDead)).as("the job and the lease").hasSize(2);

            try (Rig living = new Rig(DockerBackend.factory().network("host").workDirectory(directory))) {
                AttemptId mine = living.shell("sleep 1000");
                living.reports.awaitStarts(mine, 1, Rig.PATIENCE);

                doomed.destroyForcibly().waitFor();

                assertThat(engine.inspect(left.id()).orElseThrow().phase()).isEqualTo(Inspection.Phase.RUNNING);
                Awaitility.await()
                        .atMost(Rig.PATIENCE)
                        .until(() -> engine.list(ofTheDead).isEmpty());
                assertThat(living.reports.ends(mine)).isEmpty();
                assertThat(engine.inspect(living.containerName(mine))
                                .orElseThrow()
                                .phase())
                        .isEqualTo(Inspection.Phase.RUNNING);
            }
            try (Rig next = new Rig(DockerBackend.factory().workDirectory(directory))) {
                assertThat(next.reports.hosts()).hasSize(1);
                Awaitility.await().atMost(Rig.PATIENCE).until(() -> entries(directory) == 1);
            }
            assertThat(directory).isEmptyDirectory();
        } finally {
            doomed.destroyForcibly();
        }
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }

    private static ListedContainer only(List<ListedContainer> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
