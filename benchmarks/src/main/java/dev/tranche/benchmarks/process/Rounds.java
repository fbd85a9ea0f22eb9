package dev.tranche.benchmarks.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What several rounds of one contestant measured. */
final class Rounds {
    private final String name;
    private final String unit;
    private final List<Double> values = new ArrayList<>();

    Rounds(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    void add(double value) {
        values.add(value);
    }

    double median() {
        return quantile(0.5);
    }

    /** The value below which this part of all values lie. */
    double quantile(double part) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * (sorted.size() - 1))));
    }

    /** A row of a table: median, least and most. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.2f %s | %.2f | %.2f | %d |",
                name,
                median(),
                unit,
                quantile(0),
                quantile(1),
                values.size());
    }
}
