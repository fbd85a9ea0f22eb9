package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.LogLine;
import dev.tranche.runtime.spi.files.LogLines;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One output of several containers as one: their lines in the order of their times, each with the name of its container
 * before it. Of each container no more is held than is asked for in all. One thread at a time.
 */
final class MergedOutput {
    private final boolean errors;
    private final int maxBytes;
    private final List<Lines> containers = new ArrayList<>();

    private record Line(long micros, String text) {
        /** An output without times has none. */
        Optional<Instant> at() {
            return micros == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }
    }

    /** The last lines of one container. */
    private final class Lines implements OutputFile.Reader {
        final Deque<Line> held = new ArrayDeque<>();
        private final LogLines lines;
        private long bytes;
        private long micros;

        Lines(String prefix) {
            lines = new LogLines(text -> add(prefix + text));
        }

        @Override
        public void piece(boolean isError, long at, byte[] piece) {
            if (isError == errors) {
                micros = at;
                lines.add(piece, piece.length);
            }
        }

        private void add(String text) {
            held.add(new Line(micros, text));
            bytes += text.length();
            while (bytes - held.element().text().length() > maxBytes) {
                bytes -= held.remove().text().length();
            }
        }

        void end() {
            lines.end();
        }
    }

    MergedOutput(Stream stream, int maxBytes) {
        this.errors = stream == Stream.STDERR;
        this.maxBytes = maxBytes;
    }

    static String prefix(String container) {
        return container + " | ";
    }

    /** Takes the output of one container, whose lines begin with something. */
    OutputFile.Reader of(String prefix) {
        Lines lines = new Lines(prefix);
        containers.add(lines);
        return lines;
    }

    /** Hands over the text. */
    void addTo(OutputTail tail) {
        for (Line line : inOrder()) {
            byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
            tail.add(bytes, 0, bytes.length);
        }
    }

    /** The last lines, as many as may be read. */
    List<LogLine> lines() {
        Deque<LogLine> last = new ArrayDeque<>();
        List<Line> all = inOrder();
        long bytes = 0;
        for (int i = all.size() - 1; i >= 0; i--) {
            Line line = all.get(i);
            bytes += line.text().getBytes(StandardCharsets.UTF_8).length + 1L;
            if (bytes > maxBytes) {
                break;
            }
            last.addFirst(new LogLine(line.at(), line.text()));
        }
        return List.copyOf(last);
    }

    private List<Line> inOrder() {
        containers.forEach(Lines::end);
        List<Line> all = new ArrayList<>();
        containers.forEach(lines -> all.addAll(lines.held));
        all.sort(Comparator.comparingLong(Line::micros)); // stable: of one container nothing changes places
        return all;
    }
}
