package dev.tranche.runtime.report;

import java.nio.charset.Charset;

/**
 * The signs that progress is drawn with.
 *
 * @param waiting in front of a stage that has not begun
 * @param running in front of a stage that has
 * @param succeeded in front of a stage all of whose jobs succeeded
 * @param failed in front of a stage that is over otherwise
 * @param full a cell of the bar that stands for jobs under way or ended
 * @param empty a cell of the bar that stands for jobs that wait
 * @param dot between two counts
 * @param ellipsis in place of what is cut off
 */
record Glyphs(
        String waiting,
        String running,
        String succeeded,
        String failed,
        String full,
        String empty,
        String dot,
        String ellipsis) {
    static final Glyphs UNICODE = new Glyphs("·", "▸", "✔", "✘", "━", "─", " · ", "…");
    static final Glyphs ASCII = new Glyphs(".", ">", "+", "x", "#", "-", ", ", "...");

    /** The finest signs that a charset knows. */
    static Glyphs in(Charset charset) {
        boolean known = charset.canEncode() && charset.newEncoder().canEncode(String.join("", UNICODE.all()));
        return known ? UNICODE : ASCII;
    }

    private String[] all() {
        return new String[] {waiting, running, succeeded, failed, full, empty, dot, ellipsis};
    }
}
