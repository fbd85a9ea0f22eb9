package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The ends of attempts in a file, written before they are told to the runtime: what a runtime reads when its supervisor
 * died with ends still in its hands, or went on without it. The frames are those of the pipe, two for each entry; what was cut
 * off at the end of the file does not count.
 *
 * <p>From time to time it is written anew without the entries that nobody asks for any more, so it is at most twice as long as
 * what is still needed, or as its shortest length.
 */
final class EndsLog implements AutoCloseable {
    /** So many entries it may have in any case. */
    static final int SHORTEST = 16_384;

    private final Path path;
    private final Predicate<String> needed;
    private final int shortest;
    private FileChannel file;
    private int entries;
    private int shortenAt;

    /**
     * Opens it, or begins one.
     *
     * @param needed whether somebody may still ask how an attempt ended, by the name of its directory
     */
    EndsLog(Path path, Predicate<String> needed) throws IOException {
        this(path, needed, SHORTEST);
    }

    EndsLog(Path path, Predicate<String> needed, int shortest) throws IOException {
        this.path = path;
        this.needed = needed;
        this.shortest = shortest;
        this.file = open(path);
        long whole = 0;
        for (Entry entry : read(path)) {
            whole += bytes(entry).remaining();
            entries++;
        }
        file.truncate(whole).position(whole);
        shortenAt = Math.max(shortest, entries);
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), SupervisorFile.FILE);
    }

    /**
     * How an attempt ended.
     *
     * @param whose its key and the name of its directory
     * @param end the end
     */
    record Entry(Event.Known whose, Event end) {}

    /** The entries of a log, none if there is no log. */
    static List<Entry> read(Path path) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.exists(path)) {
            try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path))) {
                ByteBuffer whose = Frame.read(in);
                for (ByteBuffer end = Frame.read(in); whose != null && end != null; end = Frame.read(in)) {
                    entries.add(new Entry((Event.Known) Event.parse(whose), Event.parse(end)));
                    whose = Frame.read(in);
                }
            }
        }
        return entries;
    }

    /** Any thread; one write each. */
    synchronized void append(Entry entry) throws IOException {
        write(file, entry);
        entries++;
        if (entries >= shortenAt) {
            shortenAt = entries + shortest; // if it fails, not again with each entry
            shorten();
        }
    }

    private static void write(FileChannel into, Entry entry) throws IOException {
        ByteBuffer rest = bytes(entry);
        while (rest.hasRemaining()) {
            into.write(rest);
        }
    }

    /** Its place is taken in one step: whoever reads finds the old one or the new one. */
    private void shorten() throws IOException {
        Path shorter = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(shorter);
        FileChannel next = open(shorter);
        int kept = 0;
        try {
            for (Entry entry : read(path)) {
                if (needed.test(entry.whose().attempt())) {
                    write(next, entry);
                    kept++;
                }
            }
            Files.move(shorter, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        file.close();
        file = next;
        entries = kept;
        shortenAt = Math.max(shortest, 2 * kept);
    }

    private static ByteBuffer bytes(Entry entry) {
        byte[] whose = entry.whose().toFrame();
        byte[] end = entry.end().toFrame();
        return ByteBuffer.allocate(whose.length + end.length)
                .put(whose)
                .put(end)
                .flip();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
