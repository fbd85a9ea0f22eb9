package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The ends of attempts in a file, written before they are told to the runtime: what a runtime reads when its supervisor
 * died with ends still in its hands, or went on without it. The frames are those of the pipe, two for each entry; what was cut
 * off at the end of the file does not count.
 */
final class EndsLog implements AutoCloseable {
    private final FileChannel file;

    EndsLog(Path path) throws IOException {
        file = FileChannel.open(path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), SupervisorFile.FILE);
        long whole = 0;
        for (Entry entry : read(path)) {
            whole += bytes(entry).remaining();
        }
        file.truncate(whole).position(whole);
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
        ByteBuffer rest = bytes(entry);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
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
    public void close() throws IOException {
        file.close();
    }
}
