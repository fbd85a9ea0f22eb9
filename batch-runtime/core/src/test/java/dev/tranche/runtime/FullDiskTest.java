package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.AttemptState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, or that takes nothing. It is a file system in memory, so only root can have one: skipped otherwise. */
class FullDiskTest {
    @TempDir
    private Path directory;

    private boolean mounted;

    private Path disk() {
        return directory.resolve("disk");
    }

    private Path journal() {
        return disk().resolve("journal");
    }

    @BeforeEach
    void mount() throws Exception {
        Files.createDirectory(disk());
        mounted = run("mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", disk().toString());
        assumeTrue(mounted, "only root can mount a file system of a few megabytes, and not everywhere");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", disk().toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private BatchRuntime open() {
        FakeBackend backend = FakeBackend.manual().inventory(attempt -> new AttemptState.NeverStarted());
        return BatchRuntime.journal(journal()).queues(QUEUE).backend(backend).open();
    }

    private static JobDefinition large(SplittableRandom random) {
        StringBuilder script = new StringBuilder();
        for (int line = 0; line < 2_000; line++) {
            script.append("echo ").append(random.nextLong()).append('\n');
        }
        return jobDefinition("large")
                .script(script.toString())
                .vcpus(1)
                .memory(mib(64))
                .build();
    }

    @Test
    void a_full_disk_acknowledges_nothing_and_loses_nothing_and_with_room_the_work_goes_on() throws Exception {
        List<JobHandle> acknowledged = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        try (BatchRuntime runtime = open()) {
            assertThatThrownBy(() -> {
                        while (acknowledged.size() < 1_000) {
                            acknowledged.add(runtime.submit(job("large", large(random)), QUEUE));
                        }
                    })
                    .isInstanceOf(BatchException.class)
                    .hasStackTraceContaining("disk is full");
        }
        assertThat(acknowledged).hasSizeBetween(5, 999);
        assertThat(run("mount", "-o", "remount,size=64m", disk().toString())).isTrue();
        try (BatchRuntime runtime = open()) {
            for (JobHandle job : acknowledged) {
                assertThat(runtime.job(job.id())).isPresent();
            }
            JobHandle more = runtime.submit(job("more", ONE), QUEUE);
            assertThat(more.describe().ended()).isFalse();
        }
    }

    @Test
    void a_disk_that_takes_nothing_is_refused_when_the_journal_is_opened() throws Exception {
        open().close();
        assertThat(run("mount", "-o", "remount,ro", disk().toString())).isTrue();
        assertThatThrownBy(this::open)
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining(journal().toRealPath().toString())
                .hasMessageContaining("ead-only");
        assertThat(run("mount", "-o", "remount,rw", disk().toString())).isTrue();
        try (BatchRuntime runtime = open()) {
            assertThat(runtime.drain(SOON)).isTrue();
        }
    }
}
