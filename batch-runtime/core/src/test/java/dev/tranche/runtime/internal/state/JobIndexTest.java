package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JobIndexTest {
    private static final long FIRST = 1L << 40;

    private final Jobs jobs = new Jobs();
    private final JobIndex index = new JobIndex(jobs);

    @Test
    void random_additions_and_removals_agree_with_a_hash_map() {
        SplittableRandom random = new SplittableRandom(7);
        Map<Long, Integer> known = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            long number = FIRST + random.nextInt(2_000);
            Integer row = known.get(number);
            assertThat(index.find(number, NONE)).isEqualTo(row == null ? NONE : row);
            if (row == null) {
                known.put(number, add(number, NONE));
            } else {
                known.remove(number);
                remove(row);
            }
        }
    }

    @Test
    void a_child_is_not_its_array() {
        int array = add(FIRST, NONE);
        int child = add(FIRST, 3);

        assertThat(index.find(FIRST, NONE)).isEqualTo(array);
        assertThat(index.find(FIRST, 3)).isEqualTo(child);
        assertThat(index.find(FIRST, 4)).isEqualTo(NONE);
    }

    @Test
    void a_dense_run_with_old_stragglers_is_found_in_few_probes() {
        List<Integer> rows = new ArrayList<>();
        for (int job = 0; job < 300_000; job++) {
            rows.add(add(FIRST + (job < 50_000 ? job * 37L : 5_000_000L + job), NONE));
        }
        int longest = 0;
        for (int row : rows) {
            longest = Math.max(longest, index.probes(jobs.number(row), NONE));
        }
        assertThat(longest).isLessThan(64);
    }

    private int add(long number, int child) {
        int row = jobs.add(number, child);
        index.add(row);
        return row;
    }

    private void remove(int row) {
        index.remove(row);
        jobs.remove(row);
    }
}
