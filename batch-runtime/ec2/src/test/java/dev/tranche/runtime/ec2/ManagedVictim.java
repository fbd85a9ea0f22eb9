package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Volume;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A runtime with many jobs on spot and then on-demand instances, in a process of its own that a test kills and starts again. */
final class ManagedVictim {
    /** How long an instance outlives it. */
    static final Duration LEASE = Duration.ofSeconds(30);

    static final String ALL_SUCCEEDED = "all succeeded";

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ManagedVictim() {}

    /** Spot instances of two vCPUs, of which the cap on the cost allows fewer than the vCPUs do. */
    static JobQueue queue(URI aws) {
        return Lab.queue(
                Rig.spot(aws, 16).build().toBuilder()
                        .instanceTypes("m7i.large", "m6i.large", "c7i.large", "c6i.large", "r6i.large")
                        .maxHourlyCost(new BigDecimal("0.8"))
                        .build(),
                Rig.onDemand(aws, 8).build());
    }

    /**
     * Submits all jobs under their tokens, waits for them, and says how they ended.
     *
     * @param arguments where AWS answers, a directory, and how many jobs
     */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[1]);
        JobQueue queue = queue(URI.create(arguments[0]));
        Ec2Backend backend = Ec2Backend.factory()
                .credentials(Rig.CREDENTIALS)
                .prices(Rig.PRICES)
                .clusterPace(Duration.ofSeconds(1))
                .shortLease(LEASE);
        try (BatchRuntime runtime = BatchRuntime.journal(directory.resolve("journal"))
                .queues(queue)
                .backend(backend)
                .open()) {
            List<JobHandle> handles = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                handles.add(runtime.submit(
                        job("j" + i, appends(directory, i))
                                .clientToken("j" + i)
                                .retry(r -> r.attempts(10)
                                        .attemptsOnInterruption(50)
                                        .nextEnvironmentAfterInterruptions(2)),
                        queue));
            }
            for (JobHandle handle : handles) {
                JobDetail end = handle.await(PATIENCE);
                if (!end.succeeded()) {
                    System.out.println(end);
                }
                System.out.println(end.name() + " " + end.attempts().size());
            }
            System.out.println(ALL_SUCCEEDED);
        }
    }

    /** Each attempt leaves its number in the file of its job. */
    private static JobDefinition appends(Path directory, int number) {
        return JobDefinition.named("appends")
                .image(
                        "busybox:latest",
                        c -> c.command("sh", "-c", "echo $AWS_BATCH_JOB_ATTEMPT >> /runs/" + number + "; sleep 0.5")
                                .mount(Volume.host("runs", directory.resolve("runs")), "/runs"))
                .vcpus(1)
                .memory(MemorySize.mib(16))
                .build();
    }

    static Process start(URI aws, Path directory, int jobs) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManagedVictim.class.getName(),
                        aws.toString(),
                        directory.toString(),
                        Integer.toString(jobs))
                .redirectOutput(directory.resolve("output").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
