package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NodeSlotsTest {
    private final List<String> begun = new ArrayList<>();
    private final Slots slots = new Slots(OptionalInt.of(3));

    private void alone(String name) {
        slots.admit(name, () -> begun.add(name));
    }

    private void node(String name, String job, int nodes) {
        slots.admit(name, job, nodes, () -> begun.add(name));
    }

    @Test
    void who_comes_too_late_waits_in_order() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            alone(name);
        }
        assertThat(begun).containsExactly("a", "b", "c");

        slots.leave("b");
        slots.leave("nobody");
        assertThat(begun).containsExactly("a", "b", "c", "d");
        slots.leave("e");
        slots.leave("a");
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void the_first_node_takes_the_places_of_all() {
        alone("a");
        node("x0", "x", 2);
        alone("b");
        node("x1", "x", 2);
        assertThat(begun).containsExactly("a", "x0", "x1");

        slots.leave("x0");
        assertThat(begun).containsExactly("a", "x0", "x1");
        slots.leave("x1");
        assertThat(begun).containsExactly("a", "x0", "x1", "b");
    }

    @Test
    void nodes_wait_until_there_is_room_for_all_and_keep_their_turn() {
        alone("a");
        alone("b");
        node("x0", "x", 2);
        alone("c");
        assertThat(begun).containsExactly("a", "b");

        slots.leave("a");
        assertThat(begun).containsExactly("a", "b", "x0");
        node("x1", "x", 2);
        slots.leave("b");
        assertThat(begun).containsExactly("a", "b", "x0", "x1", "c");
    }

    @Test
    void two_jobs_of_several_nodes_never_hold_half_of_what_the_other_needs() {
        node("x0", "x", 2);
        node("y0", "y", 2);
        node("x1", "x", 2);
        assertThat(begun).containsExactly("x0", "x1");
    }

    @Test
    void who_was_there_before_has_a_place() {
        slots.found("x0", "x");
        slots.found("x1", "x");
        node("x2", "x", 3);
        alone("a");
        assertThat(begun).containsExactly("x2");

        for (String name : List.of("x0", "x1", "x2")) {
            slots.leave(name);
        }
        assertThat(begun).containsExactly("x2", "a");
    }
}
