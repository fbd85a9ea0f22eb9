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
 * died with ends still in its hands. The frames are those of the pipe; one cut off at the end of the file does not count.
 */
final class EndsLog implements AutoCloseable {
    private final FileChannel file;

    EndsLog(Path path) throws IOException {
        file = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), SupervisorFile.FILE);
    }

    /** The events of a log, none if there is no log. */
    static List<Event> read(Path path) throws IOException {
        List<Event> events = new ArrayList<>();
        if (Files.exists(path)) {
            try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path))) {
                for (ByteBuffer frame = Frame.read(in); frame != null; frame = Frame.read(in)) {
                    events.add(Event.parse(frame));
                }
            }
        }
        return events;
    }

    /** Any thread; one write each. */
    synchronized void append(byte[] frame) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(frame);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
