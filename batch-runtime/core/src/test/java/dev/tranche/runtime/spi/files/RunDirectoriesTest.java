package dev.tranche.runtime.spi.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoriesTest {
    private static final JobId FAILED = new JobId(7, 1, JobId.NO_INDEX);
    private static final JobId AGAIN = new JobId(7, 2, JobId.NO_INDEX);

    @TempDir
    private Path parent;

    private WorkRoot root;
    private RunDirectories directories;

    @BeforeEach
    void makeRoot() throws IOException {
        root = WorkRoot.create("test", parent, 7);
        Path runs = Files.createDirectory(root.path().resolve("runs"));
        directories = new RunDirectories(root, runs);
        Files.writeString(Files.createDirectory(directories.of(FAILED)).resolve("file"), "written");
    }

    @AfterEach
    void closeRoot() throws IOException {
        root.close();
    }

    @Test
    void a_run_goes_on_with_the_files_of_a_failed_one_that_were_kept() throws IOException {
        directories.keep(FAILED);
        assertThat(directories.of(FAILED)).doesNotExist();

        directories.goOn(AGAIN, FAILED);

        assertThat(directories.of(AGAIN).resolve("file")).hasContent("written");
    }

    @Test
    void a_run_goes_on_with_files_that_have_not_been_kept_yet_and_nothing_is_kept_afterwards() throws IOException {
        directories.goOn(AGAIN, FAILED);
        directories.keep(FAILED);

        assertThat(directories.of(AGAIN).resolve("file")).hasContent("written");
        assertThat(directories.of(FAILED)).doesNotExist();
    }

    @Test
    void where_nothing_was_left_nothing_is_found() throws IOException {
        directories.remove(FAILED);
        directories.goOn(AGAIN, FAILED);

        assertThat(directories.of(AGAIN)).doesNotExist();
    }
}
