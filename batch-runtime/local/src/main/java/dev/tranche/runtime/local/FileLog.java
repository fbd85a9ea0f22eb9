package dev.tranche.runtime.local;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.files.LogLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The output of an attempt, in its two files. What was read counts only if the file is still in its place then: that of an
 * attempt that wrote nothing may have become another's, see {@link SpareDirectories}.
 */
final class FileLog implements AttemptLog {
    private final AttemptPaths paths;
    private final String attempt;
    private final BooleanSupplier growing;

    /**
     * @param attempt the name of the attempt's directory
     * @param growing whether the program can still write
     */
    FileLog(AttemptPaths paths, String attempt, BooleanSupplier growing) {
        this.paths = paths;
        this.attempt = attempt;
        this.growing = growing;
    }

    @Override
    public String text(Stream stream, int maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative: " + maxBytes);
        }
        try (FileChannel file = FileChannel.open(path(stream), StandardOpenOption.READ)) {
            long size = file.size();
            long from = Math.max(0, size - maxBytes);
            ByteBuffer tail = ByteBuffer.allocate((int) (size - from));
            while (tail.hasRemaining() && file.read(tail, from + tail.position()) >= 0) {}
            return Files.exists(path(stream)) ? LogLines.decode(tail.flip(), from > 0) : "";
        } catch (NoSuchFileException neverWritten) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the output of attempt " + attempt, e);
        }
    }

    @Override
    public Following follow(Stream stream, Consumer<String> line) {
        FollowedFile following = new FollowedFile(path(stream), growing, new LogLines(line));
        following.start();
        return following;
    }

    private Path path(Stream stream) {
        return paths.output(
                attempt,
                switch (stream) {
                    case STDOUT -> AttemptPaths.STDOUT;
                    case STDERR -> AttemptPaths.STDERR;
                });
    }
}
