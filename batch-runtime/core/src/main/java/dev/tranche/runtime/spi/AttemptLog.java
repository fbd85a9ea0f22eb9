package dev.tranche.runtime.spi;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The output of one attempt. Any thread may call it. */
public interface AttemptLog {
    /** The two outputs of a program. */
    enum Stream {
        /** Standard output. */
        STDOUT,
        /** Standard error. */
        STDERR
    }

    /**
     * The last part of an output, decoded as UTF-8; a cut character at its beginning is left out.
     *
     * @param stream which output
     * @param maxBytes how much to read at the most, in bytes from the end
     * @return the text, empty if there is none
     */
    String text(Stream stream, int maxBytes);

    /**
     * The lines of the last part of an output with their times, as far as somebody took them.
     *
     * @param stream which output
     * @param maxBytes how much to read at the most, in bytes from the end; the first line may be a part of one
     * @return the lines in their order; a line of over 64 KiB may be several
     */
    default List<LogLine> lines(Stream stream, int maxBytes) {
        return text(stream, maxBytes)
                .lines()
                .map(line -> new LogLine(Optional.empty(), line))
                .toList();
    }

    /**
     * Follows an output from its beginning, line by line, until the attempt ends or the following is closed. The consumer
     * runs on a thread of the backend; one that throws ends the following. The last line is delivered without its line
     * feed also if it has none.
     *
     * @param stream which output
     * @param line takes each line, without its line feed; a line of over 64 KiB arrives in pieces
     * @return closes the following; a second close does nothing
     */
    Following follow(Stream stream, Consumer<String> line);

    /** A following that can be ended. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
