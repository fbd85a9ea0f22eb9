package dev.tranche.runtime.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Makes lines of bytes that come in pieces. A line that is longer than a bound is handed over in parts. */
final class Lines {
    static final int LONGEST = 64 << 10;

    private final Consumer<String> consumer;
    private byte[] open = new byte[1024];
    private int length;

    Lines(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    void add(byte[] bytes, int count) {
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

    /** The last line, if it had no line feed. */
    void end() {
        if (length > 0) {
            emit(length);
        }
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
