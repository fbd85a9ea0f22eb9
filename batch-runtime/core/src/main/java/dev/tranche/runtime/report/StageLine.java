package dev.tranche.runtime.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Draws a stage as one line: {@code ✔ count  ━━━━━━━━━━━━━━━━━━━━  8 done · 1 retried · 0.9 s}. */
final class StageLine {
    static final int BAR_CELLS = 24;
    static final int MAX_NAME = 24;

    private static final String RESET = "\u001b[0m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String CYAN = "\u001b[36m";
    private static final String GREY = "\u001b[90m";

    private final Glyphs glyphs;

    StageLine(Glyphs glyphs) {
        this.glyphs = glyphs;
    }

    /** The line with colours, its name filled up to a width that all lines share. */
    String coloured(Stage stage, int nameWidth, Instant now) {
        return sign(stage) + ' ' + pad(name(stage), nameWidth) + "  " + bar(stage) + "  " + counts(stage, now);
    }

    /** The name as far as it has room. */
    String name(Stage stage) {
        String name = stage.name();
        return name.length() <= MAX_NAME
                ? name
                : name.substring(0, MAX_NAME - glyphs.ellipsis().length()) + glyphs.ellipsis();
    }

    /** Everything that is not zero, and the time since it began. */
    String counts(Stage stage, Instant now) {
        List<String> parts = new ArrayList<>();
        add(parts, stage.waiting(), "waiting");
        add(parts, stage.running(), "running");
        add(parts, stage.succeeded(), "done");
        add(parts, stage.failed(), "failed");
        add(parts, stage.retried(), "retried");
        if (stage.hasStarted()) {
            parts.add(Elapsed.text(stage.elapsed(now)));
        }
        return String.join(glyphs.dot(), parts);
    }

    private String sign(Stage stage) {
        if (!stage.isOver()) {
            return stage.hasStarted() ? CYAN + glyphs.running() + RESET : GREY + glyphs.waiting() + RESET;
        }
        return stage.failed() == 0 ? GREEN + glyphs.succeeded() + RESET : RED + glyphs.failed() + RESET;
    }

    private String bar(Stage stage) {
        int[] cells = Cells.share(
                BAR_CELLS, stage.succeeded(), stage.failed(), stage.running(), Math.max(0, stage.waiting()));
        return GREEN
                + glyphs.full().repeat(cells[0])
                + RED
                + glyphs.full().repeat(cells[1])
                + CYAN
                + glyphs.full().repeat(cells[2])
                + GREY
                + glyphs.empty().repeat(cells[3])
                + RESET;
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
