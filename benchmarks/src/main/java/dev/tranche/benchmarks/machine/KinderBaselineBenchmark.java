package dev.tranche.benchmarks.machine;

/**
 * {@link LockedBaselineBenchmark} after one round of tuning: a pass remembers which kinds of job fit nowhere, and looks at
 * the hosts once for each of them. The kindest that this design can be made.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.KinderBaselineBenchmark</pre>
 */
public class KinderBaselineBenchmark extends SaturatedBenchmark {
    @Override
    Contestant contestant(int fullHosts, int waiting) {
        return new SaturatedBaseline(fullHosts, waiting, true);
    }
}
