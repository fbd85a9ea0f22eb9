package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimedOutputTest {
    private static final String FIRST = "2026-11-23T10:11:12.123456789Z ";
    private static final String SECOND = "2026-11-23T12:11:13.000000001+02:00 ";
    private static final long FIRST_MICROS = 1_795_428_672_123_456L;
    private static final long SECOND_MICROS = 1_795_428_673_000_000L;

    private final List<String> pieces = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final TimedOutput output = new TimedOutput((micros, bytes, offset, length) -> {
        pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        times.add(micros);
    });

    private void take(String chunk) {
        output.take(chunk.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void each_line_has_its_time() {
        take(FIRST + "one\n");
        take(SECOND + "two\n");
        output.end();

        assertThat(pieces).containsExactly("one\n", "two\n");
        assertThat(times).containsExactly(FIRST_MICROS, SECOND_MICROS);
    }

    @Test
    void a_line_in_several_chunks_has_one_time() {
        take(FIRST + "one ");
        take("and ");
        take("two\n");

        assertThat(pieces).containsExactly("one ", "and ", "two\n");
        assertThat(times).containsOnly(FIRST_MICROS);
    }

    @Test
    void a_long_line_comes_in_several_frames_and_has_their_times() {
        take(FIRST + "x".repeat(993));
        take("x".repeat(1024));
        take(SECOND + "end\n");

        assertThat(String.join("", pieces)).isEqualTo("x".repeat(993 + 1024) + "end\n");
        assertThat(times).containsExactly(FIRST_MICROS, FIRST_MICROS, SECOND_MICROS);
    }

    @Test
    void a_time_that_is_cut_anywhere_is_put_together() {
        for (int cut = 0; cut <= SECOND.length(); cut++) {
            pieces.clear();
            take(SECOND.substring(0, cut));
            take(SECOND.substring(cut) + "text\n");

            assertThat(String.join("", pieces)).as("cut at %d", cut).isEqualTo("text\n");
        }
    }

    @Test
    void what_only_looks_like_a_time_is_output() {
        take(FIRST + "at ");
        take("2026-11-23 is no time\n");
        take(FIRST + "then ");
        take("20");
        take("26\n");
        take(FIRST + "2026");
        output.end();

        assertThat(String.join("", pieces)).isEqualTo("at 2026-11-23 is no time\nthen 2026\n2026");
    }

    @Test
    void a_time_that_the_program_wrote_in_a_line_stays() {
        take(FIRST + FIRST + "twice\n");

        assertThat(pieces).containsExactly(FIRST + "twice\n");
    }

    @Test
    void output_of_an_engine_that_says_no_times_is_kept() {
        take("no time at all here, and longer than a time would be\n");
        take("short\n");
        output.end();

        assertThat(String.join("", pieces)).isEqualTo("no time at all here, and longer than a time would be\nshort\n");
    }

    @Test
    void frames_cut_into_any_chunks_give_the_same_output() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            pieces.clear();
            StringBuilder written = new StringBuilder();
            for (int line = 0; line < 5; line++) {
                byte[] frame = new byte[random.nextInt(2000)];
                Arrays.fill(frame, (byte) ('a' + random.nextInt(26)));
                String text = new String(frame, StandardCharsets.US_ASCII) + "\n";
                written.append(text);
                send(FIRST + text, random);
            }
            output.end();

            assertThat(String.join("", pieces)).as("seed %d", seed).isEqualTo(written.toString());
        }
    }

    /** As docker-java does: at most 1 KiB at a time, sometimes less. */
    private void send(String frame, Random random) {
        int from = 0;
        while (from < frame.length()) {
            int length = Math.min(frame.length() - from, 1 + random.nextInt(1024));
            take(frame.substring(from, from + length));
            from += length;
        }
    }
}
