package dev.tranche.benchmarks.machine;

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
 * What {@link LifecycleBenchmark} is compared with: the same operation on the same workload through a lock, a heap, a map
 * and a loop over the hosts ({@link LockedScheduler}).
 *
 * <pre>java -jar benchmarks/target/benchmarks.jar machine.LockedBaselineBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
public class LockedBaselineBenchmark {
    /** How many jobs wait while one is measured. */
    @Param({"1000", "100000", "1000000"})
    public int waitingJobs;

    /** How many hosts there are, all of them full. */
    @Param({"10", "1000", "10000"})
    public int hosts;

    @SuppressWarnings("NullAway.Init") // JMH calls saturate() before anything else
    private SaturatedBaseline cluster;

    /** Fills the cluster. */
    @Setup(Level.Trial)
    public void saturate() {
        cluster = new SaturatedBaseline(hosts, waitingJobs, false);
    }

    /** One job ends, one is submitted, one is placed. */
    @Benchmark
    public void lifecycle() {
        cluster.lifecycle();
    }
}
