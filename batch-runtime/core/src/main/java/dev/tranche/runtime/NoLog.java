package dev.tranche.runtime;

import dev.tranche.runtime.spi.AttemptLog;
import java.util.function.Consumer;

/** The output of an attempt whose backend is not there. */
enum NoLog implements AttemptLog {
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
