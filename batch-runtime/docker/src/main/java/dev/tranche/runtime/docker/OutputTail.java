package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.files.LogLines;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** The last bytes of what passes by. One thread at a time. */
final class OutputTail {
    private final int maxBytes;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private long held;
    private boolean cut;

    OutputTail(int maxBytes) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative: " + maxBytes);
        }
        this.maxBytes = maxBytes;
    }

    void add(byte[] bytes, int offset, int length) {
        pieces.add(Arrays.copyOfRange(bytes, offset, offset + length));
        held += length;
        while (!pieces.isEmpty() && held - pieces.element().length >= maxBytes) {
            held -= pieces.remove().length;
            cut = true;
        }
    }

    /** The text of what is held; a character that is cut at the beginning is left out. */
    String text() {
        int skipped = (int) Math.max(0, held - maxBytes);
        ByteBuffer all = ByteBuffer.allocate((int) held);
        pieces.forEach(all::put);
        all.flip().position(skipped);
        return LogLines.decode(all, cut || skipped > 0);
    }
}
