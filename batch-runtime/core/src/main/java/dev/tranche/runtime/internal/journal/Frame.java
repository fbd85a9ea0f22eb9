package dev.tranche.runtime.internal.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How a frame looks: a header of fixed places, little-endian, then the outcomes of one batch and the inputs that they were made
 * of, each a tag and its arguments.
 *
 * <pre>
 *   0  "TRF" and the version     4  length of the whole frame
 *   8  CRC32C of all behind it  12  event time, micros since 1970
 *  20  epoch of the opening     28  where the inputs begin
 *  32  outcomes, then inputs
 * </pre>
 *
 * <p>The inputs begin with the version of the scheduler's logic and the number of ended jobs that stay known; a frame that only
 * says a state has none of this. In version 1 there were no inputs, and the outcomes began at 28.
 *
 * <p>Numbers are zigzag varints; job numbers are the difference to the job named before in the same frame; texts are their
 * length in bytes plus one, 0 for none, and UTF-8; choices are their number in the order in which they are declared, which
 * never changes.
 */
final class Frame {
    static final int VERSION = 2;
    static final int MAGIC_AND_VERSION = 'T' | 'R' << 8 | 'F' << 16 | VERSION << 24;
    static final int MAGIC = 0;
    static final int LENGTH = 4;
    static final int CHECKSUM = 8;
    static final int TIME = 12;
    static final int EPOCH = 20;
    static final int INPUTS = 28;
    static final int HEADER = 32;

    /** The header of version 1, and what is in the place of it in every version. */
    static final int FIRST_HEADER = 28;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Frame() {}

    /** Where its outcomes begin. */
    static int outcomes(byte[] frame) {
        return isFirst(frame) ? FIRST_HEADER : HEADER;
    }

    /** Where its inputs begin: the end of its outcomes. */
    static int inputs(byte[] frame) {
        return intAt(frame, isFirst(frame) ? LENGTH : INPUTS);
    }

    private static boolean isFirst(byte[] frame) {
        return version(intAt(frame, MAGIC)) == 1;
    }

    static int version(int magic) {
        return magic >>> 24;
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }
}
