package dev.tranche.benchmarks.figures;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What several rounds of one contestant measured. */
public final class Rounds {
    private final String name;
    private final String unit;
    private final List<Double> values = new ArrayList<>();

    /**
     * No round yet.
     *
     * @param name what was measured
     * @param unit of the values
     */
    public Rounds(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    /**
     * One more round.
     *
     * @param value what it measured
     */
    public void add(double value) {
        values.add(value);
    }

    /**
     * The value in the middle.
     *
     * @return the median
     */
    public double median() {
        return quantile(0.5);
    }

    /**
     * The value below which a part of all values lies.
     *
     * @param part from 0 to 1
     * @return one of the values
     */
    public double quantile(double part) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(part * (sorted.size() - 1))));
    }

    /**
     * A row of a table.
     *
     * @return name, median, least, most and how many rounds
     */
    public String row() {
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
