package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an opening clears of the attempts of earlier ones. */
class LegacyTest {
    private static final long RUNTIME = 7;

    @TempDir
    private Path directory;

    private static AttemptId attempt(long job) {
        return new AttemptId(new JobId(RUNTIME, job, JobId.NO_INDEX), 1);
    }

    private static Path prepare(AttemptPaths paths, AttemptId attempt) throws IOException {
        String name = AttemptPaths.directoryName(attempt);
        Files.createDirectories(paths.work(name));
        return Files.writeString(paths.script(name), "true");
    }

    @Test
    void what_was_asked_for_and_what_is_launched_afterwards_is_not_cleared() throws IOException {
        try (WorkRoot root = WorkRoot.keep("local", directory, RUNTIME, "here")) {
            AttemptPaths paths = new AttemptPaths(root.path());
            Legacy legacy = new Legacy(root, paths, new AttemptEnds(MemorySize.mib(1)), Clock.systemUTC());
            Path released = prepare(paths, attempt(1));
            Path asked = prepare(paths, attempt(2));

            List<String> toClear = legacy.allBut(List.of(attempt(2)));
            Path launched = prepare(paths, attempt(3));
            legacy.clear(toClear);

            assertThat(released).doesNotExist();
            assertThat(asked).exists();
            assertThat(launched).exists();
        }
    }
}
