package dev.tranche.runtime.report;

import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.Subscription;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of a runtime's jobs. On a terminal, one line per stage (all jobs of one name in one workflow run, for
 * example the children of an array), drawn again in place at most ten times a second:
 *
 * <pre>{@code
 * ✔ count  ━━━━━━━━━━━━━━━━━━━━━━━━  8 done · 1 retried · 0.9 s
 * ▸ merge  ━━━━━━━━━━━━━━━━━━━━━━━━  1 running · 0.2 s
 * }</pre>
 *
 * <p>Elsewhere (a file, a pipe, where {@code CI} or {@code NO_COLOR} is set or {@code TERM} is {@code dumb}), a plain line
 * for each begin and end of a stage and for each attempt that failed.
 *
 * <pre>{@code
 * BatchRuntime.inMemory().queues(here).listener(ConsoleProgress.to(System.err)).open()
 * }</pre>
 *
 * <p>For one runtime. Writes nothing after {@link #closed}; does not close the stream.
 */
public final class ConsoleProgress implements BatchListener {
    private static final Duration BETWEEN_DRAWS = Duration.ofMillis(100);

    private final Stages stages = new Stages();
    private final Display display;
    private final InstantSource clock;
    private final Pulse pulse;
    private @Nullable Subscription beating;
    private boolean closed;

    ConsoleProgress(Display display, InstantSource clock, Pulse pulse) {
        this.display = display;
        this.clock = clock;
        this.pulse = pulse;
    }

    /**
     * Shows progress on a stream.
     *
     * @param out mostly {@code System.err}, so that the result of a program on standard output stays clean
     * @return a listener
     */
    public static ConsoleProgress to(PrintStream out) {
        Terminal terminal = Terminal.of(out, System.getenv());
        Consumer<String> writer = terminal::write;
        Display display =
                terminal.isLive() ? new LiveDisplay(writer, Glyphs.in(terminal.charset())) : new PlainDisplay(writer);
        return new ConsoleProgress(display, InstantSource.system(), terminal.isLive() ? Pulse.thread() : Pulse.NONE);
    }

    @Override
    public synchronized void jobChanged(JobDetail before, JobDetail now) {
        // the end is told by jobEnded too, and counted there
        if (!now.ended()) {
            update(now);
        }
    }

    @Override
    public synchronized void jobEnded(JobDetail job) {
        update(job);
    }

    @Override
    public synchronized void closed() {
        if (closed) {
            return;
        }
        closed = true;
        if (beating != null) {
            beating.close();
        }
        display.closed(stages, clock.instant());
    }

    private void update(JobDetail job) {
        if (closed) {
            return;
        }
        if (beating == null) {
            beating = pulse.every(BETWEEN_DRAWS, this::tick);
        }
        Stage stage = stages.update(job);
        display.changed(stages, stage, job, clock.instant());
    }

    private synchronized void tick() {
        if (!closed) {
            display.ticked(stages, clock.instant());
        }
    }
}
