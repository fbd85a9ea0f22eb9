package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path parent;

    private Path directory() {
        return parent.resolve("deep/journal");
    }

    @Test
    void its_directory_is_made_for_its_owner_only() throws IOException {
        try (Journal journal = Journal.open(directory(), 7)) {
            assertThat(journal.runtimeId()).isEqualTo(7);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void a_second_opener_is_refused_with_the_name_of_the_holder_and_takes_nothing_from_it() throws IOException {
        try (Journal journal = Journal.open(directory(), 7)) {
            assertThatThrownBy(() -> Journal.open(directory(), 8))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining(
                            "is open in process " + ProcessHandle.current().pid());
            assertThat(OtherJvm.run(Opener.class, directory().toString()))
                    .contains("is open in process " + ProcessHandle.current().pid() + " on ");
            FrameLogContract.append(journal.log(), "still mine");
        }
        assertThat(OtherJvm.run(Opener.class, directory().toString())).contains("opened 7 for the 2. time");
    }

    /** Opens a journal in another process and says how that went. */
    static final class Opener {
        public static void main(String[] arguments) {
            try (Journal journal = Journal.open(Path.of(arguments[0]), 9)) {
                System.out.println("opened " + journal.runtimeId() + " for the " + journal.epoch() + ". time");
            } catch (JournalException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void a_directory_that_others_can_look_into_is_refused() throws IOException {
        Files.createDirectories(directory());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> Journal.open(directory(), 7))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("open to other users")
                .hasMessageContaining("chmod 700");
    }

    @Test
    void a_file_is_no_journal() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> Journal.open(file, 7)).hasMessageContaining("is not a directory");
    }

    @Test
    void what_is_no_database_is_refused_and_can_be_opened_by_nobody_else_meanwhile() throws IOException {
        Journal.open(directory(), 7).close();
        Path database = directory().resolve(Journal.DATABASE);
        byte[] good = Files.readAllBytes(database);
        Files.writeString(database, "this is no database, whatever its name says. ".repeat(100));
        assertThatThrownBy(() -> Journal.open(directory(), 7)).isInstanceOf(JournalException.class);
        Files.write(database, good);
        try (Journal journal = Journal.open(directory(), 8)) {
            assertThat(journal.runtimeId()).isEqualTo(7);
        }
    }
}
