package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final List<String> begun = new ArrayList<>();
    private final Slots slots = new Slots(OptionalInt.of(2));

    private void admit(String... owners) {
        for (String owner : owners) {
            slots.admit(owner, () -> begun.add(owner));
        }
    }

    @Test
    void as_many_begin_as_may_and_the_others_wait_in_order() {
        admit("a", "b", "c", "d");
        assertThat(begun).containsExactly("a", "b");

        slots.leave("b");
        assertThat(begun).containsExactly("a", "b", "c");

        slots.leave("a");
        slots.leave("c");
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void who_leaves_twice_makes_room_once() {
        admit("a", "b", "c", "d");

        slots.leave("a");
        slots.leave("a");

        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void who_gives_up_waiting_never_begins_and_makes_no_room() {
        admit("a", "b", "c", "d");

        slots.leave("c");
        assertThat(begun).containsExactly("a", "b");

        slots.leave("a");
        assertThat(begun).containsExactly("a", "b", "d");
    }

    @Test
    void who_was_found_counts_even_above_the_limit() {
        slots.found("x");
        slots.found("y");
        slots.found("z");
        admit("a");

        slots.leave("x");
        assertThat(begun).isEmpty();

        slots.leave("y");
        assertThat(begun).containsExactly("a");
    }

    @Test
    void one_slot_is_one_after_the_other_also_when_one_ends_as_it_begins() {
        Slots one = new Slots(OptionalInt.of(1));
        for (String owner : List.of("a", "b", "c")) {
            one.admit(owner, () -> {
                begun.add(owner);
                one.leave(owner);
            });
        }

        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void without_a_limit_all_begin() {
        Slots unlimited = new Slots(OptionalInt.empty());
        for (int i = 0; i < 10_000; i++) {
            int owner = i;
            unlimited.admit(owner, () -> begun.add("" + owner));
        }

        assertThat(begun).hasSize(10_000);
    }
}
