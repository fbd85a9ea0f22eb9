package dev.tranche.runtime.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which colour a stage has, in the order in which stages began, and the legend that says so. */
final class StageColours {
    private static final int MAX_ENTRIES = 16;
    private static final int LINE = 22;
    private static final int SWATCH = 12;
    private static final int SWATCH_GAP = 6;
    private static final int ENTRY_GAP = 20;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    StageColours(List<Span> inOrder) {
        inOrder.forEach(span -> numbers.putIfAbsent(span.stage(), numbers.size()));
    }

    String cssClass(String stage) {
        return "s" + numbers.getOrDefault(stage, 0) % TimelineStyle.COLOURS;
    }

    /** Draws the legend between two edges and returns its height. */
    int drawLegend(Svg svg, int left, int top, int right, boolean hasFailures) {
        Cursor at = new Cursor(svg, left, top, right);
        numbers.keySet().stream()
                .limit(MAX_ENTRIES)
                .forEach(stage -> at.draw(cssClass(stage), TextWidth.cut(stage, TextWidth.MAX_NAME)));
        if (numbers.size() > MAX_ENTRIES) {
            at.drawText(numbers.size() - MAX_ENTRIES + " stages more");
        }
        at.draw("starting", "starting");
        if (hasFailures) {
            at.draw("failed", "failed attempt");
        }
        return at.y - top + LINE;
    }

    /** Where the next entry goes: to the right, or into the next line. */
    private static final class Cursor {
        private final Svg svg;
        private final int left;
        private final int right;
        private double x;
        private int y;

        Cursor(Svg svg, int left, int top, int right) {
            this.svg = svg;
            this.left = left;
            this.right = right;
            this.x = left;
            this.y = top;
        }

        void draw(String cssClass, String name) {
            makeRoom(SWATCH + SWATCH_GAP + TextWidth.of(name));
            svg.element("rect", "class", cssClass, "x", x, "y", y + 4, "width", SWATCH, "height", SWATCH, "rx", 3);
            x += SWATCH + SWATCH_GAP;
            drawText(name);
        }

        void drawText(String name) {
            svg.text("text", name, "class", "name", "x", x, "y", y + 14.5);
            x += TextWidth.of(name) + ENTRY_GAP;
        }

        private void makeRoom(double width) {
            if (x + width > right && x > left) {
                x = left;
                y += LINE;
            }
        }
    }
}
