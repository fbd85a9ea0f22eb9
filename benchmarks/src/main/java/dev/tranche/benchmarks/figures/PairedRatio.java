package dev.tranche.benchmarks.figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much faster one contestant is than another, by pairs of rounds that were run one right after the other, and how sure
 * one can be of it. What a pair has in common, a machine that is busy for a while, is in both and cancels out.
 *
 * <p>The interval is Student's for the mean of the logarithms of the ratios, taken back to ratios: it covers the true ratio
 * in 95 of 100 sittings, as far as the logarithms scatter like a normal distribution. Its middle is the geometric mean.
 */
public final class PairedRatio {
    /** Quantiles of Student's t at 97.5 %, from one degree of freedom on. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045
    };

    private final List<Double> logarithms = new ArrayList<>();

    /** No pair yet. */
    public PairedRatio() {}

    /**
     * One more pair.
     *
     * @param ratio of the two rounds of a pair
     */
    public void add(double ratio) {
        logarithms.add(Math.log(ratio));
    }

    /**
     * The middle of the interval.
     *
     * @return the geometric mean of the ratios
     */
    public double mean() {
        return Math.exp(meanLogarithm());
    }

    /**
     * Where the interval begins.
     *
     * @return the lower bound at 95 %, 0 if there are not two pairs
     */
    public double least() {
        return Math.exp(meanLogarithm() - halfWidth());
    }

    /**
     * Where the interval ends.
     *
     * @return the upper bound at 95 %, infinite if there are not two pairs
     */
    public double most() {
        return Math.exp(meanLogarithm() + halfWidth());
    }

    private double meanLogarithm() {
        return logarithms.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private double halfWidth() {
        int pairs = logarithms.size();
        if (pairs < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = meanLogarithm();
        double squares = logarithms.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .sum();
        double deviation = Math.sqrt(squares / (pairs - 1));
        return T[Math.min(pairs - 2, T.length - 1)] * deviation / Math.sqrt(pairs);
    }

    /**
     * The interval as a sentence.
     *
     * @param name what is compared
     * @return one line, in percent
     */
    public String sentence(String name) {
        return String.format(
                Locale.ROOT,
                "%s: %.1f %%, 95 %% interval %.1f to %.1f %% (Student's t, logarithms of %d paired ratios)",
                name,
                100 * mean(),
                100 * least(),
                100 * most(),
                logarithms.size());
    }
}
