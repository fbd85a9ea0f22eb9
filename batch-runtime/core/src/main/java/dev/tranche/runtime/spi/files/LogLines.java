package dev.tranche.runtime.spi.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Makes lines of bytes that come in pieces, decoded as UTF-8. A line that is longer than {@link #LONGEST} is handed over in
 * parts, none of which cuts a character. One thread at a time.
 */
public final class LogLines {
    /** The longest line that is handed over in one piece, in bytes. */
    public static final int LONGEST = 64 << 10;

    private final Consumer<String> consumer;
    private byte[] open = new byte[1024];
    private int length;

    /**
     * Lines for somebody.
     *
     * @param consumer takes each line, without its line feed
     */
    public LogLines(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    /**
     * Takes the next piece.
     *
     * @param bytes holds it at its beginning
     * @param count how many bytes it has
     */
    public void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                emit(length);
            } else {
                if (length == LONGEST) {
                    emit(Utf8.wholeCharacters(open, length - 1));
                }
                append(bytes[i]);
            }
        }
    }

    /** Hands over the last line, if it had no line feed. */
    public void end() {
        if (length > 0) {
            emit(length);
        }
    }

    /**
     * Decodes the last part of an output; of a character that was cut at its beginning nothing is left.
     *
     * @param bytes the part
     * @param cut whether something stood before it
     * @return the text
     */
    public static String decode(ByteBuffer bytes, boolean cut) {
        while (cut && bytes.hasRemaining() && Utf8.isContinuation(bytes.get(bytes.position()))) {
            bytes.get();
        }
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private void append(byte value) {
        if (length == open.length) {
            open = Arrays.copyOf(open, Math.min(LONGEST, open.length * 2));
        }
        open[length++] = value;
    }

    private void emit(int bytes) {
        String line = new String(open, 0, bytes, StandardCharsets.UTF_8);
        System.arraycopy(open, bytes, open, 0, length - bytes);
        length -= bytes;
        consumer.accept(line);
    }
}
