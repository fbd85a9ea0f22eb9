package dev.tranche.benchmarks.machine;

/**
 * One whole life of a job through the real machine, on a saturated cluster: a running job ends, one is submitted, the
 * pass places what fits, and the frame with all of it is encoded. A frame for each operation is the dearest case: under
 * load the loop puts many inputs into one.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.LifecycleBenchmark -prof gc</pre>
 */
public class LifecycleBenchmark extends SaturatedBenchmark {
    @Override
    Contestant contestant(int fullHosts, int waiting) {
        return new SaturatedMachine(fullHosts, waiting);
    }
}
