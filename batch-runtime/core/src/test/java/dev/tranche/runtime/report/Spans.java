package dev.tranche.runtime.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobId;
import dev.tranche.runtime.AttemptVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Attempts for tests; times are milliseconds since 1970. */
final class Spans {
    private static final long RUNTIME = 7;

    private final List<Span> spans = new ArrayList<>();

    List<Span> all() {
        return spans;
    }

    /** An attempt of an array child that succeeded; ready at 0, launched in 2 ms. */
    @CanIgnoreReturnValue
    Spans ok(String stage, int index, String host, long placed, long stopped) {
        return add(stage, index, host, 1, 0, placed, stopped, 0);
    }

    @CanIgnoreReturnValue
    Spans add(String stage, int index, String host, int attempt, long ready, long placed, long stopped, int exit) {
        spans.add(new Span(
                new JobId(RUNTIME, 1L + stage.length(), index),
                stage,
                stage + ":" + index,
                host,
                attempt,
                Instant.ofEpochMilli(ready),
                Instant.ofEpochMilli(placed),
                Instant.ofEpochMilli(placed + 2),
                Instant.ofEpochMilli(stopped),
                exit == 0 ? AttemptVerdict.SUCCEEDED : AttemptVerdict.FAILED,
                OptionalInt.of(exit)));
        return this;
    }
}
