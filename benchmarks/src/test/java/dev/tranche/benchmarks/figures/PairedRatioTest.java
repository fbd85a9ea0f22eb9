package dev.tranche.benchmarks.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairedRatioTest {
    private static PairedRatio of(double... ratios) {
        PairedRatio all = new PairedRatio();
        for (double ratio : ratios) {
            all.add(ratio);
        }
        return all;
    }

    @Test
    void the_interval_is_students() {
        // logarithms of mean 0 and standard deviation 0.1, with two degrees of freedom
        PairedRatio ratio = of(Math.exp(-0.1), 1, Math.exp(0.1));

        assertThat(ratio.mean()).isCloseTo(1, within(1e-9));
        assertThat(Math.log(ratio.most())).isCloseTo(4.303 * 0.1 / Math.sqrt(3), within(1e-9));
        assertThat(ratio.least() * ratio.most()).isCloseTo(1, within(1e-9));
    }

    @Test
    void a_ratio_and_its_opposite_cancel_out() {
        assertThat(of(2, 0.5).mean()).isCloseTo(1, within(1e-9));
    }

    @Test
    void one_pair_says_nothing_of_how_sure_one_can_be() {
        assertThat(of(1.5).least()).isZero();
        assertThat(of(1.5).most()).isInfinite();
        assertThat(of(1.5).sentence("a / b")).startsWith("a / b: 150.0 %");
    }

    @Test
    void more_pairs_than_the_table_has_take_its_last_row() {
        double[] many = new double[200];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 2 == 0 ? Math.exp(0.1) : Math.exp(-0.1);
        }

        assertThat(Math.log(of(many).most())).isCloseTo(2.045 * 0.1 / Math.sqrt(199), within(1e-6));
    }
}
