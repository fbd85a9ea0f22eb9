package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spawns from this process, as a supervisor would. */
class SpawnerTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeWorkingDirectory() throws IOException {
        Files.createDirectory(directory.resolve(AttemptPaths.WORK));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_program_has_three_descriptors_whether_or_not_the_library_can_close_all_at_once(boolean closesAllAtOnce)
            throws IOException {
        Spawner spawner = new Spawner(new SpawnAttributes(), closesAllAtOnce);

        int pid = spawner.spawn(start("/bin/ls", List.of("ls", "/proc/self/fd"), Map.of()), directory);
        Libc.waitpid(pid, 0, 0);

        assertThat(directory.resolve("stderr")).hasContent("");
        assertThat(Files.readAllLines(directory.resolve("stdout"))).containsExactly("0", "1", "2", "3");
    }

    @Test
    void texts_larger_than_the_memory_at_hand_are_handed_over_whole() throws IOException {
        Spawner spawner = new Spawner(new SpawnAttributes(), true);
        String large = "x".repeat(100_000);

        int pid = spawner.spawn(
                start("/bin/sh", List.of("sh", "-c", "pwd; echo ${#A} ${#1}", "sh", large), Map.of("A", large)),
                directory);
        Libc.waitpid(pid, 0, 0);

        assertThat(Files.readAllLines(directory.resolve("stdout")))
                .containsExactly(directory.resolve("work").toRealPath().toString(), "100000 100000");
    }

    @Test
    void a_directory_that_cannot_be_made_is_named() {
        Spawner spawner = new Spawner(new SpawnAttributes(), true);

        spawner.makeDirectory(directory);
        assertThatThrownBy(() -> spawner.makeDirectory(Path.of("/no/such/place")))
                .isInstanceOf(Errno.class)
                .hasMessage("CannotCreateDirectoryError: /no/such/place: No such file or directory");
    }

    private static Command.Start start(String program, List<String> arguments, Map<String, String> variables) {
        return Command.Start.of(1, "attempt", "", "", null, program, arguments, variables);
    }
}
