package dev.tranche.runtime.local;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a supervisor tells its runtime. */
sealed interface Event {
    /** Encodes it. */
    byte[] toFrame();

    /** Reads what {@link #toFrame} wrote. */
    static Event parse(ByteBuffer frame) {
        byte type = frame.get();
        return switch (type) {
            case Ready.TYPE -> new Ready();
            case Started.TYPE -> new Started(frame.getLong(), frame.getInt(), instant(frame.getLong()));
            case NotStarted.TYPE -> new NotStarted(frame.getLong(), Frame.text(frame), instant(frame.getLong()));
            case Ended.TYPE ->
                new Ended(
                        frame.getLong(),
                        frame.getInt() != 0,
                        frame.getInt(),
                        Frame.text(frame),
                        instant(frame.getLong()));
            case Warning.TYPE -> new Warning(Frame.text(frame));
            case Known.TYPE -> new Known(frame.getLong(), Frame.text(frame));
            case Listed.TYPE -> new Listed();
            default -> throw new IllegalArgumentException("unknown event: " + type);
        };
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The supervisor takes commands: whatever went wrong before this, nothing has been started. */
    record Ready() implements Event {
        static final byte TYPE = 1;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).toBytes();
        }
    }

    /**
     * A program runs.
     *
     * @param key the attempt's key
     * @param pid its process, which leads a session and a process group of the same number
     * @param at when
     */
    record Started(long key, int pid, Instant at) implements Event {
        static final byte TYPE = 2;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).number(key).number(pid).number(micros(at)).toBytes();
        }
    }

    /**
     * A program will not run.
     *
     * @param key the attempt's key
     * @param reason why, as the container {@code reason} of the attempt
     * @param at when that was known
     */
    record NotStarted(long key, String reason, Instant at) implements Event {
        static final byte TYPE = 3;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).number(key).text(reason).number(micros(at)).toBytes();
        }
    }

    /**
     * A program has ended and nothing of it is left.
     *
     * @param key the attempt's key
     * @param exited whether it exited by itself; otherwise a signal ended it
     * @param code exit code or signal
     * @param overflow the stream whose output exceeded the limit, {@code stdout} or {@code stderr}, or {@link #SUPERVISOR}, else
     *     empty
     * @param at when its main process ended
     */
    record Ended(long key, boolean exited, int code, String overflow, Instant at) implements Event {
        static final byte TYPE = 4;

        /** In place of a stream: it was killed by the end of its supervisor. */
        static final String SUPERVISOR = "supervisor";

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE)
                    .number(key)
                    .number(exited ? 1 : 0)
                    .number(code)
                    .text(overflow)
                    .number(micros(at))
                    .toBytes();
        }
    }

    /**
     * Something that a person should know, for the runtime's log.
     *
     * @param text a sentence
     */
    record Warning(String text) implements Event {
        static final byte TYPE = 5;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).text(text).toBytes();
        }
    }

    /**
     * An attempt of an earlier connection that has not ended, or, in the log of ends, whose the next frame is.
     *
     * @param key its key
     * @param attempt the name of its directory
     */
    record Known(long key, String attempt) implements Event {
        static final byte TYPE = 6;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).number(key).text(attempt).toBytes();
        }
    }

    /** All attempts of earlier connections have been said; what else has ended is in the log of ends. */
    record Listed() implements Event {
        static final byte TYPE = 7;

        @Override
        public byte[] toFrame() {
            return Frame.of(TYPE).toBytes();
        }
    }
}
