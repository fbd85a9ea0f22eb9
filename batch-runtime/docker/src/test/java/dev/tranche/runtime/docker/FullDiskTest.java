package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tranche.model.AttemptId;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the outputs has room for 1 MiB. */
@NeedsEngine
class FullDiskTest {
    @TempDir
    Path directory;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "a full file system of one's own needs root");
        mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tranche-test", directory.toString());
        assumeTrue(mounted, "this machine lets nobody mount a tmpfs");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    @Test
    void an_output_that_does_not_fit_stays_on_the_engine_until_its_job_is_forgotten() {
        try (Rig rig = new Rig(DockerBackend.factory().network("host").workDirectory(directory));
                ContainerEngine engine = Rig.engine()) {
            AttemptId small = rig.shell("echo small");
            AttemptId large = rig.shell("head -c 3000000 /dev/zero | tr '\\0' x; echo end; exit 3");
            assertThat(rig.output(small)).isEqualTo("small\n");
            assertThat(rig.end(large)).asString().contains("3");

            rig.backend.release(small);
            rig.backend.release(large);

            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(small)).isEmpty());
            assertThat(rig.out(large)).hasSize(3_000_004).endsWith("xend\n");
            assertThat(engine.inspect(rig.containerName(large))).isPresent();
            assertThat(rig.output(rig.shell("echo next"))).isEqualTo("next\n");

            rig.backend.forget(large.job(), 1);

            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(large)).isEmpty());
        }
    }
}
