package dev.tranche.runtime.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void what_the_environment_says_decides_first() {
        assertThat(Terminal.wantsLive(Map.of("TERM", "xterm-256color"))).isTrue();
        assertThat(Terminal.wantsLive(Map.of("TERM", "xterm", "CI", ""))).isTrue();
        assertThat(Terminal.wantsLive(Map.of("TERM", "xterm", "CI", "true"))).isFalse();
        assertThat(Terminal.wantsLive(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.wantsLive(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.wantsLive(Map.of())).isFalse();
    }

    @Test
    void a_stream_to_somewhere_else_is_no_terminal() {
        PrintStream elsewhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

        assertThat(Terminal.of(elsewhere, Map.of("TERM", "xterm")).isLive()).isFalse();
    }

    @Test
    void terminals_are_known_by_their_device() {
        assertThat(Terminal.isTerminal(Path.of("/dev/pts/3"))).isTrue();
        assertThat(Terminal.isTerminal(Path.of("/dev/tty1"))).isTrue();
        assertThat(Terminal.isTerminal(Path.of("/dev/null"))).isFalse();
        assertThat(Terminal.isTerminal(Path.of("/tmp/tty"))).isFalse();
        assertThat(Terminal.isTerminal(Path.of("pipe:[123]"))).isFalse();
    }

    @Test
    void text_is_written_in_the_charset_of_the_terminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(new PrintStream(bytes, false, StandardCharsets.US_ASCII), StandardCharsets.UTF_8, true);

        terminal.write("✔ done");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("✔ done");
    }

    @Test
    void a_charset_without_fine_signs_gets_plain_ones() {
        assertThat(Glyphs.in(StandardCharsets.UTF_8)).isEqualTo(Glyphs.UNICODE);
        assertThat(Glyphs.in(StandardCharsets.US_ASCII)).isEqualTo(Glyphs.ASCII);
    }
}
