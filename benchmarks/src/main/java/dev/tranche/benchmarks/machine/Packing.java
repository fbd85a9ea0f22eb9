package dev.tranche.benchmarks.machine;

import java.util.List;
import java.util.Locale;

/**
 * How well the grid of hosts packs: the mean part of all vCPUs in use under {@link Churn}, against exact best fit, which looks
 * at every host for every job.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.machine.Packing</pre>
 */
public final class Packing {
    private static final List<Integer> HOSTS = List.of(100, 2_000);
    private static final int WARM_UP = 500;
    private static final int TURNS = 2_000;
    private static final long SEED = 20_261_126;

    private Packing() {}

    /**
     * Measures and prints a line for each number of hosts.
     *
     * @param args how many turns count; 2,000 without it
     */
    public static void main(String[] args) {
        int turns = args.length > 0 ? Integer.parseInt(args[0]) : TURNS;
        System.out.println("hosts   grid   exact best fit   difference, in points of mean vCPU utilisation");
        for (int hosts : HOSTS) {
            double grid = Churn.meanUtilisation(hosts, WARM_UP, turns, SEED, GridChoice::new);
            double exact = Churn.meanUtilisation(hosts, WARM_UP, turns, SEED, ExactBestFit::new);
            System.out.printf(Locale.ROOT, "%5d %6.2f %16.2f %12.2f%n", hosts, grid, exact, grid - exact);
        }
    }
}
