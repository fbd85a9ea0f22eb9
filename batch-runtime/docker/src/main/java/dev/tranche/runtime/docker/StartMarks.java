package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which attempts an engine has been asked to start, for the next opening of a journaled runtime: one that has a mark and no
 * container may have run, so it is not started again. Empty files, which survive the process and not a crash of the machine, as
 * containers do not. Any thread may use it.
 */
final class StartMarks {
    /** Of a runtime that has no next opening. */
    static final StartMarks NONE = new StartMarks(Optional.empty());

    private final Optional<Path> directory;

    private StartMarks(Optional<Path> directory) {
        this.directory = directory;
    }

    /** In a directory of their own. */
    static StartMarks in(Path directory) {
        return new StartMarks(Optional.of(directory));
    }

    /**
     * Before an engine is asked.
     *
     * @throws UncheckedIOException if that cannot be written down; the attempt must not be started then
     */
    void set(AttemptId attempt) {
        directory.ifPresent(in -> {
            try {
                Files.createFile(mark(in, attempt), OwnerOnly.FILE);
            } catch (FileAlreadyExistsException asItShouldBe) {
                // another container of the attempt
            } catch (IOException e) {
                throw new UncheckedIOException("it cannot be noted that attempt " + attempt + " is started", e);
            }
        });
    }

    boolean isSet(AttemptId attempt) {
        return directory.filter(in -> Files.exists(mark(in, attempt))).isPresent();
    }

    /** Its end has been recorded. */
    void clear(AttemptId attempt) throws IOException {
        if (directory.isPresent()) {
            Files.deleteIfExists(mark(directory.get(), attempt));
        }
    }

    private static Path mark(Path in, AttemptId attempt) {
        return in.resolve(attempt.toString().replace(':', '_'));
    }
}
