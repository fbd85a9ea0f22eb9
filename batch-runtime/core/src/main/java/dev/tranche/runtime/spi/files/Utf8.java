package dev.tranche.runtime.spi.files;

/** Where characters begin in bytes. */
final class Utf8 {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;
    private static final int LONGEST_TAIL = 3;

    private Utf8() {}

    /** Whether a byte is in the middle of a character. */
    static boolean isContinuation(byte value) {
        return (value & CONTINUATION_MASK) == CONTINUATION;
    }

    /** The largest length up to the given one that does not cut a character; the given one if these are not characters. */
    static int wholeCharacters(byte[] bytes, int length) {
        int end = length;
        while (end > 0 && length - end < LONGEST_TAIL && isContinuation(bytes[end])) {
            end--;
        }
        return end > 0 && !isContinuation(bytes[end]) ? end : length;
    }
}
