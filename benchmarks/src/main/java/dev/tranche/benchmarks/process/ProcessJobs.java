package dev.tranche.benchmarks.process;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.benchmarks.figures.Rounds;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Runs 2,000 local jobs of {@code /bin/true} through the whole runtime, in turn with a {@link BareLoop} at the same
 * concurrency, and measures the time from a submit on an idle machine to the {@code exec} of the program. Beside the jobs
 * in a second stands the {@link ProcessorTime} that a job costs, all processes together.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.process.ProcessJobs</pre>
 */
public final class ProcessJobs {
    private static final int JOBS = 2000;
    private static final int WARM_UP_JOBS = 10_000;
    private static final int ROUNDS = 9;
    private static final int LATENCIES = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final int concurrency;
    private final BareLoop bareLoop;
    private final JobQueue here;

    private ProcessJobs(int concurrency) {
        this.concurrency = concurrency;
        this.bareLoop = new BareLoop(concurrency);
        this.here = jobQueue("here")
                .computeEnvironmentOrder(
                        computeEnvironment("laptop").local().vcpus(concurrency).build())
                .build();
    }

    /**
     * Measures and prints a table.
     *
     * @param args how many processes run at once, without it as many as there are processors
     * @throws InterruptedException if it is interrupted
     * @throws ExecutionException if a process cannot be started
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        int atOnce = args.length > 0
                ? Integer.parseInt(args[0])
                : Runtime.getRuntime().availableProcessors();
        new ProcessJobs(atOnce).measure();
    }

    private void measure() throws InterruptedException, ExecutionException {
        System.out.printf(Locale.ROOT, "JDK %s, %d at once, %d jobs a round%n%n", Runtime.version(), concurrency, JOBS);
        System.out.println("| | median | least | most | rounds |");
        System.out.println("|---|---|---|---|---|");
        try (BatchRuntime runtime = BatchRuntime.inMemory().queues(here).open()) {
            measureRates(runtime);
            measureLatency(runtime);
        }
    }

    private void measureRates(BatchRuntime runtime) throws InterruptedException, ExecutionException {
        runJobs(runtime, WARM_UP_JOBS);
        bareLoop.run(WARM_UP_JOBS);
        Rounds ours = new Rounds("runtime", "jobs/s");
        Rounds bare = new Rounds("bare ProcessBuilder loop", "jobs/s");
        Rounds ratio = new Rounds("runtime / bare loop", "x");
        Rounds oursBusy = new Rounds("runtime, processor time", "us a job");
        Rounds bareBusy = new Rounds("bare loop, processor time", "us a job");
        Rounds busyRatio = new Rounds("processor time, bare loop / runtime", "x");
        for (int round = 0; round < ROUNDS; round++) {
            double busyBefore = ProcessorTime.micros();
            long began = System.nanoTime();
            bareLoop.run(JOBS);
            long between = System.nanoTime();
            double busyBetween = ProcessorTime.micros();
            long resumed = System.nanoTime();
            runJobs(runtime, JOBS);
            long ended = System.nanoTime();
            double busyAfter = ProcessorTime.micros();
            bare.add(perSecond(between - began));
            ours.add(perSecond(ended - resumed));
            ratio.add((between - began) / (double) (ended - resumed));
            bareBusy.add((busyBetween - busyBefore) / JOBS);
            oursBusy.add((busyAfter - busyBetween) / JOBS);
            busyRatio.add((busyBetween - busyBefore) / (busyAfter - busyBetween));
        }
        for (Rounds each : List.of(bare, ours, ratio, bareBusy, oursBusy, busyRatio)) {
            System.out.println(each.row());
        }
    }

    /** Every job is waited for and looked at. */
    private void runJobs(BatchRuntime runtime, int jobs) {
        JobRequest each = job("true", definition("/bin/true"));
        List<JobHandle> handles = runtime.submitAll(Collections.nCopies(jobs, each), here);
        for (JobHandle handle : handles) {
            handle.await(PATIENCE).orThrow();
        }
    }

    /** The program prints the time at which it runs, which is a little later than its exec. */
    private void measureLatency(BatchRuntime runtime) {
        JobRequest clock = job("clock", definition("date", "+%s%N"));
        Rounds latency = new Rounds("submit to exec, idle", "ms");
        for (int i = 0; i < LATENCIES; i++) {
            Instant submitted = Instant.now();
            JobHandle handle = runtime.submit(clock, here);
            handle.await(PATIENCE).orThrow();
            latency.add(millisBetween(submitted, handle.log().text().strip()));
        }
        System.out.println(latency.row());
        System.out.printf(Locale.ROOT, "| submit to exec, 99 %% below | %.1f ms | | | |%n", latency.quantile(0.99));
    }

    private static double millisBetween(Instant submitted, String nanosSinceEpoch) {
        long submittedNanos = ChronoUnit.NANOS.between(Instant.EPOCH, submitted);
        return (Long.parseLong(nanosSinceEpoch) - submittedNanos) / 1e6;
    }

    private static JobDefinition definition(String program, String... arguments) {
        return jobDefinition("program")
                .executable(program, arguments)
                .vcpus(1)
                .memory(mib(16))
                .build();
    }

    private static double perSecond(long nanos) {
        return JOBS * 1e9 / nanos;
    }
}
