package dev.tranche.runtime.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/*
 * From top to bottom: title, a line of figures, legend, the lanes of each host, the axis, the backlog.
 *
 *   words                                        a bar is an attempt, its colour the stage;
 *   18 jobs, 19 attempts, 1.4 s                  the pale part at its left is the launch
 *   # count  # merge  % failed
 *   local/here  [%count:0%]....[count:0 #2]      a failed attempt is striped, and a dotted line
 *   2 at once   [count:1][count:2][ merge  ]     leads from it to the next attempt of its job
 *               0 s      0.5 s      1 s
 *   waiting     ####==--___                      how many were ready and waited for room
 *
 * The size is bounded whatever is drawn: lanes become thinner and then are cut, and attempts of a stage that are nearer
 * in a lane than a pixel become one bar.
 */

/** Draws attempts as a picture: who ran when and on what. Pure. */
final class TimelinePicture {
    private static final int WIDTH = 1080;
    private static final int MARGIN = 28;
    private static final int RIGHT = WIDTH - MARGIN;
    private static final int TITLE_Y = 46;
    private static final int FIGURES_Y = 68;
    private static final int LEGEND_Y = 84;
    private static final int GAP = 18;
    private static final int AXIS_HEIGHT = 26;
    private static final int MAX_TICKS = 12;

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final String title;
    private final long notDrawn;
    private final List<Span> spans;
    private final Svg body = new Svg();

    private TimelinePicture(String title, List<Span> spans, long notDrawn) {
        this.title = title;
        this.notDrawn = notDrawn;
        this.spans = new ArrayList<>(spans);
        this.spans.sort(Comparator.comparing(Span::placedAt).thenComparing(Span::label));
    }

    /**
     * Draws a picture.
     *
     * @param title what stands above it
     * @param spans the attempts, in any order
     * @param notDrawn how many attempts more there were
     * @return the text of an SVG file
     */
    static String svg(String title, List<Span> spans, long notDrawn) {
        return new TimelinePicture(title, spans, notDrawn).draw();
    }

    private String draw() {
        drawHead();
        int bottom = spans.isEmpty() ? FIGURES_Y : drawTime();
        return file(bottom + MARGIN);
    }

    private int drawTime() {
        StageColours colours = new StageColours(spans);
        LanesPart lanes = new LanesPart(new Lanes(spans), colours);
        TimeAxis axis = new TimeAxis(begin(), end(), MARGIN + lanes.nameWidth(), RIGHT - MARGIN - lanes.nameWidth());
        int lanesTop = LEGEND_Y + colours.drawLegend(body, MARGIN, LEGEND_Y, RIGHT, hasFailures()) + GAP;
        int lanesBottom = lanesTop + lanes.height();
        lanes.drawHosts(body, MARGIN, RIGHT, lanesTop);
        drawGrid(axis, lanesTop, lanesBottom);
        lanes.drawBars(body, axis, lanesTop, begin());
        BacklogPart backlog = new BacklogPart(new Backlog(spans));
        return lanesBottom + AXIS_HEIGHT + backlog.draw(body, axis, MARGIN, lanesBottom + AXIS_HEIGHT, begin(), end());
    }

    private void drawHead() {
        body.text("text", title, "class", "title", "x", MARGIN, "y", TITLE_Y);
        body.text("text", figures(), "class", "figures", "x", MARGIN, "y", FIGURES_Y);
    }

    private String figures() {
        if (spans.isEmpty()) {
            return "nothing ran";
        }
        long jobs = spans.stream().filter(span -> span.attempt() == 1).count();
        long failed = spans.stream().filter(span -> !span.succeeded()).count();
        return String.join(" \u00b7 ", figures(jobs, failed));
    }

    private List<String> figures(long jobs, long failed) {
        List<String> figures = new ArrayList<>();
        figures.add(count(jobs, "job"));
        figures.add(count(spans.size(), "attempt") + (failed > 0 ? ", " + failed + " failed" : ""));
        figures.add(Elapsed.text(Duration.between(begin(), end())));
        figures.add(UTC.format(begin()));
        if (notDrawn > 0) {
            figures.add(count(notDrawn, "later attempt") + " not drawn");
        }
        return figures;
    }

    private void drawGrid(TimeAxis axis, int top, int bottom) {
        for (Duration tick : axis.ticks(MAX_TICKS)) {
            double x = axis.x(tick);
            body.element("line", "class", "grid", "x1", x, "x2", x, "y1", top, "y2", bottom + 5);
            body.text("text", TimeAxis.label(tick), "class", "tick", "x", x, "y", bottom + 18, "text-anchor", "middle");
        }
    }

    private String file(int height) {
        Svg file = new Svg();
        file.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "viewBox",
                "0 0 " + WIDTH + " " + height,
                "width",
                WIDTH,
                "height",
                height,
                "role",
                "img");
        file.text("title", title + ": " + figures());
        file.markup(TimelineStyle.CSS);
        file.element("rect", "class", "paper", "x", 0.5, "y", 0.5, "width", WIDTH - 1, "height", height - 1, "rx", 10);
        file.markup(body.toString().stripTrailing());
        file.close("svg");
        return file.toString();
    }

    private Instant begin() {
        return spans.stream().map(Span::readyAt).min(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    private Instant end() {
        return spans.stream()
                .map(Span::stoppedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private boolean hasFailures() {
        return spans.stream().anyMatch(span -> !span.succeeded());
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
