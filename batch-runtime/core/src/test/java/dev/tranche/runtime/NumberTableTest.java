package dev.tranche.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberTableTest {
    private static final int STEPS = 200_000;

    @Test
    void it_finds_what_a_map_finds_whatever_is_put_and_removed() {
        NumberTable<String> table = new NumberTable<>();
        Map<Long, String> map = new HashMap<>();
        SplittableRandom random = new SplittableRandom(42);
        for (int step = 0; step < STEPS; step++) {
            long number = (1L << 40) + random.nextInt(1, 2_000);
            switch (random.nextInt(3)) {
                case 0 -> {
                    table.put(number, "v" + step);
                    map.put(number, "v" + step);
                }
                case 1 -> {
                    table.remove(number);
                    map.remove(number);
                }
                default -> assertThat(table.get(number)).isEqualTo(map.get(number));
            }
        }
        assertThat(table.size()).isEqualTo(map.size());
        List<String> visited = new ArrayList<>();
        table.forEach(visited::add);
        assertThat(visited).containsExactlyInAnyOrderElementsOf(map.values());
        map.forEach((number, value) -> assertThat(table.get(number)).isEqualTo(value));
    }
}
