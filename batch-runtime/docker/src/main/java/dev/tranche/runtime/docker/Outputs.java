package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What containers wrote, on the disk of the runtime: a file for the only container of an attempt, a directory for several. Any
 * thread may use it.
 *
 * @param files the directories of the backend
 * @param limit how many bytes of an output are kept in each of two files
 */
record Outputs(BackendFiles files, long limit) {
    /** Of containers that are about to be made or were found. */
    ContainerLog of(AttemptId attempt, ContainerEngine engine, List<Part> parts) throws IOException {
        Path path = files.output(attempt);
        if (isOne(parts)) {
            return new ContainerLog(List.of(new PartOutput(engine, parts.get(0), path, limit)));
        }
        if (!Files.isDirectory(path)) {
            Files.createDirectory(path, OwnerOnly.DIRECTORY);
        }
        return new ContainerLog(parts.stream()
                .map(part -> new PartOutput(engine, part, path.resolve(part.name()), limit))
                .toList());
    }

    private static boolean isOne(List<Part> parts) {
        return parts.size() == 1 && parts.get(0).name().isEmpty();
    }

    /** Of an attempt that an earlier opening released. */
    ContainerLog kept(AttemptId attempt, ContainerEngine engine) {
        Path path = files.output(attempt);
        if (!Files.isDirectory(path)) {
            return new ContainerLog(List.of(PartOutput.kept(engine, "", path, limit)));
        }
        try (Stream<Path> all = Files.list(path)) {
            return new ContainerLog(all.map(each -> OutputFile.name(each))
                    .distinct()
                    .sorted()
                    .map(name -> PartOutput.kept(engine, name, path.resolve(name), limit))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("the output of attempt " + attempt + " cannot be read", e);
        }
    }

    /** Removes what an earlier opening kept of an attempt. */
    void remove(AttemptId attempt) throws IOException {
        Path path = files.output(attempt);
        if (Files.isDirectory(path)) {
            DirectoryRemoval.remove(path);
        } else {
            OutputFile.remove(path);
        }
    }
}
