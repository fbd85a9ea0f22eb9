package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    private static final int LIMIT = 100;
    private static final int HEADER = 13;

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("output");
    }

    private void write(String... pieces) throws IOException {
        try (OutputFile file = new OutputFile(path, LIMIT)) {
            for (int i = 0; i < pieces.length; i++) {
                byte[] bytes = pieces[i].getBytes(StandardCharsets.UTF_8);
                file.write(i % 2 == 1, i, bytes, 0, bytes.length);
            }
        }
    }

    private List<String> kept() throws IOException {
        List<String> pieces = new ArrayList<>();
        OutputFile.read(
                path,
                (isError, micros, bytes) ->
                        pieces.add(micros + (isError ? " err " : " out ") + new String(bytes, StandardCharsets.UTF_8)));
        return pieces;
    }

    private List<Long> sizes() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.toFile().length()).sorted().toList();
        }
    }

    private static String piece(int length) {
        return "x".repeat(length);
    }

    @Test
    void both_outputs_come_back_with_their_times_in_order() throws IOException {
        write("one", "two", "", "three");

        assertThat(kept()).containsExactly("0 out one", "1 err two", "2 out ", "3 err three");
    }

    @Test
    void nothing_written_is_no_file_and_nothing_to_read() throws IOException {
        write();

        assertThat(directory).isEmptyDirectory();
        assertThat(kept()).isEmpty();
    }

    @Test
    void what_fills_the_file_to_its_last_byte_stays_in_one_file() throws IOException {
        write(piece(30), piece(LIMIT - 30 - 2 * HEADER));

        assertThat(sizes()).containsExactly((long) LIMIT);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void one_byte_more_begins_the_second_file_and_nothing_is_lost() throws IOException {
        write(piece(30), piece(LIMIT - 30 - 2 * HEADER + 1));

        assertThat(sizes()).hasSize(2);
        assertThat(kept()).hasSize(2);
    }

    @Test
    void of_a_long_output_the_last_two_files_are_kept_and_never_more() throws IOException {
        String[] pieces = new String[1_000];
        Arrays.setAll(pieces, i -> "piece " + i);
        write(pieces);

        assertThat(sizes()).hasSize(2).allMatch(size -> size <= LIMIT);
        List<String> kept = kept();
        assertThat(kept).last().asString().endsWith("piece 999");
        assertThat(kept).hasSizeBetween(5, 9);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).endsWith("piece " + (1_000 - kept.size() + i));
        }
    }

    @Test
    void a_piece_that_is_larger_than_the_limit_is_kept_whole() throws IOException {
        write("before", piece(3 * LIMIT), "after");

        assertThat(kept()).containsExactly("1 err " + piece(3 * LIMIT), "2 out after");
    }

    @Test
    void a_piece_that_was_cut_off_is_left_out() throws IOException {
        write("one", "two");
        byte[] all = Files.readAllBytes(path);
        for (int length = HEADER + 3; length < all.length; length++) {
            Files.write(path, Arrays.copyOf(all, length));

            assertThat(kept()).as("%d of %d bytes", length, all.length).containsExactly("0 out one");
        }
    }

    @Test
    void the_files_are_their_owners_and_go_together() throws IOException {
        write(piece(80), piece(80));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }

        OutputFile.remove(path);
        OutputFile.remove(path);

        assertThat(directory).isEmptyDirectory();
    }
}
