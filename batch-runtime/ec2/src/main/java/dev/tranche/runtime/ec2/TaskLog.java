package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The output of a task, in CloudWatch Logs. It is read when somebody asks for it, and polled only while somebody follows. All of
 * it counts as standard output: ECS keeps lines, and not which of both a line was printed to. Any thread.
 */
final class TaskLog implements AttemptLog {
    /** How late lines may arrive after their task has ended. */
    static final Duration LATE = Duration.ofSeconds(10);

    /** How many bytes of a line the log driver puts into one event: 256 KiB less what an event takes beside. */
    private static final int LONGEST_EVENT = 262_144 - 26;

    private static final int LONGEST_CHARACTER = 4;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(TaskLog.class);

    private final EcsTask task;
    private final Function<String, List<LogPlace>> places;
    private final Supplier<LogReader> reader;
    private final Background background;

    static final String ELSEWHERE =
            "(the output is not read here: the definition sends it to another log driver or region)";

    /**
     * @param places where the output of a task is, by the ARN of the task
     * @param reader reads it, as soon as AWS knows us
     */
    TaskLog(EcsTask task, Function<String, List<LogPlace>> places, Supplier<LogReader> reader, Background background) {
        this.task = task;
        this.places = places;
        this.reader = reader;
        this.background = background;
    }

    @Override
    public String text(Stream stream, int maxBytes) {
        String all = lines(stream, maxBytes).stream()
                .map(line -> line.text() + (isPart(line.text()) ? "" : "\n"))
                .collect(Collectors.joining());
        byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, bytes.length - maxBytes);
        while (from > 0 && from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
            from++; // a character that would begin in its middle
        }
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    }

    /** The log driver cuts a line that is longer than an event may be. */
    private static boolean isPart(String text) {
        return text.length() > (LONGEST_EVENT - LONGEST_CHARACTER) / LONGEST_CHARACTER
                && text.getBytes(StandardCharsets.UTF_8).length > LONGEST_EVENT - LONGEST_CHARACTER;
    }

    @Override
    public List<LogLine> lines(Stream stream, int maxBytes) {
        if (stream == Stream.STDERR || maxBytes <= 0) {
            return List.of();
        }
        try {
            return settled(maxBytes);
        } catch (SdkException e) {
            LOG.warn("the log of attempt {} cannot be read: {}", task.id(), Trouble.text(e));
            return List.of(new LogLine(Optional.empty(), unreadable(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static String unreadable(SdkException e) {
        return "(the log cannot be read: " + Trouble.text(e) + ")";
    }

    /** Lines arrive a little after they were printed: while they may, no line at all is looked for again. */
    private List<LogLine> settled(int maxBytes) throws InterruptedException {
        while (true) {
            boolean late =
                    task.endedFor().filter(time -> time.compareTo(LATE) < 0).isPresent();
            Optional<List<LogPlace>> where = where();
            if (where.filter(List::isEmpty).isPresent()) {
                return List.of(new LogLine(Optional.empty(), ELSEWHERE));
            }
            List<LogLine> lines = reader.get().last(where.orElseGet(List::of), maxBytes);
            if (!lines.isEmpty() || !late) {
                return lines;
            }
            Thread.sleep(SHORTEST.toMillis());
        }
    }

    /** Not known before there is a task. */
    private Optional<List<LogPlace>> where() {
        return task.arn().map(places);
    }

    // ---- following

    @Override
    public Following follow(Stream stream, Consumer<String> line) {
        AtomicBoolean closed = new AtomicBoolean();
        if (stream == Stream.STDOUT) {
            new Follower(line, closed).soon(Duration.ZERO);
        }
        return () -> closed.set(true);
    }

    /** One following: one page of each stream at a time, the next soon if there were lines, and later if not. */
    private final class Follower {
        private final Consumer<String> line;
        private final AtomicBoolean closed;
        private final List<@Nullable String> tokens = new ArrayList<>();
        private List<LogPlace> followed = List.of();
        private Duration pause = SHORTEST;

        Follower(Consumer<String> line, AtomicBoolean closed) {
            this.line = line;
            this.closed = closed;
        }

        void soon(Duration delay) {
            background.after(delay, this::look);
        }

        private void look() throws InterruptedException {
            if (closed.get()) {
                return;
            }
            boolean over =
                    task.endedFor().filter(time -> time.compareTo(LATE) >= 0).isPresent();
            try {
                boolean more = deliver();
                pause = more ? SHORTEST : longer(pause);
                if (more || !over) {
                    soon(more ? Duration.ZERO : pause);
                }
            } catch (SdkException e) {
                LOG.warn("the log of attempt {} cannot be followed: {}", task.id(), Trouble.text(e));
                if (over) {
                    give(unreadable(e)); // nothing more comes, so it is not tried for ever
                } else {
                    soon(LONGEST);
                }
            }
        }

        private static Duration longer(Duration pause) {
            Duration next = pause.multipliedBy(2);
            return next.compareTo(LONGEST) < 0 ? next : LONGEST;
        }

        private boolean deliver() throws InterruptedException {
            if (followed.isEmpty()) {
                Optional<List<LogPlace>> where = where();
                if (where.filter(List::isEmpty).isPresent()) {
                    give(ELSEWHERE);
                    closed.set(true);
                    return false;
                }
                followed = where.orElseGet(List::of);
                followed.forEach(place -> tokens.add(null));
            }
            boolean any = false;
            for (int i = 0; i < followed.size(); i++) {
                LogReader.Page page = reader.get().next(followed.get(i), tokens.get(i));
                tokens.set(i, page.token());
                any |= !page.lines().isEmpty();
                for (LogLine each : page.lines()) {
                    if (!closed.get()) {
                        give(each.text());
                    }
                }
            }
            return any;
        }

        /** A consumer that throws has had enough. */
        private void give(String text) {
            try {
                line.accept(text);
            } catch (RuntimeException e) {
                LOG.debug("a follower of attempt {} threw; its following ends", task.id(), e);
                closed.set(true);
            }
        }
    }
}
