package dev.tranche.runtime.report;

import java.util.Locale;

/** Writes the text of an SVG picture, element by element. Escapes what it is given. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /** Takes markup as it is: constants only. */
    void markup(String markup) {
        out.append(markup).append('\n');
    }

    /** An element without content: {@code element("rect", "x", 1, "class", "bar")}. */
    void element(String name, Object... attributes) {
        open(name, attributes);
        out.setLength(out.length() - 2);
        out.append("/>\n");
    }

    /** Begins an element. */
    void open(String name, Object... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            out.append(escape(text(attributes[i + 1]))).append('"');
        }
        out.append(">\n");
    }

    /** Ends an element. */
    void close(String name) {
        out.append("</").append(name).append(">\n");
    }

    /** An element with text in it. */
    void text(String name, String content, Object... attributes) {
        open(name, attributes);
        out.setLength(out.length() - 1);
        out.append(escape(content));
        close(name);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** Escapes what XML needs escaped, and drops what it does not allow at all. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().filter(Svg::isAllowed).forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** XML 1.0, production Char. */
    private static boolean isAllowed(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    }

    /** A tenth of a pixel is enough. */
    private static String text(Object value) {
        if (value instanceof Double number) {
            String text = String.format(Locale.ROOT, "%.1f", number);
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }
        return value.toString();
    }
}
