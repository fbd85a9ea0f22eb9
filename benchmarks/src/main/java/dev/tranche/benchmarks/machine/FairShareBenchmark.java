package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.FairShare;
import java.util.List;

/**
 * The life of a job as {@link LifecycleBenchmark} measures it, where each of the four queues divides itself among 16 shares of
 * two weights, with four scheduling priorities in each, over the largest part of any resource and with a half-life of an hour:
 * 2,048 lanes.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.FairShareBenchmark -prof gc</pre>
 */
public class FairShareBenchmark extends SaturatedBenchmark {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final FairShare POLICY =
            new FairShare(HOUR_MICROS, 0, false, List.of(new FairShare.Weight("share0", 5_000)));

    @Override
    Contestant contestant(int fullHosts, int waiting) {
        return new SaturatedMachine(fullHosts, waiting, POLICY);
    }
}
