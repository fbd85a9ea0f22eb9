package dev.tranche.runtime.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The first line of a script that names its interpreter. */
final class Shebang {
    static final String PREFIX = "#!";

    private static final Pattern INTERPRETER = Pattern.compile("#![ \\t]*(/\\S+)");

    private Shebang() {}

    /** The path that the kernel will start, empty if the script does not name one. */
    static Optional<String> interpreter(String script) {
        Matcher matcher = INTERPRETER.matcher(script);
        return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
