package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes through the pipes comes out as it went in. */
class ProtocolTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123456Z");

    private static ByteBuffer read(byte[] bytes) throws IOException {
        ByteBuffer frame = Frame.read(new BufferedInputStream(new ByteArrayInputStream(bytes)));
        if (frame == null) {
            throw new IOException("no frame");
        }
        return frame;
    }

    @Test
    void events_are_read_as_they_were_written() throws IOException {
        List<Event> events = List.of(
                new Event.Ready(),
                new Event.Started(7, 4711, AT),
                new Event.NotStarted(8, "no such file: ä", AT),
                new Event.Ended(9, true, 255, "", AT),
                new Event.Ended(10, false, 9, "stdout", AT),
                new Event.Warning("careful"),
                new Event.Known(11, "job.1"),
                new Event.Listed());

        for (Event event : events) {
            assertThat(Event.parse(read(event.toFrame()))).isEqualTo(event);
        }
    }

    @Test
    void commands_are_read_as_they_were_written() throws IOException {
        byte[] script = "echo ä\0".getBytes(StandardCharsets.UTF_8);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("A", "1");
        variables.put("B", "\u2713");
        variables.put("C", "");
        Command.Start start = Command.Start.of(1, "job.1", "3", "run", script, "/bin/sh", List.of("sh", ""), variables);

        Command parsed = Command.parse(read(start.toFrame()));

        assertThat(parsed).isInstanceOfSatisfying(Command.Start.class, command -> {
            assertThat(command.key()).isEqualTo(1);
            assertThat(command.attempt()).isEqualTo("job.1");
            assertThat(command.spare()).isEqualTo("3");
            assertThat(command.run()).isEqualTo("run");
            assertThat(command.script()).isEqualTo(script);
            assertThat(command.arguments()).isEqualTo(2);
            assertThat(command.variables()).isEqualTo(3);
            assertThat(new String(command.strings(), StandardCharsets.UTF_8))
                    .isEqualTo("/bin/sh\0sh\0\0A=1\0B=\u2713\0C=\0");
        });
        Command.Stop stop = new Command.Stop(2, 30_000);
        assertThat(Command.parse(read(stop.toFrame()))).isEqualTo(stop);
    }

    @Test
    void a_frame_that_is_cut_off_is_the_end() throws IOException {
        byte[] whole = new Event.Warning("text").toFrame();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(Frame.read(new BufferedInputStream(new ByteArrayInputStream(cut))))
                    .isNull();
        }
    }

    @Test
    void an_ends_log_is_read_and_goes_on_from_the_entry_before_one_that_was_cut_off(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("ends.log");
        EndsLog.Entry first = new EndsLog.Entry(new Event.Known(1, "a.1"), new Event.Ended(1, true, 0, "", AT));
        EndsLog.Entry second =
                new EndsLog.Entry(new Event.Known(2, "b.1"), new Event.NotStarted(2, "no such file", AT));
        try (EndsLog log = new EndsLog(file, attempt -> true)) {
            log.append(first);
            log.append(second);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 1; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int entries = EndsLog.read(file).size();
            assertThat(entries).isLessThan(2);
            try (EndsLog log = new EndsLog(file, attempt -> true)) {
                log.append(second);
            }
            assertThat(EndsLog.read(file)).hasSize(entries + 1).endsWith(second);
        }

        assertThat(EndsLog.read(directory.resolve("none"))).isEmpty();
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    }

    @Test
    void an_ends_log_that_has_become_long_loses_what_nobody_asks_for_any_more(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("ends.log");
        List<Integer> lengths = new ArrayList<>();
        try (EndsLog log = new EndsLog(file, attempt -> attempt.startsWith("kept"), 8)) {
            for (int i = 0; i < 100; i++) {
                String attempt = (i % 20 == 0 ? "kept-" : "gone-") + i;
                log.append(new EndsLog.Entry(new Event.Known(i, attempt), new Event.Ended(i, true, 0, "", AT)));
                lengths.add(EndsLog.read(file).size());
            }
        }
        assertThat(lengths).allMatch(entries -> entries <= 10);
        assertThat(EndsLog.read(file))
                .extracting(entry -> entry.whose().attempt())
                .contains("kept-0", "kept-20", "kept-40", "kept-60", "kept-80")
                .doesNotContain("gone-1");
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        try (EndsLog log = new EndsLog(file, attempt -> false, 8)) {
            log.append(new EndsLog.Entry(new Event.Known(0, "a"), new Event.Ended(0, true, 0, "", AT)));
        }
        assertThat(EndsLog.read(file)).hasSizeLessThanOrEqualTo(8);
        assertThat(directory).isDirectoryNotContaining(each -> each.endsWith("ends.log.new"));
    }

    @Test
    void frames_that_come_during_a_write_go_out_with_the_next_one() throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        List<Integer> writes = new ArrayList<>();
        Outbox[] outbox = new Outbox[1];
        outbox[0] = new Outbox(new OutputStream() {
            @Override
            public void write(int value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                if (writes.isEmpty()) {
                    writes.add(length);
                    outbox[0].post(new byte[] {2});
                    outbox[0].post(new byte[] {3});
                } else {
                    writes.add(length);
                }
                written.write(bytes, from, length);
            }
        });

        outbox[0].post(new byte[] {1});

        assertThat(writes).containsExactly(1, 2);
        assertThat(written.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void what_can_wait_goes_along_with_what_cannot_or_when_it_is_flushed() throws IOException {
        List<Integer> writes = new ArrayList<>();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Outbox outbox = new Outbox(new OutputStream() {
            @Override
            public void write(int value) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                writes.add(length);
                written.write(bytes, from, length);
            }
        });

        assertThat(outbox.put(new byte[] {1})).isTrue();
        assertThat(outbox.put(new byte[] {2})).isFalse();
        assertThat(writes).isEmpty();
        outbox.post(new byte[] {3});
        assertThat(writes).containsExactly(3);
        // the flush that was asked for is still due, and serves what comes before it
        assertThat(outbox.put(new byte[] {4})).isFalse();
        outbox.flush();
        outbox.flush();
        assertThat(writes).containsExactly(3, 1);
        assertThat(outbox.put(new byte[] {5})).isTrue();
        outbox.flush();

        assertThat(writes).containsExactly(3, 1, 1);
        assertThat(written.toByteArray()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void nothing_is_kept_for_an_end_that_is_gone() throws IOException {
        Outbox outbox = new Outbox(new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("broken pipe");
            }
        });

        assertThatThrownBy(() -> outbox.post(new byte[] {1})).isInstanceOf(IOException.class);
        outbox.post(new byte[] {2});
        assertThat(outbox.put(new byte[] {3})).isFalse();
        outbox.flush();
    }
}
