package dev.tranche.runtime.ec2;

import java.util.List;

/**
 * The words that run a script whose text is their last argument: ECS has no file to put it into. One whose first line says what
 * reads it, {@code #!/usr/bin/env python3}, is written to a file in its container first; the text stays an argument, which no
 * shell reads.
 */
final class Interpreter {
    private static final String MARK = "#!";
    private static final String TO_A_FILE =
            "f=$(mktemp) && printf %s \"$0\" > \"$f\" && chmod 700 \"$f\" && exec \"$f\"";

    private Interpreter() {}

    /** The words before the text. */
    static List<String> of(String script) {
        return script.startsWith(MARK) ? List.of("/bin/sh", "-c", TO_A_FILE) : List.of("/bin/sh", "-c");
    }
}
