package dev.tranche.runtime.report;

/** How wide a text will be about, without a font to ask. */
final class TextWidth {
    /** Names longer than this are cut. */
    static final int MAX_NAME = 28;

    private static final double CHARACTER = 7.0;
    private static final double SMALL_CHARACTER = 6.6;

    private TextWidth() {}

    /** Pixels that a name takes. */
    static double of(String text) {
        return text.length() * CHARACTER;
    }

    /** Pixels that the label of a bar takes. */
    static double ofLabel(String text) {
        return text.length() * SMALL_CHARACTER;
    }

    static String cut(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + "\u2026";
    }
}
