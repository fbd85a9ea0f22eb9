package dev.tranche.benchmarks.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void what_is_not_said_is_as_the_claim_asks_for() {
        assertThat(Words.of()).isEqualTo(new Words(7, 48, List.of(1, 2, 4, 8), "bridge", "busybox:latest"));
    }

    @Test
    void each_word_changes_what_it_names() {
        assertThat(Words.of("pairs=1", "jobs=2", "atOnce=3,4", "network=none", "image=i:1"))
                .isEqualTo(new Words(1, 2, List.of(3, 4), "none", "i:1"));
    }

    @Test
    void an_unknown_word_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Words.of("round=1"))
                .withMessageContaining("round=1");
    }
}
