package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryLogTest extends FrameLogContract {
    @Override
    FrameLog open() {
        return new MemoryLog(1 << 20);
    }

    @Test
    void a_checkpoint_takes_the_place_of_all_before_it() {
        append(log(), "a");
        append(log(), "b");
        byte[] checkpoint = frame("all");
        log().restart(checkpoint, checkpoint.length);
        append(log(), "c");
        assertThat(replayed(log())).containsExactly("all", "c");
    }

    @Test
    void one_that_is_full_wants_a_checkpoint_and_has_room_after_it() {
        MemoryLog small = new MemoryLog(256);
        while (!small.wantsCheckpoint()) {
            append(small, "x");
        }
        byte[] checkpoint = frame("all");
        small.restart(checkpoint, checkpoint.length);
        assertThat(small.wantsCheckpoint()).isFalse();
    }
}
