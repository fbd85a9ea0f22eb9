package dev.tranche.runtime.spi.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkRootTest {
    private static final String SOMEBODY_ELSE = "1 1\n";
    private static final WorkRoot.LastRites NONE = runtime -> {};

    @TempDir
    Path parent;

    @Test
    void a_root_is_for_its_owner_only_and_closing_leaves_nothing() throws IOException {
        WorkRoot root = WorkRoot.create("test", parent, 0xabc);
        Files.createDirectories(root.path().resolve("deep").resolve("er"));

        assertThat(root.path().getFileName().toString()).isEqualTo(WorkRoot.prefix("test") + "abc-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.path())))
                .isEqualTo("rwx------");
        root.close();

        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void two_backends_of_a_runtime_have_a_root_each() throws IOException {
        try (WorkRoot first = WorkRoot.create("test", parent, 7);
                WorkRoot second = WorkRoot.create("test", parent, 7)) {
            assertThat(first.path()).isNotEqualTo(second.path());
        }
    }

    @Test
    void the_root_of_a_dead_process_is_swept_after_its_last_rites() throws IOException {
        Path dead = root("test", "beef-1", SOMEBODY_ELSE);
        Files.createFile(dead.resolve("left"));
        List<Long> rites = new ArrayList<>();

        try (WorkRoot living = WorkRoot.create("test", parent, 1)) {
            living.sweepDead(rites::add);

            assertThat(rites).containsExactly(0xbeefL);
            assertThat(dead).doesNotExist();
            assertThat(living.path()).exists();
        }
    }

    @Test
    void a_root_whose_last_rites_fail_stays() throws IOException {
        Path dead = root("test", "beef-1", SOMEBODY_ELSE);

        try (WorkRoot living = WorkRoot.create("test", parent, 1)) {
            living.sweepDead(runtime -> {
                throw new IOException("something of runtime " + runtime + " cannot be ended");
            });
        }

        assertThat(dead).exists();
    }

    @Test
    void what_is_not_certainly_ours_and_dead_is_not_swept() throws IOException {
        String prefix = WorkRoot.prefix("test");
        Path ofThisProcess = root("test", "a-1", Owner.thisProcess().toText());
        Path withoutOwner = Files.createDirectory(parent.resolve(prefix + "b-1"));
        Path ofAnotherKind = root("other", "c-1", SOMEBODY_ELSE);
        Path notARuntime = root("test", "word-1", SOMEBODY_ELSE);
        Path link = Files.createSymbolicLink(parent.resolve(prefix + "d-1"), ofAnotherKind);

        try (WorkRoot living = WorkRoot.create("test", parent, 1)) {
            living.sweepDead(NONE);
        }

        assertThat(List.of(ofThisProcess, withoutOwner, ofAnotherKind, notARuntime))
                .allSatisfy(root -> assertThat(root).exists());
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(ofAnotherKind.resolve(WorkRoot.OWNER)).exists();
    }

    @Test
    void the_directory_of_a_failed_run_is_kept_beyond_its_root() throws IOException {
        JobId run = new JobId(1, 1, JobId.NO_INDEX);
        try (WorkRoot root = WorkRoot.create("test", parent, 1)) {
            RunDirectories runs =
                    new RunDirectories(root, Files.createDirectory(root.path().resolve("runs")));
            Files.writeString(Files.createDirectory(runs.of(run)).resolve("file"), "evidence");

            runs.keep(run);
            runs.keep(run);
            runs.remove(run);
        }

        assertThat(files())
                .containsExactly(parent.resolve(WorkRoot.prefix("test") + "kept")
                        .resolve(run.toString())
                        .resolve("file"));
    }

    @Test
    void nothing_is_kept_where_something_of_somebody_else_stands() throws IOException {
        JobId run = new JobId(1, 1, JobId.NO_INDEX);
        Files.createFile(parent.resolve(WorkRoot.prefix("test") + "kept"));
        try (WorkRoot root = WorkRoot.create("test", parent, 1)) {
            RunDirectories runs =
                    new RunDirectories(root, Files.createDirectory(root.path().resolve("runs")));
            Files.createDirectory(runs.of(run));

            assertThatThrownBy(() -> runs.keep(run)).isInstanceOf(IOException.class);
        }
    }

    private Path root(String kind, String name, String owner) throws IOException {
        Path root = Files.createDirectory(parent.resolve(WorkRoot.prefix(kind) + name));
        Files.createFile(root.resolve(WorkRoot.LOCK));
        Files.writeString(root.resolve(WorkRoot.OWNER), owner);
        return root;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(parent)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
