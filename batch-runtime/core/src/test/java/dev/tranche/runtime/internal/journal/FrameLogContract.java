package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of frames has to do. A test of a store extends it and says how one is opened. */
abstract class FrameLogContract {
    private FrameLog log;

    /** Opens the store under test; one that outlives its closing has what it had. */
    abstract FrameLog open();

    @BeforeEach
    void openFirst() {
        log = open();
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** Replaces the store by what is left of it after it was closed. */
    final FrameLog reopened() {
        log.close();
        log = open();
        return log;
    }

    final FrameLog log() {
        return log;
    }

    /** A frame in which a queue is disabled for a reason. */
    static byte[] frame(String reason) {
        FrameEncoder encoder = new FrameEncoder();
        encoder.begin(1_000, 1);
        encoder.queueDisabled(0, reason);
        encoder.finish();
        byte[] copy = new byte[encoder.length()];
        System.arraycopy(encoder.bytes(), 0, copy, 0, copy.length);
        return copy;
    }

    static void append(FrameLog to, String reason) {
        byte[] frame = frame(reason);
        to.append(frame, frame.length);
    }

    static List<String> replayed(FrameLog from) {
        List<String> reasons = new ArrayList<>();
        from.replay((frame, length) -> FrameDecoder.decode(frame, length, new OutcomeListener() {
            @Override
            public void queueDisabled(int queue, String reason) {
                reasons.add(reason);
            }
        }));
        return reasons;
    }

    @Test
    void a_new_one_has_nothing() {
        assertThat(replayed(log)).isEmpty();
    }

    @Test
    void what_was_appended_is_replayed_in_that_order_as_often_as_one_likes() {
        append(log, "a");
        append(log, "b");
        assertThat(replayed(log)).containsExactly("a", "b");
        append(log, "c");
        assertThat(replayed(log)).containsExactly("a", "b", "c");
        assertThat(replayed(log)).containsExactly("a", "b", "c");
    }

    @Test
    void the_array_of_a_frame_stays_the_callers() {
        byte[] frame = frame("mine");
        byte[] longer = new byte[frame.length + 100];
        System.arraycopy(frame, 0, longer, 0, frame.length);
        log.append(longer, frame.length);
        longer[frame.length - 1] ^= 1;
        assertThat(replayed(log)).containsExactly("mine");
    }

    @Test
    void a_frame_of_a_megabyte_is_a_frame() {
        String large = "x".repeat(1 << 20);
        append(log, large);
        append(log, "small");
        assertThat(replayed(log)).containsExactly(large, "small");
    }

    @Test
    void frames_that_repeat_each_other_are_kept_each() {
        append(log, "a");
        append(log, "a");
        assertThat(replayed(log)).containsExactly("a", "a");
    }
}
