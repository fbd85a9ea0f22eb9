package dev.tranche.runtime.spi.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {
    private final List<String> taken = new ArrayList<>();
    private final LogLines lines = new LogLines(taken::add);

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        lines.add(bytes, bytes.length);
    }

    @Test
    void lines_are_put_together_from_pieces() {
        add("on");
        add("e\n\ntwo\nth");

        assertThat(taken).containsExactly("one", "", "two");
    }

    @Test
    void the_last_line_needs_no_line_feed() {
        add("one\ntwo");
        lines.end();
        lines.end();

        assertThat(taken).containsExactly("one", "two");
    }

    @Test
    void a_long_line_comes_in_parts_that_cut_no_character() {
        String line = "ä".repeat(LogLines.LONGEST) + "x";
        add(line + "\n");

        assertThat(taken)
                .hasSizeGreaterThan(1)
                .allSatisfy(part -> assertThat(part).doesNotContain("\uFFFD"));
        assertThat(String.join("", taken)).isEqualTo(line);
    }

    @Test
    void what_is_not_utf8_is_replaced() {
        lines.add(new byte[] {'a', (byte) 0xFF, 'b', '\n'}, 4);

        assertThat(taken).containsExactly("a\uFFFDb");
    }
}
