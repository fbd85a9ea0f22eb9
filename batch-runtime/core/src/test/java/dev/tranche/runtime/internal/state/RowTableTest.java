package dev.tranche.runtime.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RowTableTest {
    private final RowTable table = new RowTable(4);

    @Test
    void a_freed_row_is_the_next_to_be_used_and_is_zero_again() {
        int first = table.allocate();
        int second = table.allocate();
        table.set(first, 0, 7);
        table.set(first, 3, 9);

        table.free(first);

        assertThat(table.allocate()).isEqualTo(first);
        assertThat(table.get(first, 0)).isZero();
        assertThat(table.get(first, 3)).isZero();
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.limit()).isEqualTo(second + 1);
    }

    @Test
    void rows_keep_their_values_while_the_table_grows_over_many_chunks() {
        for (int row = 0; row < 10_000; row++) {
            table.setLong(table.allocate(), 1, row * 0x1_0000_0003L);
        }
        for (int row = 0; row < 10_000; row++) {
            assertThat(table.getLong(row, 1)).isEqualTo(row * 0x1_0000_0003L);
        }
    }

    @Test
    void a_width_that_is_no_power_of_two_is_refused() {
        assertThatThrownBy(() -> new RowTable(12))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row width must be a power of two: 12");
    }
}
