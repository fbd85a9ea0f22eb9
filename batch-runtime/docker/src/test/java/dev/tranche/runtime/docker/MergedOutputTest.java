package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.LogLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergedOutputTest {
    private static void write(OutputFile.Reader to, long micros, String text) throws IOException {
        to.piece(false, micros, text.getBytes(StandardCharsets.UTF_8));
    }

    private static MergedOutput ofTwo(int maxBytes) throws IOException {
        MergedOutput merged = new MergedOutput(Stream.STDOUT, maxBytes);
        OutputFile.Reader one = merged.of("a | ");
        OutputFile.Reader other = merged.of("b | ");
        write(one, 1_000_000, "first\n");
        write(one, 3_000_000, "third\n");
        write(other, 2_000_000, "second\n");
        write(other, 4_000_000, "without an end");
        return merged;
    }

    @Test
    void lines_of_several_containers_are_in_the_order_of_their_times() throws IOException {
        assertThat(ofTwo(1_000).lines())
                .containsExactly(
                        new LogLine(Optional.of(Instant.ofEpochSecond(1)), "a | first"),
                        new LogLine(Optional.of(Instant.ofEpochSecond(2)), "b | second"),
                        new LogLine(Optional.of(Instant.ofEpochSecond(3)), "a | third"),
                        new LogLine(Optional.of(Instant.ofEpochSecond(4)), "b | without an end"));
    }

    @Test
    void no_more_is_given_than_may_be_read_and_the_last_lines_count() throws IOException {
        assertThat(ofTwo("b | without an end\n".length()).lines())
                .extracting(LogLine::text)
                .containsExactly("b | without an end");
        assertThat(ofTwo(0).lines()).isEmpty();
    }

    @Test
    void a_line_without_a_time_has_none() throws IOException {
        MergedOutput merged = new MergedOutput(Stream.STDOUT, 100);
        write(merged.of(""), 0, "line\n");

        assertThat(merged.lines()).isEqualTo(List.of(new LogLine(Optional.empty(), "line")));
    }
}
