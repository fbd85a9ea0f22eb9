package dev.tranche.runtime.report;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** The strip below the lanes: how many attempts were ready and waited for room. */
final class BacklogPart {
    private static final int HEIGHT = 40;
    private static final int GAP = 14;

    private final Backlog backlog;

    BacklogPart(Backlog backlog) {
        this.backlog = backlog;
    }

    /** Draws it and returns its height: nothing where nothing ever waited. */
    int draw(Svg svg, TimeAxis axis, int left, int top, Instant begin, Instant end) {
        if (backlog.most() == 0) {
            return 0;
        }
        int base = top + GAP + HEIGHT;
        svg.text("text", "waiting", "class", "name", "x", left, "y", base - HEIGHT / 2.0);
        svg.text("text", "at most " + backlog.most(), "class", "more", "x", left, "y", base - HEIGHT / 2.0 + 15);
        svg.element("path", "class", "backlog", "d", path(axis, base, begin, end));
        return GAP + HEIGHT;
    }

    /** Steps from left to right; those within one pixel are drawn as their highest. */
    private String path(TimeAxis axis, int base, Instant begin, Instant end) {
        StringBuilder path = new StringBuilder();
        add(path, 'M', axis.x(begin), base);
        double x = axis.x(begin);
        int waiting = 0;
        int highest = 0;
        for (Map.Entry<Instant, Integer> step : backlog.waitingFrom().entrySet()) {
            double next = axis.x(step.getKey());
            if (next - x >= 1) {
                add(path, 'L', x, y(base, highest));
                add(path, 'L', x + 1, y(base, waiting));
                add(path, 'L', next, y(base, waiting));
                x = next;
                highest = waiting;
            }
            waiting = step.getValue();
            highest = Math.max(highest, waiting);
        }
        add(path, 'L', x, y(base, highest));
        add(path, 'L', x, y(base, waiting));
        add(path, 'L', axis.x(end), y(base, waiting));
        add(path, 'L', axis.x(end), base);
        return path.append('Z').toString();
    }

    private double y(int base, int waiting) {
        return base - HEIGHT * (double) waiting / backlog.most();
    }

    private static void add(StringBuilder path, char command, double x, double y) {
        path.append(String.format(Locale.ROOT, "%c%.1f %.1f", command, x, y));
    }
}
