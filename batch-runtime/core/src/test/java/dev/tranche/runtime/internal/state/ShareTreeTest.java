package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShareTreeTest {
    @Test
    void it_finds_the_least_key_of_those_that_wait_in_an_open_demand_as_a_search_of_all_does() {
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

                assertThat(found == RowTable.NONE ? -1 : keys[found]).isEqualTo(least(keys, waiting, open));
                assertThat(found == RowTable.NONE || waits(waiting[found], open))
                        .isTrue();
            }
        }
    }

    private static long least(long[] keys, long[][] waiting, long[] open) {
        long least = -1;
        for (int slot = 0; slot < keys.length; slot++) {
            if (waits(waiting[slot], open) && (least < 0 || keys[slot] < least)) {
                least = keys[slot];
            }
        }
        return least;
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
