package dev.tranche.runtime.report;

import dev.tranche.model.AttemptId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lanes of each host with the bars in them. */
final class LanesPart {
    /** More lanes than this are not drawn. */
    static final int MAX_LANES = 400;

    private static final int HEIGHT = 600;
    private static final int MIN_LANE = 2;
    private static final int MAX_LANE = 28;
    private static final int MIN_LANE_WITH_GAP = 6;
    private static final int MIN_LANE_WITH_LABELS = 15;
    private static final int GAP = 3;
    private static final int HOST_GAP = 10;
    private static final int HOST_PADDING = 5;
    private static final int NAME_GAP = 22;
    private static final int MIN_HOST_FOR_TWO_LINES = 30;
    private static final double MIN_BAR = 1.5;
    private static final double MIN_FAILED = 9;
    private static final double LABEL_PADDING = 6;

    private final Lanes lanes;
    private final StageColours colours;
    private final int laneHeight;

    LanesPart(Lanes lanes, StageColours colours) {
        this.lanes = lanes;
        this.colours = colours;
        this.laneHeight = Math.max(MIN_LANE, Math.min(MAX_LANE, HEIGHT / Math.max(1, shownLanes())));
    }

    /** The pixels that the names of the hosts take. */
    double nameWidth() {
        double widest = lanes.byHost().keySet().stream()
                .mapToDouble(host -> TextWidth.of(TextWidth.cut(host, TextWidth.MAX_NAME)))
                .max()
                .orElse(0);
        return Math.max(widest, TextWidth.of("at most 10000")) + NAME_GAP;
    }

    int height() {
        int[] height = {0};
        forEachHost((host, shown, y) -> height[0] = y + hostHeight(shown.size()));
        return height[0] + (isCut() ? MAX_LANE : 0);
    }

    /** Draws names and grounds: what the grid lies on. */
    void drawHosts(Svg svg, int left, int right, int top) {
        double ground = left + nameWidth() - HOST_PADDING;
        forEachHost((host, shown, y) -> {
            int height = hostHeight(shown.size());
            svg.element(
                    "rect",
                    "class",
                    "host",
                    "x",
                    ground,
                    "y",
                    top + y,
                    "width",
                    right + HOST_PADDING - ground,
                    "height",
                    height,
                    "rx",
                    6);
            drawName(svg, host, shown.size(), left, top + y + height / 2.0, height);
        });
        if (isCut()) {
            svg.text(
                    "text",
                    lanes.count() - shownLanes() + " lanes more are not drawn",
                    "class",
                    "more",
                    "x",
                    ground,
                    "y",
                    top + height() - 8);
        }
    }

    /** Draws what lies on the grid: the bars, and over them what joins failed attempts to the next. */
    void drawBars(Svg svg, TimeAxis axis, int top, Instant begin) {
        Map<AttemptId, Place> failed = new HashMap<>();
        List<Again> again = new ArrayList<>();
        forEachBar(axis, top, (bar, lane) -> {
            drawBar(svg, bar, axis, lane, begin);
            Span span = bar.first();
            if (bar.isOne() && !span.succeeded()) {
                failed.put(new AttemptId(span.job(), span.attempt()), new Place(axis.x(span.stoppedAt()), lane));
            }
            if (bar.isOne() && span.attempt() > 1) {
                AttemptId before = new AttemptId(span.job(), span.attempt() - 1);
                again.add(new Again(before, new Place(axis.x(span.placedAt()), lane)));
            }
        });
        for (Again each : again) {
            Place from = failed.get(each.failed());
            if (from != null) {
                drawAgain(svg, from, each.to());
            }
        }
    }

    /** A dotted line that leaves the lane, runs between two lanes where it hides nothing, and enters the other. */
    private void drawAgain(Svg svg, Place from, Place to) {
        double aisle = to.lane() < from.lane() ? from.lane() : from.lane() + laneHeight;
        svg.element(
                "path",
                "class",
                "again",
                "d",
                String.format(
                        Locale.ROOT,
                        "M%.1f %.1fV%.1fH%.1fV%.1f",
                        from.x(),
                        middle(from.lane()),
                        aisle,
                        to.x(),
                        middle(to.lane())));
        if (laneHeight >= MIN_LANE_WITH_GAP) {
            svg.element("circle", "class", "next", "cx", to.x(), "cy", middle(to.lane()), "r", 2.4);
        }
    }

    private void drawBar(Svg svg, Bar bar, TimeAxis axis, int lane, Instant begin) {
        Span span = bar.first();
        double left = axis.x(bar.from());
        double width = Math.max(MIN_BAR, axis.x(bar.to()) - left);
        double launched = bar.isOne() ? launched(span, axis, width) : 0;
        svg.open("g");
        svg.text("title", bar.sentence(begin));
        if (launched >= 1) {
            drawRect(svg, colours.cssClass(span.stage()) + " launch", left, width, lane);
        }
        drawRect(svg, colour(span), left + launched, Math.max(MIN_BAR, width - launched), lane);
        if (bar.isOne()) {
            drawLabel(svg, span, left + launched, width - launched, lane);
        }
        svg.close("g");
    }

    private static double launched(Span span, TimeAxis axis, double width) {
        double launch = axis.x(span.startedAt()) - axis.x(span.placedAt());
        return Math.max(0, Math.min(launch, width - leastRun(span)));
    }

    /** What failed is seen however short it was, at the cost of the launch before it. */
    private static double leastRun(Span span) {
        return span.succeeded() ? MIN_BAR : MIN_FAILED;
    }

    private void drawRect(Svg svg, String cssClass, double x, double width, int lane) {
        int gap = laneHeight >= MIN_LANE_WITH_GAP ? GAP : 0;
        int radius = laneHeight >= MIN_LANE_WITH_LABELS ? 3 : 0;
        svg.element(
                "rect",
                "class",
                cssClass,
                "x",
                x,
                "y",
                lane + gap / 2.0,
                "width",
                width,
                "height",
                laneHeight - gap,
                "rx",
                Math.min(radius, width / 3));
    }

    /** The longest of the labels that has room in the bar. */
    private void drawLabel(Svg svg, Span span, double x, double width, int lane) {
        if (laneHeight < MIN_LANE_WITH_LABELS) {
            return;
        }
        String again = span.attempt() > 1 ? " #" + span.attempt() : "";
        String index = span.label().substring(span.label().lastIndexOf(':') + 1);
        for (String label : List.of(span.label() + again, index + again, index)) {
            if (TextWidth.ofLabel(label) + 2 * LABEL_PADDING <= width) {
                svg.text(
                        "text",
                        label,
                        "class",
                        span.succeeded() ? "label" : "label bad",
                        "x",
                        x + LABEL_PADDING,
                        "y",
                        middle(lane) + 4);
                return;
            }
        }
    }

    private void drawName(Svg svg, String host, int atOnce, int x, double middle, int height) {
        String name = TextWidth.cut(host, TextWidth.MAX_NAME);
        if (height < MIN_HOST_FOR_TWO_LINES) {
            svg.text("text", height < MIN_LANE_WITH_LABELS ? "" : name, "class", "name", "x", x, "y", middle + 4);
            return;
        }
        svg.text("text", name, "class", "name", "x", x, "y", middle - 3);
        svg.text("text", atOnce + " at once", "class", "more", "x", x, "y", middle + 12);
    }

    private String colour(Span span) {
        return span.succeeded() ? colours.cssClass(span.stage()) : "failed";
    }

    private double middle(int lane) {
        return lane + laneHeight / 2.0;
    }

    private int hostHeight(int shown) {
        return shown * laneHeight + 2 * HOST_PADDING;
    }

    private int shownLanes() {
        return Math.min(MAX_LANES, lanes.count());
    }

    private boolean isCut() {
        return lanes.count() > MAX_LANES;
    }

    private void forEachBar(TimeAxis axis, int top, BarVisitor visitor) {
        forEachHost((host, shown, y) -> {
            int lane = top + y + HOST_PADDING;
            for (List<Span> spans : shown) {
                for (Bar bar : Bar.of(spans, axis)) {
                    visitor.bar(bar, lane);
                }
                lane += laneHeight;
            }
        });
    }

    /** Goes through the hosts with the lanes that are drawn of each. */
    private void forEachHost(HostVisitor visitor) {
        int left = MAX_LANES;
        int y = 0;
        for (Map.Entry<String, List<List<Span>>> host : lanes.byHost().entrySet()) {
            List<List<Span>> shown =
                    host.getValue().subList(0, Math.min(left, host.getValue().size()));
            if (!shown.isEmpty()) {
                visitor.host(host.getKey(), shown, y);
                y += hostHeight(shown.size()) + HOST_GAP;
                left -= shown.size();
            }
        }
    }

    /** Takes a host, its lanes, and how far below the first host it begins. */
    @FunctionalInterface
    private interface HostVisitor {
        void host(String host, List<List<Span>> lanes, int y);
    }

    /** Takes a bar and the upper edge of its lane. */
    @FunctionalInterface
    private interface BarVisitor {
        void bar(Bar bar, int lane);
    }

    private record Place(double x, int lane) {}

    private record Again(AttemptId failed, Place to) {}
}
