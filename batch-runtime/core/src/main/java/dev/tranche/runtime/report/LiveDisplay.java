package dev.tranche.runtime.report;

import dev.tranche.runtime.JobDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One line per stage on a terminal, drawn again in the same place. Draws when time passes and not when jobs change, so
 * its cost does not depend on their number. At most {@value #MAX_LINES} lines: stages that are over, and those that come
 * late, are counted in a line together when there are more.
 */
final class LiveDisplay implements Display {
    static final int MAX_LINES = 14;

    private static final String CLEAR_LINE = "\r\u001b[2K";
    // a line that is too long is cut by the terminal and does not become two, which would spoil the way up
    private static final String WRAP_OFF = "\u001b[?7l";
    private static final String WRAP_ON = "\u001b[?7h";

    private final Consumer<String> terminal;
    private final StageLine line;
    private String drawn = "";
    private int linesDrawn;

    LiveDisplay(Consumer<String> terminal, Glyphs glyphs) {
        this.terminal = terminal;
        this.line = new StageLine(glyphs);
    }

    @Override
    public void changed(Stages stages, Stage stage, JobDetail job, Instant now) {}

    @Override
    public void ticked(Stages stages, Instant now) {
        draw(lines(stages, now));
    }

    @Override
    public void closed(Stages stages, Instant now) {
        draw(lines(stages, now));
    }

    private void draw(List<String> lines) {
        String text = String.join("\n", lines);
        if (text.equals(drawn)) {
            return;
        }
        StringBuilder out = new StringBuilder(WRAP_OFF);
        if (linesDrawn > 0) {
            out.append("\u001b[").append(linesDrawn).append('A');
        }
        lines.forEach(each -> out.append(CLEAR_LINE).append(each).append('\n'));
        // fewer lines than before: what stood below is wiped, and the cursor stays below the last
        out.append((CLEAR_LINE + "\n").repeat(Math.max(0, linesDrawn - lines.size())));
        terminal.accept(out.append(WRAP_ON).toString());
        drawn = text;
        linesDrawn = Math.max(linesDrawn, lines.size());
    }

    private List<String> lines(Stages stages, Instant now) {
        List<Stage> shown = new ArrayList<>(stages.all());
        List<String> lines = new ArrayList<>();
        if (shown.size() > MAX_LINES) {
            int all = shown.size();
            shown.removeIf(Stage::isOver);
            lines.add(all - shown.size() + " stages are over");
        }
        int cut = Math.max(0, shown.size() + lines.size() - MAX_LINES);
        List<Stage> first = shown.subList(0, cut == 0 ? shown.size() : shown.size() - cut - 1);
        int width = first.stream()
                .mapToInt(stage -> line.name(stage).length())
                .max()
                .orElse(0);
        first.forEach(stage -> lines.add(line.coloured(stage, width, now)));
        if (cut > 0) {
            lines.add(shown.size() - first.size() + " stages more");
        }
        return lines;
    }
}
