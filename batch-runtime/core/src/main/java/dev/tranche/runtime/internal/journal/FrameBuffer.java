package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.RetryRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow, with the encodings that {@link Frame} describes. */
final class FrameBuffer {
    private byte[] bytes = new byte[4_096];
    private int length;
    private long lastJob;

    void reset(int start) {
        length = start;
        lastJob = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void fixedInt(int at, int value) {
        Frame.putInt(bytes, at, value);
    }

    void fixedLong(int at, long value) {
        Frame.putLong(bytes, at, value);
    }

    void putByte(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    void putInt(int value) {
        putLong(value);
    }

    void putLong(long value) {
        ensure(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** The order of declaration is the format: it never changes. */
    @SuppressWarnings("EnumOrdinal")
    void putChoice(Enum<?> value) {
        putLong(value.ordinal());
    }

    void putJob(long number) {
        putLong(number - lastJob);
        lastJob = number;
    }

    void putNullable(@Nullable String text) {
        if (text == null) {
            putLong(0);
        } else {
            putText(text);
        }
    }

    /** Almost every text is ASCII and goes in without a copy; others are encoded apart. */
    void putText(String text) {
        int chars = text.length();
        putLong(chars + 1L);
        ensure(chars);
        for (int at = 0; at < chars; at++) {
            char each = text.charAt(at);
            if (each >= 0x80) {
                length -= at + sizeOf(chars + 1L);
                putUtf8(text);
                return;
            }
            bytes[length++] = (byte) each;
        }
    }

    void putBytes(byte[] value) {
        putLong(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void putInts(int[] values) {
        putLong(values.length);
        for (int value : values) {
            putLong(value);
        }
    }

    void putLongs(long[] values) {
        putLong(values.length);
        for (long value : values) {
            putLong(value);
        }
    }

    void putSpec(JobSpec spec) {
        putInt(spec.millivcpus());
        putInt(spec.memoryMib());
        putInt(spec.gpus());
        putInt(spec.diskMib());
        putLong(spec.environments());
        putInt(spec.attempts());
        putInt(spec.rules().size());
        for (RetryRule rule : spec.rules()) {
            putBoolean(rule.retry());
            putNullable(rule.onExitCode());
            putNullable(rule.onReason());
            putNullable(rule.onStatusReason());
        }
        putLong(spec.timeoutMicros());
        putLong(spec.backoffFirstMicros());
        putLong(spec.backoffMaxMicros());
        putLong(spec.graceMicros());
        putChoice(spec.onUnknown());
        putBytes(spec.document());
    }

    private void putUtf8(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putLong(encoded.length + 1L);
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private static int sizeOf(long value) {
        return Math.max(1, (64 - Long.numberOfLeadingZeros(value << 1) + 6) / 7);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
