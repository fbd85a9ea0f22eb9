package dev.tranche.runtime.report;

import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JournalReplay;
import dev.tranche.runtime.JournalUnreadableException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a journal says happened, and draws its timeline:
 *
 * <pre>{@code
 * java -cp … dev.tranche.runtime.report.JournalReport [--verify] /var/lib/nightly [timeline.svg]
 * }</pre>
 *
 * <p>With {@code --verify} it decides again what the scheduler decided, from what was said to it, and names the first frame in
 * which another decision comes out.
 *
 * <p>It only reads: the runtime may be dead, or have the journal open. Of a journal that is damaged it tells what comes before
 * the damaged frame, names that frame, and exits with 1, as it does if there is no journal, or a decision comes out otherwise; with 2 if it is called wrongly.
 */
public final class JournalReport {
    static final int MAX_OPEN_JOBS = 20;

    private static final int UNREADABLE = 1;
    private static final int USAGE = 2;
    private static final String DEFAULT_PICTURE = "timeline.svg";
    private static final String VERIFY = "--verify";

    private final PrintStream out;
    private final Timeline timeline;
    private final Path picture;
    private @Nullable Instant first;

    private JournalReport(PrintStream out, Path picture) {
        this.out = out;
        this.picture = picture;
        this.timeline = Timeline.svg(picture);
    }

    /**
     * Reports on a journal.
     *
     * @param arguments perhaps {@code --verify}, the directory of the journal, and where the picture goes: {@code timeline.svg}
     *     unless it is said
     */
    public static void main(String[] arguments) {
        int code = run(List.of(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(List<String> given, PrintStream out, PrintStream err) {
        boolean verify = !given.isEmpty() && given.get(0).equals(VERIFY);
        List<String> arguments = verify ? given.subList(1, given.size()) : given;
        if (arguments.isEmpty() || arguments.size() > 2 || arguments.get(0).startsWith("-")) {
            err.println("usage: JournalReport [--verify] DIRECTORY [PICTURE.svg]");
            return USAGE;
        }
        try {
            Path journal = Path.of(arguments.get(0));
            Path picture = Path.of(arguments.size() > 1 ? arguments.get(1) : DEFAULT_PICTURE);
            try (JournalReplay replay = JournalReplay.open(journal)) {
                new JournalReport(out, picture).tell(verify ? replay.decideAgain() : replay);
            }
            return 0;
        } catch (JournalUnreadableException | AssertionError e) {
            err.println(e.getMessage());
        } catch (UncheckedIOException e) {
            err.println("the timeline cannot be drawn: " + e.getCause());
        } catch (InvalidPathException e) {
            err.println("not a path: " + e.getMessage());
        }
        return UNREADABLE;
    }

    private void tell(JournalReplay replay) {
        out.println(replay.directory());
        replay.openings().forEach(opening -> out.println("opened " + opening));
        if (replay.frame() > 0) {
            out.println("begins with a snapshot of frame " + replay.frame());
        }
        ConsoleProgress progress = new ConsoleProgress(new PlainDisplay(out::print), replay::time, Pulse.NONE);
        replay.listen(progress).listen(timeline);
        try {
            while (replay.step()) {
                first = first == null ? replay.time() : first;
            }
        } finally {
            progress.closed();
            end(replay);
            timeline.write();
            out.println("timeline: " + picture);
        }
    }

    private void end(JournalReplay replay) {
        List<JobDetail> open =
                replay.jobs().stream().filter(job -> !job.ended()).toList();
        for (JobDetail job : open.subList(0, Math.min(MAX_OPEN_JOBS, open.size()))) {
            String why = replay.explain(job.id())
                    .map(Object::toString)
                    .orElse(job.status().toString());
            out.println("not ended: " + job.name() + " (" + job.id() + ") " + why);
        }
        if (open.size() > MAX_OPEN_JOBS) {
            out.println("not ended: " + (open.size() - MAX_OPEN_JOBS) + " more");
        }
        if (replay.decided() > 0) {
            out.println(replay.decided() + " frames decided again, with the same outcomes");
        }
        out.println(replay.frame() + " frames" + (first == null ? "" : ", " + first + " to " + replay.time()));
    }
}
