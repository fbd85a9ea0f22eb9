package dev.tranche.runtime.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OccurrencesTest {
    @Test
    void what_was_said_first_happens_first_among_equals() {
        Occurrences occurrences = new Occurrences();
        Draws draws = Draws.of(5, Draws.Purpose.PROGRAM);
        List<long[]> happened = new ArrayList<>();
        int said = 0;
        for (int i = 0; i < 20_000; i++) {
            if (occurrences.next() == Micros.NEVER || draws.happens(0.55)) {
                long time = draws.below(50) + (happened.isEmpty() ? 0 : happened.get(happened.size() - 1)[0]);
                int order = said++;
                occurrences.add(time, now -> happened.add(new long[] {now, order}));
            } else {
                long now = occurrences.next();
                occurrences.poll().happen(now);
            }
        }
        while (occurrences.next() != Micros.NEVER) {
            long now = occurrences.next();
            occurrences.poll().happen(now);
        }
        assertThat(happened).hasSize(said);
        for (int i = 1; i < happened.size(); i++) {
            long[] before = happened.get(i - 1);
            long[] after = happened.get(i);
            assertThat(before[0] < after[0] || (before[0] == after[0] && before[1] < after[1]))
                    .as("%s before %s", before, after)
                    .isTrue();
        }
        assertThatThrownBy(occurrences::poll).isInstanceOf(IllegalStateException.class);
    }
}
