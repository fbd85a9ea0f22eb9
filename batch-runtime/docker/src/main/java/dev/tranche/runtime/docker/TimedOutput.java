package dev.tranche.runtime.docker;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Takes the times out of one output of a container. One thread at a time. */
final class TimedOutput {
    /*
     * An engine sends output in frames: one for each line, or for each 16 KiB of a line that is longer, and each begins with the
     * time in fixed length, "2026-11-23T10:11:12.123456789Z " or with a zone instead of the Z. docker-java hands a frame on in
     * chunks of at most 1 KiB, never two frames in one, and does not tell where one begins. So a frame can begin only where a
     * chunk does; it certainly does after a line feed; and in the middle of a line it does where the time stands, since nothing
     * else puts a time of exactly this form there.
     */

    /** Takes what was written, in order. */
    @FunctionalInterface
    interface Sink {
        /**
         * A piece.
         *
         * @param micros when the line that it is of was written, in microseconds since 1970, by the engine's clock
         * @param bytes holds it
         * @param offset where it begins
         * @param length how long it is, at least 1
         */
        void piece(long micros, byte[] bytes, int offset, int length);
    }

    private static final String FORM = "dddd-dd-ddTdd:dd:dd.ddddddddd";
    private static final int WITH_Z = FORM.length() + "Z ".length();
    private static final int WITH_ZONE = FORM.length() + "+hh:mm ".length();

    private final Sink sink;
    private final byte[] header = new byte[WITH_ZONE];
    private int held;
    private boolean lineEnded = true;
    private long micros;

    TimedOutput(Sink sink) {
        this.sink = sink;
    }

    /** Takes the next chunk. */
    void take(byte[] chunk) {
        if (chunk.length == 0) {
            return;
        }
        int from = 0;
        if (held > 0 || lineEnded || fits(0, chunk[0])) {
            from = hold(chunk);
        }
        if (held == 0) {
            emit(chunk, from, chunk.length - from);
        }
    }

    /** Hands over what could still have become a time. */
    void end() {
        int length = held;
        held = 0;
        emit(header, 0, length);
    }

    /** Holds what can be the beginning of a time, until it is one or cannot be one any more. Returns how much it took. */
    private int hold(byte[] chunk) {
        for (int taken = 0; taken < chunk.length; taken++) {
            if (!fits(held, chunk[taken])) {
                end();
                return taken;
            }
            header[held++] = chunk[taken];
            if (held == headerLength()) {
                readTime();
                return taken + 1;
            }
        }
        return chunk.length;
    }

    private static boolean fits(int position, byte next) {
        if (position >= FORM.length()) {
            return true; // the zone; what it is made of says the parser
        }
        char expected = FORM.charAt(position);
        return expected == 'd' ? next >= '0' && next <= '9' : next == expected;
    }

    private int headerLength() {
        return held > FORM.length() && header[FORM.length()] != 'Z' ? WITH_ZONE : WITH_Z;
    }

    private void readTime() {
        int length = held;
        held = 0;
        lineEnded = false;
        try {
            String time = new String(header, 0, length - 1, StandardCharsets.US_ASCII);
            micros = ChronoUnit.MICROS.between(
                    Instant.EPOCH, OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeException noTime) {
            emit(header, 0, length);
        }
    }

    private void emit(byte[] bytes, int offset, int length) {
        if (length > 0) {
            lineEnded = bytes[offset + length - 1] == '\n';
            sink.piece(micros, bytes, offset, length);
        }
    }
}
