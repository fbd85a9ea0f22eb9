package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.AttemptEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream of events is cut, and nothing else. */
@NeedsEngine
class StreamCutTest {
    @TempDir
    Path directory;

    @Test
    void an_end_that_no_event_told_of_is_found_and_what_runs_runs_on() throws Exception {
        try (EngineProxy proxy = EngineProxy.plain();
                Rig rig = new Rig(
                        DockerBackend.factory().network("host"),
                        Rig.environment().toBuilder().engine(proxy.uri()).build(),
                        Rig.newRuntimeId(),
                        false);
                ContainerEngine engine = Rig.engine()) {
            Path go = directory.resolve("go");
            AttemptId ends = rig.shell(
                    "echo ready; until [ -e /gate/go ]; do sleep 0.1; done; exit 6",
                    c -> c.mount(Volume.host("gate", directory), "/gate"));
            AttemptId runs = rig.shell("echo ready; sleep 1000");
            rig.reports.awaitStarts(ends, 1, Rig.PATIENCE);
            rig.reports.awaitStarts(runs, 1, Rig.PATIENCE);

            proxy.holdEvents();
            Files.createFile(go);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(ends))
                                    .orElseThrow()
                                    .phase()
                            == Inspection.Phase.EXITED);
            assertThat(rig.reports.ends(ends)).isEmpty();
            proxy.letEventsThrough();

            assertThat(rig.end(ends))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(6));
            assertThat(rig.reports.ends(runs)).isEmpty();
            rig.backend.stop(runs, Duration.ZERO);
            assertThat(rig.end(runs))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(137));
            assertThat(rig.reports.starts(runs)).hasSize(1);
            assertThat(rig.reports.ends(ends)).hasSize(1);
        }
    }
}
