package dev.tranche.runtime.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that is copied into a container before it starts: the text of a script, or an executable of this machine. It is
 * a file and not an argument, so that its text is data to the engine and can be as long as it is.
 *
 * @param name the name of the file
 * @param content what is in it
 */
record ProgramFile(String name, Content content) {
    /** The directory in the container, which nothing else is in. */
    static final String DIRECTORY = "/tranche";

    private static final String SCRIPT = "script";

    /** Where the bytes are. */
    @FunctionalInterface
    interface Content {
        byte[] read() throws IOException;
    }

    static ProgramFile script(String text) {
        return new ProgramFile(SCRIPT, () -> text.getBytes(StandardCharsets.UTF_8));
    }

    static ProgramFile executable(Path path) {
        return new ProgramFile(path.getFileName().toString(), () -> Files.readAllBytes(path));
    }

    /** Where the container finds it. */
    String path() {
        return DIRECTORY + "/" + name;
    }

    /**
     * Puts it into a container that has not started.
     *
     * @param hasDirectory whether its directory is there: a volume, where the root is read-only
     */
    void copyInto(ContainerEngine engine, String container, boolean hasDirectory) {
        if (hasDirectory) {
            engine.copyInto(container, DIRECTORY, toTar(name));
        } else {
            engine.copyInto(container, "/", toTar(DIRECTORY.substring(1) + "/" + name));
        }
    }

    /**
     * As a tar; everybody may run it, whoever the container's user is.
     *
     * @param path where it stands in the tar
     * @throws UncheckedIOException if it cannot be read
     */
    private byte[] toTar(String path) {
        try {
            return new Tar().with(path, content.read(), Tar.EXECUTABLE).toBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }
}
