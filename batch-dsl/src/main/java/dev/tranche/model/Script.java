package dev.tranche.model;

/**
 * A shell script, given to {@code /bin/sh} as a file. Parameters are not replaced in it: a script reads its environment.
 *
 * <p>AWS has no scripts; in JSON it stands under {@code tranche}.
 *
 * @param text the script, with line ends as {@code \n}
 */
public record Script(String text) implements Program {
    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if the text is blank or contains a NUL character
     */
    public Script {
        Check.present("script", text);
    }
}
