package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
    @Test
    void each_count_gets_its_part() {
        assertThat(Cells.share(24, 12, 0, 6, 6)).containsExactly(12, 0, 6, 6);
    }

    @Test
    void what_is_not_zero_is_seen() {
        assertThat(Cells.share(24, 100_000, 1, 0, 0)).containsExactly(23, 1, 0, 0);
    }

    @Test
    void all_cells_are_given_away() {
        assertThat(Cells.share(24, 1, 1, 1, 2)).containsExactly(4, 4, 4, 12);
        assertThat(Cells.share(24, 0, 0, 0, 0)).containsExactly(0, 0, 0, 24);
    }

    @Test
    void large_counts_do_not_overflow() {
        assertThat(Cells.share(24, Integer.MAX_VALUE, 0, 0, Integer.MAX_VALUE)).containsExactly(12, 0, 0, 12);
    }
}
