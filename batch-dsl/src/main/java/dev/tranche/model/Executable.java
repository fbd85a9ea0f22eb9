package dev.tranche.model;

import java.util.List;

/**
 * A program of the host with its arguments, started without a shell.
 *
 * <p>AWS has no executables; in JSON it stands under {@code tranche}.
 *
 * @param path the path of the program, or a name looked up in {@code PATH}
 * @param arguments the arguments, where {@link Ref} may stand
 */
public record Executable(String path, List<String> arguments) implements Program {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the path is blank or contains a {@link Ref}, or something contains a NUL
     *     character
     */
    public Executable {
        Check.present("executable", path);
        Check.ensure(!Ref.isIn(path), path, "executable must not contain Ref::, which is replaced in arguments only");
        arguments = Check.texts("argument", arguments);
    }
}
