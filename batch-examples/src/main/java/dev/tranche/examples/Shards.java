package dev.tranche.examples;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A text cut into files of about the same size, between words. The first is not there yet when all others are: it has the
 * name of a copy under way until {@link #finishFirst}.
 */
final class Shards implements AutoCloseable {
    private final Path directory;

    private Shards(Path directory) {
        this.directory = directory;
    }

    /** Cuts files into shards in a new directory of its own. */
    static Shards of(List<Path> files, int count) throws IOException {
        Shards shards = new Shards(Files.createTempDirectory("word-count-"));
        try {
            shards.cut(files, count);
        } catch (IOException e) {
            shards.close();
            throw e;
        }
        return shards;
    }

    Path directory() {
        return directory;
    }

    /** The copy of the first shard is complete. A second call does nothing. */
    void finishFirst() throws IOException {
        if (Files.exists(part())) {
            Files.move(part(), shard(0), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void cut(List<Path> files, int count) throws IOException {
        long bytesOfEach = bytes(files) / count + 1;
        try (Cutter cutter = new Cutter(bytesOfEach)) {
            for (Path file : files) {
                cutter.add(file);
            }
            while (cutter.next < count) {
                cutter.beginNext();
            }
        }
    }

    private static long bytes(List<Path> files) throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file) + 1;
        }
        return bytes;
    }

    private Path shard(int index) {
        return directory.resolve("shard-" + index);
    }

    private Path part() {
        return directory.resolve("shard-0.part");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /** Writes bytes to one shard after the other. */
    private final class Cutter implements AutoCloseable {
        private final long bytesOfEach;
        private OutputStream out = OutputStream.nullOutputStream();
        private long written;
        private int next;

        Cutter(long bytesOfEach) throws IOException {
            this.bytesOfEach = bytesOfEach;
            beginNext();
        }

        /** Adds a file and an end of line, so that its last word and the first of the next file stay two. */
        void add(Path file) throws IOException {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                for (int each = in.read(); each >= 0; each = in.read()) {
                    add(each);
                }
            }
            add('\n');
        }

        private void add(int each) throws IOException {
            out.write(each);
            written++;
            if (written >= bytesOfEach && !isLetter(each)) {
                beginNext();
            }
        }

        private void beginNext() throws IOException {
            out.close();
            out = new BufferedOutputStream(Files.newOutputStream(next == 0 ? part() : shard(next)));
            next++;
            written = 0;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private static boolean isLetter(int each) {
        return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z');
    }
}
