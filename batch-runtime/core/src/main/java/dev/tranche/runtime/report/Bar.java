package dev.tranche.runtime.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is drawn as one piece in a lane: one attempt, or several of a stage that are too small and too near to be told
 * apart.
 */
final class Bar {
    private static final double APART = 1;
    private static final double SMALL = 3;

    private final List<Span> spans = new ArrayList<>();

    private Bar(Span first) {
        spans.add(first);
    }

    /** The bars of a lane, whose spans come in their order and do not overlap. */
    static List<Bar> of(List<Span> lane, TimeAxis axis) {
        List<Bar> bars = new ArrayList<>();
        for (Span span : lane) {
            Bar last = bars.isEmpty() ? null : bars.get(bars.size() - 1);
            if (last != null && last.swallows(span, axis)) {
                last.spans.add(span);
            } else {
                bars.add(new Bar(span));
            }
        }
        return bars;
    }

    boolean isOne() {
        return spans.size() == 1;
    }

    Span first() {
        return spans.get(0);
    }

    Span last() {
        return spans.get(spans.size() - 1);
    }

    Instant from() {
        return first().placedAt();
    }

    Instant to() {
        return last().stoppedAt();
    }

    /** A sentence for those who point at it. */
    String sentence(Instant begin) {
        if (!isOne()) {
            return spans.size() + " attempts of " + first().stage() + " on " + first().host();
        }
        Span span = first();
        return span.label() + ", attempt " + span.attempt() + " on " + span.host() + ": "
                + span.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (span.exitCode().isPresent()
                        ? ", exit code " + span.exitCode().getAsInt()
                        : "")
                + "; ran " + Elapsed.text(Duration.between(span.startedAt(), span.stoppedAt()))
                + ", launched in " + Elapsed.text(Duration.between(span.placedAt(), span.startedAt()))
                + ", waited " + Elapsed.text(Duration.between(span.readyAt(), span.placedAt()))
                + ", placed " + Elapsed.text(Duration.between(begin, span.placedAt())) + " after the begin";
    }

    private boolean swallows(Span span, TimeAxis axis) {
        return span.stage().equals(last().stage())
                && span.succeeded() == last().succeeded()
                && isSmall(span, axis)
                && isSmall(last(), axis)
                && axis.x(span.placedAt()) - axis.x(last().stoppedAt()) < APART;
    }

    private static boolean isSmall(Span span, TimeAxis axis) {
        return axis.x(span.stoppedAt()) - axis.x(span.placedAt()) < SMALL;
    }
}
