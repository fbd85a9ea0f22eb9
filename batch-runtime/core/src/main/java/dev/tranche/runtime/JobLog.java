package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.spi.LogLine;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the program of a job wrote. Any thread may ask, at any time until the job is forgotten; a job that has not run yet
 * has written nothing. Without a word about the attempt, the last one that was placed is meant. An array job writes
 * nothing itself; ask its children.
 */
public interface JobLog {
    /** How much {@link #text}, {@link #errorText} and {@link #lines} give at the most, in bytes from the end. */
    int MAX_TEXT_BYTES = 16 << 20;

    /**
     * What it wrote to standard output, decoded as UTF-8.
     *
     * @return the text, its last {@link #MAX_TEXT_BYTES} bytes at the most; empty if there is none
     */
    String text();

    /**
     * What it wrote to standard error, decoded as UTF-8.
     *
     * @return the text, its last {@link #MAX_TEXT_BYTES} bytes at the most; empty if there is none, or if the engine does
     *     not tell the two apart
     */
    String errorText();

    /**
     * The lines of {@link #text}.
     *
     * @return the lines in their order
     */
    Stream<String> lines();

    /**
     * The lines of {@link #text} with their times: of containers those that their engine took, of processes of this machine
     * none, since they write into a file themselves.
     *
     * @return the lines in their order; a line of over 64 KiB may be several
     */
    Stream<LogLine> timedLines();

    /**
     * The lines of {@link #errorText} with their times, as {@link #timedLines} has those of standard output.
     *
     * @return the lines in their order
     */
    Stream<LogLine> timedErrorLines();

    /**
     * Follows standard output from its beginning, through all attempts, until the job ends or the following is closed.
     *
     * @param line takes each line, without its line feed, on a thread of the backend; one that throws ends the following
     * @return ends the following
     */
    @CanIgnoreReturnValue
    Subscription tail(Consumer<String> line);

    /**
     * Follows standard error, as {@link #tail} does standard output.
     *
     * @param line takes each line, without its line feed, on a thread of the backend; one that throws ends the following
     * @return ends the following
     */
    @CanIgnoreReturnValue
    Subscription tailErrors(Consumer<String> line);

    /**
     * The log of one attempt.
     *
     * @param number the number of the attempt, from 1
     * @return its log; {@code tail} follows this attempt only
     * @throws IllegalArgumentException if the job has had no such attempt
     */
    JobLog attempt(int number);
}
