package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static List<LifeEvent> events(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> new LifeEvent(each, Life.START + each, () -> "event " + each, machine -> {}, null, 0))
                .toList();
    }

    private static List<String> texts(List<LifeEvent> events) {
        return events.stream().map(each -> each.text().get()).toList();
    }

    private static Function<List<LifeEvent>, @Nullable Throwable> failsWith(String... needed) {
        return events -> texts(events).containsAll(List.of(needed)) ? new IllegalStateException("job 7 is odd") : null;
    }

    @Test
    void events_that_are_not_needed_are_left_out() {
        Shrinking shrinking = new Shrinking(
                events(500), new IllegalStateException("job 8 is odd"), failsWith("event 3", "event 77", "event 499"));

        assertThat(texts(shrinking.shortest())).containsExactly("event 3", "event 77", "event 499");
        assertThat(shrinking.tries()).isLessThan(Shrinking.MOST_TRIES);
    }

    @Test
    void another_failure_does_not_count() {
        Shrinking shrinking =
                new Shrinking(events(20), new IllegalStateException("job 8 is even"), failsWith("event 3"));

        assertThat(shrinking.shortest()).hasSize(20);
    }

    @Test
    void a_bounded_number_of_lives_is_tried() {
        String[] everyOther = IntStream.range(0, 2_000)
                .filter(each -> each % 2 == 0)
                .mapToObj(each -> "event " + each)
                .toArray(String[]::new);
        Shrinking shrinking =
                new Shrinking(events(2_000), new IllegalStateException("job 8 is odd"), failsWith(everyOther));

        assertThat(texts(shrinking.shortest())).contains(everyOther);
        assertThat(shrinking.tries()).isEqualTo(Shrinking.MOST_TRIES);
    }

    @Test
    void what_is_left_is_told_with_its_times() {
        assertThat(events(2_000).get(1_500)).hasToString("     1.500 ms  event 1500");
    }

    @Test
    void the_same_seed_makes_up_the_same_life_and_its_events_make_it_again() {
        SeededRun once = new SeededRun(42);
        SeededRun again = new SeededRun(42);
        once.run();
        again.run();

        assertThat(told(again.events())).isEqualTo(told(once.events()));
        assertThat(Life.again(once.terminalJobsKept(), once.events())).isEqualTo(once.digest());
    }

    private static String told(List<LifeEvent> events) {
        return events.stream().map(LifeEvent::toString).collect(Collectors.joining("\n"));
    }
}
