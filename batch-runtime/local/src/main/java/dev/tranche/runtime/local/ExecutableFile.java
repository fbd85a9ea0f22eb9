package dev.tranche.runtime.local;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the file of a program. */
final class ExecutableFile {
    private ExecutableFile() {}

    /**
     * The absolute path of a program: the one given, or for a name without slash the first of that name on the search path.
     *
     * @param program a path or a name
     * @param searchPath directories separated by colons; those that are not absolute are passed over
     */
    static Optional<String> resolve(String program, String searchPath) {
        if (program.indexOf('/') >= 0) {
            return program.startsWith("/") ? Optional.of(program) : Optional.empty();
        }
        for (String directory : searchPath.split(":", -1)) {
            String candidate = directory + "/" + program;
            if (directory.startsWith("/") && problemOfFile(candidate).isEmpty()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Why a program cannot be started, with what to do; empty if it can, as far as can be seen without starting it. */
    static Optional<String> problem(String program, String searchPath) {
        if (program.indexOf('/') < 0) {
            return resolve(program, searchPath).isPresent()
                    ? Optional.empty()
                    : Optional.of("no program '" + program + "\' on PATH (" + searchPath + "); install it, or give its "
                            + "absolute path");
        }
        if (!program.startsWith("/")) {
            return Optional.of(program + " is a relative path, and each attempt has a directory of its own; give an "
                    + "absolute path, or a name to be found on PATH");
        }
        return problemOfFile(program);
    }

    /** Why the interpreter of a script cannot be started. */
    static Optional<String> problemOfInterpreter(String path) {
        return problemOfFile(path).map(problem -> "its first line names an interpreter, but " + problem);
    }

    private static Optional<String> problemOfFile(String path) {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                return Optional.of(path + " does not exist; give the path of a program on this machine");
            }
            if (Files.isDirectory(file)) {
                return Optional.of(path + " is a directory; give the path of a program in it");
            }
            return Files.isExecutable(file)
                    ? Optional.empty()
                    : Optional.of(path + " is not executable for this user; run chmod +x on it");
        } catch (InvalidPathException e) {
            return Optional.of(path + " is not a path: " + e.getReason());
        }
    }
}
