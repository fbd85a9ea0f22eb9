package dev.tranche.runtime.simulation;

import dev.tranche.model.MemorySize;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the programs of a definition go. What is null was not said.
 *
 * @param takes how long
 * @param exits with which exit code
 * @param writes what they write to standard output
 * @param needs how much memory they need
 */
record Behaviour(
        @Nullable ServiceTime takes,
        @Nullable ToIntFunction<SimulatedAttempt> exits,
        @Nullable Function<SimulatedAttempt, String> writes,
        @Nullable MemorySize needs) {
    static final Behaviour UNSAID = new Behaviour(null, null, null, null);

    private static final int MAX_EXIT_CODE = 255;

    Behaviour takes(ServiceTime time) {
        return new Behaviour(time, exits, writes, needs);
    }

    Behaviour exits(ToIntFunction<SimulatedAttempt> code) {
        return new Behaviour(takes, code, writes, needs);
    }

    Behaviour writes(Function<SimulatedAttempt, String> text) {
        return new Behaviour(takes, exits, text, needs);
    }

    Behaviour needs(MemorySize memory) {
        return new Behaviour(takes, exits, writes, memory);
    }

    static int exitCode(int code, int least) {
        if (code < least || code > MAX_EXIT_CODE) {
            throw new IllegalArgumentException(
                    "an exit code must be from " + least + " to " + MAX_EXIT_CODE + ": " + code);
        }
        return code;
    }
}
