package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that stops in the middle of the work and comes back. */
@NeedsEngine
class EngineRestartTest {
    @TempDir
    Path directory;

    @Test
    void what_ran_is_lost_with_its_host_what_had_ended_has_ended_and_the_host_comes_back() throws Exception {
        assumeTrue(OwnEngine.isPossible(), "an engine of one's own needs root, dockerd and unshare");
        try (OwnEngine engine = OwnEngine.start(directory);
                Rig rig = new Rig(
                        DockerBackend.factory().network("host"), engine.environment(), Rig.newRuntimeId(), false)) {
            AttemptId polite = rig.shell("trap 'exit 0' TERM; echo ready; while :; do sleep 1 & wait $!; done");
            AttemptId ended = rig.shell("exit 4");
            rig.awaitOutput(polite, "ready");
            AttemptEnd end = rig.end(ended);

            engine.stop();
            engine.start();

            assertThat(rig.end(polite))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Lost.class,
                            lost -> assertThat(lost.statusReason())
                                    .startsWith("Host EC2 (")
                                    .endsWith(" terminated."));
            assertThat(rig.reports.ends(ended)).containsExactly(end);
            assertThat(rig.end(rig.shell("exit 5")))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(5));
            rig.backend.release(polite);
            assertThat(rig.out(polite)).isEqualTo("ready\n");
        }
    }
}
