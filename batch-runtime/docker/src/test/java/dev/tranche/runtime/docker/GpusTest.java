package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GpusTest {
    private final Gpus gpus = new Gpus(List.of("g0", "g1", "g2"));

    @Test
    void all_can_be_taken_and_not_one_more() {
        assertThat(gpus.take("a", 2)).containsExactly("g0", "g1");
        assertThat(gpus.take("b", 1)).containsExactly("g2");

        assertThat(gpus.take("c", 1)).isEmpty();
    }

    @Test
    void who_wants_more_than_are_free_gets_none_and_takes_none_away() {
        assertThat(gpus.take("a", 4)).isEmpty();
        assertThat(gpus.take("b", 3)).containsExactlyInAnyOrder("g0", "g1", "g2");
    }

    @Test
    void what_an_owner_had_is_free_again_once() {
        assertThat(gpus.take("a", 1)).hasSize(1);
        assertThat(gpus.take("a", 1)).hasSize(1);

        gpus.free("a");
        gpus.free("a");

        assertThat(gpus.take("b", 3)).containsExactlyInAnyOrder("g0", "g1", "g2");
        assertThat(gpus.take("c", 1)).isEmpty();
    }

    @Test
    void what_was_found_with_an_owner_is_not_given_away() {
        gpus.found("a", List.of("g1"));

        assertThat(gpus.take("b", 3)).isEmpty();
        assertThat(gpus.take("b", 2)).containsExactlyInAnyOrder("g0", "g2");
        gpus.free("a");
        assertThat(gpus.take("c", 1)).containsExactly("g1");
    }

    @Test
    void an_engine_without_gpus_gives_none_and_takes_none_back() {
        Gpus none = new Gpus(List.of());
        none.found("a", List.of("gone"));

        none.free("a");

        assertThat(none.take("b", 1)).isEmpty();
        assertThat(none.take("b", 0)).isEmpty();
    }
}
