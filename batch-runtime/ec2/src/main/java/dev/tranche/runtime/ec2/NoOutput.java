package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.AttemptLog;
import java.util.function.Consumer;

/** The log of an attempt that is not known here. */
enum NoOutput implements AttemptLog {
    INSTANCE;

    @Override
    public String text(Stream stream, int maxBytes) {
        return "";
    }

    @Override
    public Following follow(Stream stream, Consumer<String> line) {
        return () -> {};
    }
}
