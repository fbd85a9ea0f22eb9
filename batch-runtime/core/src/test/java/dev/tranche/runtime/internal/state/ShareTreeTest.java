package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShareTreeTest {
    @Test
    void it_finds_the_first_least_key_of_those_that_wait_in_an_open_demand_as_a_search_of_all_does() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 200; round++) {
            int shares = 1 + random.nextInt(40);
            int words = 1 + random.nextInt(3);
            ShareTree tree = new ShareTree();
            tree.resize(shares, words);
            long[] keys = new long[shares];
            long[][] waiting = new long[shares][words];
            for (int step = 0; step < 100; step++) {
                int slot = random.nextInt(shares);
                keys[slot] = random.nextLong(20);
                waiting[slot][random.nextInt(words)] = 1L << random.nextInt(64) & random.nextLong();
                tree.set(slot, keys[slot], waiting[slot]);
                long[] open = new long[tree.words()];
                long some = random.nextLong();
                open[random.nextInt(words)] = some | random.nextLong();

                int found = tree.first(open);

                assertThat(found).isEqualTo(firstLeast(keys, waiting, open));
            }
        }
    }

    private static int firstLeast(long[] keys, long[][] waiting, long[] open) {
        int first = RowTable.NONE;
        for (int slot = 0; slot < keys.length; slot++) {
            if (waits(waiting[slot], open) && (first == RowTable.NONE || keys[slot] < keys[first])) {
                first = slot;
            }
        }
        return first;
    }

    private static boolean waits(long[] waiting, long[] open) {
        for (int word = 0; word < waiting.length; word++) {
            if ((waiting[word] & open[word]) != 0) {
                return true;
            }
        }
        return false;
    }
}
