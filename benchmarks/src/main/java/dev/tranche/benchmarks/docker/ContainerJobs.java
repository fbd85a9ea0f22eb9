package dev.tranche.benchmarks.docker;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.tranche.benchmarks.figures.PairedRatio;
import dev.tranche.benchmarks.figures.Rounds;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.docker.DockerBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/**
 * Runs containers of {@code true} through the whole runtime, in pairs with a {@link BareLoop} of docker-java at the same
 * concurrency and in the same network, on the engine of this machine. Then looks how soon the next container follows one
 * that has ended, see {@link Handovers}.
 *
 * <p>The concurrency of the runtime is what fits: each job asks for such a part of the engine's vCPUs that as many fit as
 * are to run at once. A round is over when every job was waited for and every container is removed. The two rounds of a pair
 * change their order from pair to pair.
 *
 * <pre>java -cp benchmarks/target/benchmarks.jar dev.tranche.benchmarks.docker.ContainerJobs [pairs=7] [jobs=48] …</pre>
 */
public final class ContainerJobs {
    private static final String ENVIRONMENT = "container-jobs";
    private static final String LABEL = "dev.tranche.environment=" + ENVIRONMENT;
    private static final String ATTEMPTS = "dev.tranche.attempt";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 5;

    private final Words words;
    private final DockerClientConfig config =
            DefaultDockerClientConfig.createDefaultConfigBuilder().build();
    private final DockerClient client = DockerClientImpl.getInstance(config, transport());

    private ContainerJobs(Words words) {
        this.words = words;
    }

    /**
     * Measures and prints a table for each concurrency, and one of hand-overs.
     *
     * @param args {@code pairs=7 jobs=48 atOnce=1,2,4,8 network=bridge image=busybox:latest}, each may be left out
     * @throws InterruptedException if it is interrupted
     * @throws ExecutionException if a container of the bare loop fails
     * @throws IOException if a connection cannot be closed
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException, IOException {
        new ContainerJobs(Words.of(args)).measure();
    }

    private DockerHttpClient transport() {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .build();
    }

    private void measure() throws InterruptedException, ExecutionException, IOException {
        System.out.printf(
                Locale.ROOT,
                "JDK %s, Docker %s, %d pairs of %d containers of %s, network %s%n",
                Runtime.version(),
                client.versionCmd().exec().getVersion(),
                words.pairs(),
                words.jobs(),
                words.image(),
                words.network());
        for (int atOnce : words.atOnce()) {
            measurePairs(atOnce);
        }
        measureHandovers();
        client.close();
    }

    // ---- the runtime

    private JobQueue here() {
        return jobQueue("here")
                .computeEnvironmentOrder(computeEnvironment(ENVIRONMENT)
                        .docker()
                        .engine(config.getDockerHost())
                        .build())
                .build();
    }

    /** As large that as many fit at once. */
    private JobRequest request(int atOnce) {
        int all = 1000
                * Objects.requireNonNull(
                        client.infoCmd().exec().getNCPU(), "the engine does not say how many processors it has");
        return job(
                "true",
                jobDefinition("true")
                        .image(words.image(), c -> c.command("true"))
                        .millivcpus(all / atOnce)
                        .memory(mib(16))
                        .build());
    }

    private void runJobs(BatchRuntime runtime, JobQueue queue, JobRequest each, int jobs) throws InterruptedException {
        List<JobHandle> handles = runtime.submitAll(Collections.nCopies(jobs, each), queue);
        for (JobHandle handle : handles) {
            handle.await(PATIENCE).orThrow();
        }
        while (!client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(LABEL, ATTEMPTS))
                .exec()
                .isEmpty()) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    // ---- pairs

    private void measurePairs(int atOnce) throws InterruptedException, ExecutionException {
        BareLoop bareLoop = new BareLoop(client, words, atOnce);
        JobQueue queue = here();
        JobRequest each = request(atOnce);
        Figures figures = new Figures(words.jobs());
        try (BatchRuntime runtime = BatchRuntime.inMemory()
                .queues(queue)
                .backend(DockerBackend.factory().network(words.network()))
                .open()) {
            runJobs(runtime, queue, each, words.jobs()); // warm up
            bareLoop.run(words.jobs());
            for (int pair = 0; pair < words.pairs(); pair++) {
                Round ours;
                Round bare;
                if (pair % 2 == 0) {
                    bare = Round.of(() -> bareLoop.run(words.jobs()));
                    ours = Round.of(() -> runJobs(runtime, queue, each, words.jobs()));
                } else {
                    ours = Round.of(() -> runJobs(runtime, queue, each, words.jobs()));
                    bare = Round.of(() -> bareLoop.run(words.jobs()));
                }
                figures.add(ours, bare);
            }
        }
        figures.print(atOnce);
    }

    /** Something to be measured. */
    private interface Work {
        void run() throws InterruptedException, ExecutionException;
    }

    /** How long something took, and what it cost. */
    private record Round(double seconds, ProcessorTime spent) {
        static Round of(Work work) throws InterruptedException, ExecutionException {
            ProcessorTime before = ProcessorTime.now();
            long began = System.nanoTime();
            work.run();
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Round(seconds, ProcessorTime.now().since(before));
        }
    }

    /** What the pairs at one concurrency gave. */
    private static final class Figures {
        private final int jobs;
        private final PairedRatio ratio = new PairedRatio();
        private final Rounds bareRate = new Rounds("bare docker-java loop", "jobs/s");
        private final Rounds oursRate = new Rounds("runtime", "jobs/s");
        private final Rounds ratios = new Rounds("runtime / bare loop", "%");
        private final Rounds bareMachine = new Rounds("bare loop, processor time of the machine", "ms a job");
        private final Rounds oursMachine = new Rounds("runtime, processor time of the machine", "ms a job");
        private final Rounds own = new Rounds("… of that threads of the runtime", "ms a job");
        private final Rounds share = new Rounds("… which is", "%");
        private final Rounds jvm = new Rounds("… with compilers and collector", "%");

        Figures(int jobs) {
            this.jobs = jobs;
        }

        void add(Round ours, Round bare) {
            ratio.add(bare.seconds() / ours.seconds());
            bareRate.add(jobs / bare.seconds());
            oursRate.add(jobs / ours.seconds());
            ratios.add(100 * bare.seconds() / ours.seconds());
            bareMachine.add(bare.spent().machineMillis() / jobs);
            oursMachine.add(ours.spent().machineMillis() / jobs);
            own.add(ours.spent().ownMillis() / jobs);
            share.add(100 * ours.spent().ownMillis() / ours.spent().machineMillis());
            jvm.add(100 * ours.spent().jvmMillis() / ours.spent().machineMillis());
        }

        void print(int atOnce) {
            head(atOnce + " at once");
            for (Rounds each : List.of(bareRate, oursRate, ratios, bareMachine, oursMachine, own, share, jvm)) {
                System.out.println(each.row());
            }
            System.out.printf("%n%s%n", ratio.sentence("runtime / bare loop, " + atOnce + " at once"));
        }
    }

    private static void head(String what) {
        System.out.printf("%n| %s | median | least | most | values |%n|---|---|---|---|---|%n", what);
    }

    // ---- hand-overs

    private void measureHandovers() throws InterruptedException, IOException {
        JobQueue queue = here();
        JobRequest each = request(1);
        RecordedTransport recorded = new RecordedTransport(transport());
        try (DockerClient seen = DockerClientImpl.getInstance(config, recorded.recorded());
                BatchRuntime runtime = BatchRuntime.inMemory()
                        .queues(queue)
                        .backend(DockerBackend.using(seen).network(words.network()))
                        .open()) {
            runJobs(runtime, queue, each, 1);
            try (Handovers handovers = Handovers.of(recorded, client, LABEL)) {
                runJobs(runtime, queue, each, words.jobs());
                head("hand-over");
                handovers.rounds(words.jobs()).forEach(rounds -> System.out.println(rounds.row()));
            }
        }
    }
}
