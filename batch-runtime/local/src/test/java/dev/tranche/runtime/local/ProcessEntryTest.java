package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessEntryTest {
    @Test
    void a_name_with_parentheses_and_spaces_does_not_disturb() {
        ProcessEntry process =
                ProcessEntry.parse("42 (a ) S 1 (b) S 7 42 43 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 0 0 0\n");

        assertThat(process).isEqualTo(new ProcessEntry(42, 'S', 7, 42, 43, 987_654));
        assertThat(process.isDead()).isFalse();
    }

    @Test
    void this_process_is_in_the_table() {
        int self = (int) ProcessHandle.current().pid();

        assertThat(ProcessTable.find(self)).hasValueSatisfying(process -> {
            assertThat(process.pid()).isEqualTo(self);
            assertThat(process.isDead()).isFalse();
        });
        assertThat(ProcessTable.find(Integer.MAX_VALUE)).isEmpty();
        assertThat(ProcessTable.marker(Integer.MAX_VALUE)).isEmpty();
    }
}
