package dev.tranche.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackingTest {
    private static final int HOSTS = 20;
    private static final int WARM_UP = 20;
    private static final int TURNS = 200;
    private static final double HALF_A_POINT = 0.5;

    @Test
    void the_grid_packs_nearly_as_well_as_a_search_of_all_hosts() {
        double grid = Churn.meanUtilisation(HOSTS, WARM_UP, TURNS, 1, GridChoice::new);
        double exact = Churn.meanUtilisation(HOSTS, WARM_UP, TURNS, 1, ExactBestFit::new);

        assertThat(exact).isBetween(50.0, 100.0);
        assertThat(grid).isGreaterThan(exact - HALF_A_POINT);
    }

    @Test
    void the_same_seed_gives_the_same_utilisation() {
        assertThat(Churn.meanUtilisation(HOSTS, WARM_UP, TURNS, 2, GridChoice::new))
                .isEqualTo(Churn.meanUtilisation(HOSTS, WARM_UP, TURNS, 2, GridChoice::new));
    }
}
