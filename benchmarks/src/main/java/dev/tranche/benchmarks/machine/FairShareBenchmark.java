package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.FairShare;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The life of a job as {@link LifecycleBenchmark} measures it, where each of the four queues divides itself among 16 shares of
 * two weights, with four scheduling priorities in each, over the largest part of any resource and with a half-life of an hour:
 * 2,048 lanes.
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.FairShareBenchmark -prof gc</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class FairShareBenchmark {
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final FairShare POLICY =
            new FairShare(HOUR_MICROS, 0, false, List.of(new FairShare.Weight("share0", 5_000)));

    /** How many jobs wait while one is measured. */
    @Param({"1000", "100000", "1000000"})
    public int waitingJobs;

    /** How many hosts there are, all of them full. */
    @Param({"10", "1000", "10000"})
    public int hosts;

    @SuppressWarnings("NullAway.Init") // JMH calls saturate() before anything else
    private SaturatedMachine cluster;

    /** Fills the cluster. */
    @Setup(Level.Trial)
    public void saturate() {
        cluster = new SaturatedMachine(hosts, waitingJobs, POLICY);
    }

    /** One job ends, one is submitted, one is placed. */
    @Benchmark
    public void lifecycle() {
        cluster.lifecycle();
    }
}
