package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.StateLimit;
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

    /** All that is in another one. */
    void put(FrameBuffer other) {
        ensure(other.length);
        System.arraycopy(other.bytes, 0, bytes, length, other.length);
        length += other.length;
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

    void putQueue(Queue queue) {
        putInt(queue.number());
        putText(queue.name());
        putInt(queue.priority());
        putInts(queue.environments());
        putBoolean(queue.strict());
        putLong(queue.patienceMicros());
        putInt(queue.maxConcurrent());
        putInt(queue.attemptsOnInterruption());
        putInt(queue.limits().size());
        for (StateLimit limit : queue.limits()) {
            putChoice(limit.reason());
            putLong(limit.micros());
        }
        FairShare policy = queue.fairShare();
        putBoolean(policy != null);
        if (policy != null) {
            putFairShare(policy);
        }
    }

    private void putFairShare(FairShare policy) {
        putLong(policy.halfLifeMicros());
        putInt(policy.reservationPercent());
        putBoolean(policy.vcpusOnly());
        putInt(policy.weights().size());
        for (FairShare.Weight weight : policy.weights()) {
            putText(weight.identifier());
            putInt(weight.tenThousandths());
        }
    }

    void putSpec(JobSpec spec) {
        putInt(spec.millivcpus());
        putInt(spec.memoryMib());
        putInt(spec.gpus());
        putInt(spec.diskMib());
        putInt(spec.consumes().size());
        spec.consumes().forEach(this::putConsumption);
        putLong(spec.environments());
        putRetry(spec.retry());
        putLong(spec.timeoutMicros());
        putLong(spec.queueTimeoutMicros());
        putLong(spec.graceMicros());
        putChoice(spec.onUnknown());
        putGang(spec.gang());
        putBytes(spec.document());
    }

    void putConsumption(Consumption consumption) {
        putText(consumption.resource());
        putLong(consumption.total());
        putBoolean(consumption.replenishable());
        putLong(consumption.quantity());
    }

    void putScalingRules(ScalingRules rules) {
        putChoice(rules.allocation());
        putInt(rules.minMillivcpus());
        putInt(rules.maxMillivcpus());
        putInt(rules.maxHosts());
        putLong(rules.maxMicroDollarsPerHour());
        putLong(rules.idleMicros());
    }

    void putHostType(HostType type) {
        putText(type.name());
        putInt(type.millivcpus());
        putInt(type.memoryMib());
        putInt(type.gpus());
        putInt(type.diskMib());
        putLong(type.microDollarsPerHour());
        putText(type.edition());
    }

    private void putGang(@Nullable Gang gang) {
        putInt(gang == null ? 0 : gang.groups().size());
        if (gang != null) {
            for (Gang.Nodes group : gang.groups()) {
                putInt(group.count());
                putInt(group.millivcpus());
                putInt(group.memoryMib());
                putInt(group.gpus());
                putInt(group.diskMib());
            }
            putInt(gang.mainNode());
        }
    }

    private void putRetry(Retry retry) {
        putInt(retry.attempts());
        putInt(retry.attemptsOnInterruption());
        putInt(retry.rules().size());
        for (RetryRule rule : retry.rules()) {
            putBoolean(rule.retry());
            putNullable(rule.onExitCode());
            putNullable(rule.onReason());
            putNullable(rule.onStatusReason());
        }
        putLong(retry.backoffFirstMicros());
        putLong(retry.backoffMaxMicros());
        putInt(retry.memoryPercent());
        putInt(retry.memoryCapMib());
        putInt(retry.nextEnvironmentAfter());
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
