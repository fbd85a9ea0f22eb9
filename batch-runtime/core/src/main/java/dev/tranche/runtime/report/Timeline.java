package dev.tranche.runtime.report;

import dev.tranche.model.JobId;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws who ran when and on what, as one SVG picture: a lane for each job that a host ran at once, a bar for each attempt
 * in the colour of its stage, failed attempts striped and joined to the attempt that follows, and below how many waited.
 *
 * <pre>{@code
 * BatchRuntime.inMemory().queues(here).listener(Timeline.svg(Path.of("target/timeline.svg"))).open()
 * }</pre>
 *
 * <p>The picture is written when the runtime closes, and by {@link #write}. It shows the first {@value #MAX_ATTEMPTS}
 * attempts of jobs that have ended; later ones are counted. For one runtime; any thread may call it.
 */
public final class Timeline implements BatchListener {
    static final int MAX_ATTEMPTS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(Timeline.class);
    private static final int MAX_NAMES_IN_TITLE = 3;

    private final Path file;
    private final List<Span> spans = new ArrayList<>();
    private final Map<JobId, Instant> ends = new HashMap<>();
    private final Set<String> workflows = new LinkedHashSet<>();
    private long notDrawn;

    private Timeline(Path file) {
        this.file = file;
    }

    /**
     * Draws into a file.
     *
     * @param file where the picture goes; its directory is made if it is missing, and an older picture is replaced
     * @return a listener
     */
    public static Timeline svg(Path file) {
        return new Timeline(file);
    }

    @Override
    public synchronized void jobEnded(JobDetail job) {
        job.workflow().filter(name -> workflows.size() <= MAX_NAMES_IN_TITLE).ifPresent(workflows::add);
        if (ends.size() < MAX_ATTEMPTS) {
            job.stoppedAt().ifPresent(end -> ends.put(job.id(), end));
        }
        Instant ready = ready(job);
        for (AttemptDetail attempt : job.attempts()) {
            if (attempt.stoppedAt().isPresent()) {
                add(span(job, attempt, attempt.stoppedAt().get(), ready));
                ready = attempt.stoppedAt().get();
            }
        }
    }

    @Override
    public void closed() {
        try {
            write();
        } catch (UncheckedIOException e) {
            LOG.error("cannot write the timeline {}", file, e.getCause());
        }
    }

    /**
     * Writes the picture of what has ended so far.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public synchronized void write() {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.writeString(file, TimelinePicture.svg(title(), spans, notDrawn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Span span) {
        if (spans.size() < MAX_ATTEMPTS) {
            spans.add(span);
        } else {
            notDrawn++;
        }
    }

    /** When the last of the jobs it depends on had ended, as far as that is known. */
    private Instant ready(JobDetail job) {
        Instant ready = job.createdAt();
        for (JobId predecessor : job.dependsOn()) {
            Instant end = ends.get(predecessor);
            if (end != null && end.isAfter(ready)) {
                ready = end;
            }
        }
        return ready;
    }

    private static Span span(JobDetail job, AttemptDetail attempt, Instant stopped, Instant ready) {
        return new Span(
                job.id(),
                job.name(),
                job.id().isChild() ? job.name() + ":" + job.id().index() : job.name(),
                attempt.host().toString(),
                attempt.number(),
                ready,
                attempt.placedAt(),
                attempt.startedAt().orElse(stopped),
                stopped,
                attempt.verdict().orElse(AttemptVerdict.UNKNOWN),
                attempt.exitCode());
    }

    private String title() {
        if (workflows.isEmpty()) {
            return "Timeline";
        }
        return workflows.size() <= MAX_NAMES_IN_TITLE ? String.join(", ", workflows) : "several workflows";
    }
}
