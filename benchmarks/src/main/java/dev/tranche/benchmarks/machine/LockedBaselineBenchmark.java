package dev.tranche.benchmarks.machine;

/**
 * What {@link LifecycleBenchmark} is compared with: the same operation on the same workload through a lock, a heap, a map
 * and a loop over the hosts ({@link LockedScheduler}).
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.LockedBaselineBenchmark</pre>
 */
public class LockedBaselineBenchmark extends SaturatedBenchmark {
    @Override
    Contestant contestant(int fullHosts, int waiting) {
        return new SaturatedBaseline(fullHosts, waiting, false);
    }
}
