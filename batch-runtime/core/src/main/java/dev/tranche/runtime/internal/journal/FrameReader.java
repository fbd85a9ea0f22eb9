package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.state.BlockedReason;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FrameBuffer} wrote. */
final class FrameReader {
    private static final BlockedReason[] BLOCKED_REASONS = BlockedReason.values();
    private static final ScalingRules.Allocation[] ALLOCATIONS = ScalingRules.Allocation.values();
    private static final JobSpec.OnUnknown[] ON_UNKNOWN = JobSpec.OnUnknown.values();

    private final byte[] bytes;
    private final int end;
    private int at;
    private long lastJob;

    FrameReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    int tag() {
        return bytes[at++];
    }

    boolean flag() {
        return bytes[at++] != 0;
    }

    int number() {
        return (int) longNumber();
    }

    long longNumber() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                break;
            }
        }
        return value >>> 1 ^ -(value & 1);
    }

    long job() {
        lastJob += longNumber();
        return lastJob;
    }

    <T> T choice(T[] values) {
        return values[number()];
    }

    String text() {
        String text = nullable();
        if (text == null) {
            throw new DamagedFrameException("a text is missing before byte " + at);
        }
        return text;
    }

    @Nullable
    String nullable() {
        int length = number() - 1;
        if (length < 0) {
            return null;
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = number();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    int[] numbers() {
        int[] values = new int[number()];
        for (int each = 0; each < values.length; each++) {
            values[each] = number();
        }
        return values;
    }

    long[] longNumbers() {
        long[] values = new long[number()];
        for (int each = 0; each < values.length; each++) {
            values[each] = longNumber();
        }
        return values;
    }

    Queue queue() {
        return new Queue(
                number(),
                text(),
                number(),
                numbers(),
                flag(),
                longNumber(),
                number(),
                number(),
                list(() -> new StateLimit(BLOCKED_REASONS[number()], longNumber())),
                flag() ? fairShare() : null);
    }

    private FairShare fairShare() {
        return new FairShare(longNumber(), number(), flag(), list(() -> new FairShare.Weight(text(), number())));
    }

    JobSpec spec() {
        return new JobSpec(
                number(),
                number(),
                number(),
                number(),
                list(this::consumption),
                longNumber(),
                retry(),
                longNumber(),
                longNumber(),
                longNumber(),
                ON_UNKNOWN[number()],
                gang(),
                bytes());
    }

    Consumption consumption() {
        return new Consumption(text(), longNumber(), flag(), longNumber());
    }

    ScalingRules scalingRules() {
        return new ScalingRules(choice(ALLOCATIONS), number(), number(), number(), longNumber(), longNumber());
    }

    HostType hostType() {
        return new HostType(text(), number(), number(), number(), number(), longNumber(), text());
    }

    private @Nullable Gang gang() {
        List<Gang.Nodes> groups = list(() -> new Gang.Nodes(number(), number(), number(), number(), number()));
        return groups.isEmpty() ? null : new Gang(number(), groups);
    }

    private Retry retry() {
        return new Retry(
                number(),
                number(),
                list(() -> new RetryRule(flag(), nullable(), nullable(), nullable())),
                longNumber(),
                longNumber(),
                number(),
                number(),
                number());
    }

    <T> List<T> list(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int left = number(); left > 0; left--) {
            all.add(one.get());
        }
        return all;
    }
}
