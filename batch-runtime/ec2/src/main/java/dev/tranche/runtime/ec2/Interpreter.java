package dev.tranche.runtime.ec2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words that run a script whose text is their last argument: ECS has no file to put it into. A script says in its first
 * line what reads it, {@code #!/usr/bin/env python3}, or it is read by {@code /bin/sh}.
 */
final class Interpreter {
    private static final String MARK = "#!";
    private static final List<String> SHELL = List.of("/bin/sh", "-c");

    /** How those that we know take a program as an argument. */
    private static final Map<String, String> OPTION = Map.ofEntries(
            Map.entry("sh", "-c"),
            Map.entry("ash", "-c"),
            Map.entry("bash", "-c"),
            Map.entry("dash", "-c"),
            Map.entry("ksh", "-c"),
            Map.entry("zsh", "-c"),
            Map.entry("python", "-c"),
            Map.entry("python3", "-c"),
            Map.entry("perl", "-e"),
            Map.entry("ruby", "-e"),
            Map.entry("node", "-e"));

    private Interpreter() {}

    /** The words before the text; empty if what the script names takes no program as an argument, as far as we know. */
    static Optional<List<String>> of(String script) {
        if (!script.startsWith(MARK)) {
            return Optional.of(SHELL);
        }
        String line =
                script.substring(MARK.length()).lines().findFirst().orElse("").strip();
        List<String> words = new ArrayList<>(List.of(line.split("\\s+", -1)));
        String program = name(words.get(0)).equals("env") && words.size() > 1 ? words.get(1) : name(words.get(0));
        String option = OPTION.get(program);
        if (option == null) {
            return Optional.empty();
        }
        words.add(option);
        return Optional.of(List.copyOf(words));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
