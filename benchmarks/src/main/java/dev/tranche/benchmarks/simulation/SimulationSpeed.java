package dev.tranche.benchmarks.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * How many jobs a simulation gets through in a second, how large one may be, and how long a plan takes. Prints a table.
 *
 * <pre>java -Xmx4g -XX:+UseParallelGC -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.simulation.SimulationSpeed</pre>
 */
public final class SimulationSpeed {
    private static final int WARM_UPS = 5;
    private static final int ROUNDS = 5;
    private static final int HOSTS = 1_000;
    private static final int JOBS = 100_000;
    private static final int MANY_JOBS = 1_000_000;
    private static final int PLANNED_JOBS = 10_000;

    private SimulationSpeed() {}

    /**
     * Measures and prints.
     *
     * @param args by how much everything is to be smaller, for a first look; without it by nothing
     */
    public static void main(String[] args) {
        int part = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        System.out.printf(
                Locale.ROOT,
                "JDK %s, heap up to %d MiB%n%n",
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("| | median, s | least | most | jobs/s | heap after, MiB |");
        System.out.println("|---|---|---|---|---|---|");
        for (boolean checked : new boolean[] {false, true}) {
            String how = checked ? ", invariants checked" : "";
            warm(JOBS / part, " jobs on 1,000 hosts, warm" + how, new BusyNight(JOBS / part, HOSTS, checked)::run);
            once(
                    MANY_JOBS / part,
                    " jobs on 1,000 hosts, once" + how,
                    new BusyNight(MANY_JOBS / part, HOSTS, checked)::run);
        }
        warm(PLANNED_JOBS / part, " jobs of a workflow planned, warm", new WidePlan(PLANNED_JOBS / part)::plan);
    }

    private static void warm(int jobs, String what, DoubleSupplier run) {
        for (int i = 0; i < WARM_UPS; i++) {
            double unused = run.getAsDouble();
        }
        double[] seconds = new double[ROUNDS];
        Arrays.setAll(seconds, round -> run.getAsDouble());
        print(jobs, what, seconds);
    }

    private static void once(int jobs, String what, DoubleSupplier run) {
        print(jobs, what, run.getAsDouble());
    }

    private static void print(int jobs, String what, double... seconds) {
        Arrays.sort(seconds);
        double median = seconds[seconds.length / 2];
        System.out.printf(
                Locale.ROOT,
                "| %,d%s | %.2f | %.2f | %.2f | %,.0f | %d |%n",
                jobs,
                what,
                median,
                seconds[0],
                seconds[seconds.length - 1],
                jobs / median,
                usedMebibytes());
    }

    private static long usedMebibytes() {
        Runtime jvm = Runtime.getRuntime();
        return (jvm.totalMemory() - jvm.freeMemory()) >> 20;
    }
}
