package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.AttemptLog;
import java.util.function.Consumer;

/**
 * The log of an attempt that is not known here.
 *
 * @param notice what to say instead of its output; empty if it has none
 */
record NoOutput(String notice) implements AttemptLog {
    @Override
    public String text(Stream stream, int maxBytes) {
        return stream == Stream.STDOUT && notice.length() <= maxBytes ? notice : "";
    }

    @Override
    public Following follow(Stream stream, Consumer<String> line) {
        return () -> {};
    }
}
