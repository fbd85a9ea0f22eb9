package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Volume;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.StandInHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Many jobs while everything goes wrong that can: each ends, none runs twice, and the rates are kept. */
@NeedsEngine
@Isolated
class SoakTest extends Lab {
    private static final int JOBS = Integer.getInteger("tranche.soak", 500);
    private static final int HOSTS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    @TempDir
    Path runs;

    @Test
    void all_jobs_end_and_none_runs_twice_with_every_fault_there_is() throws Exception {
        List<StandInHost> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add(cluster.host(8, 4_096));
        }
        aws.enforceRates();
        for (String operation :
                List.of("RunTask", "StopTask", "DescribeTasks", "ListContainerInstances", "GetLogEvents")) {
            aws.inject().throttle(operation, 0.05).fail(operation, 0.05).loseAnswers(operation, 0.05);
        }
        aws.inject().concurrentRevisions(0.5).unseenFor(Duration.ofMillis(500)).lateLines(Duration.ofSeconds(1));
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue, Rig.inPeace())) {
            List<JobHandle> handles = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                handles.add(runtime.submit(job("j" + i, appends(i)), queue));
            }
            Thread trouble = trouble(hosts);
            for (JobHandle handle : handles) {
                JobDetail end = handle.await(PATIENCE);
                assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            }
            trouble.interrupt();
            trouble.join();
        }
        for (int i = 0; i < JOBS; i++) {
            assertThat(lines(i)).as("runs of job " + i).hasSize(1);
        }
        // the rates of AWS are those of an hour; what a second sees is a burst more
        assertThat(aws.calls().mostInASecond(List.of("RunTask", "StopTask"))).isLessThanOrEqualTo(50 + 20);
        double perJob = aws.calls().all().size() / (double) JOBS;
        System.out.printf("API calls per job: %.2f (%s)%n", perJob, aws.calls().counts());
    }

    private JobDefinition appends(int number) {
        return JobDefinition.named("appends")
                .image(
                        "busybox:latest",
                        c -> c.command("sh", "-c", "echo x >> /runs/" + number)
                                .mount(Volume.host("runs", runs), "/runs"))
                .vcpus(1)
                .memory(mib(16))
                .build();
    }

    private List<String> lines(int number) throws IOException {
        Path file = runs.resolve(Integer.toString(number));
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Agents lose contact and come back, and instances are drained and activated. */
    private static Thread trouble(List<StandInHost> hosts) {
        Thread thread = new Thread(() -> {
            Random random = new Random(5);
            try {
                while (true) {
                    StandInHost host = hosts.get(random.nextInt(hosts.size()));
                    boolean drains = random.nextBoolean();
                    if (drains) {
                        host.drain();
                    } else {
                        host.disconnect();
                    }
                    Thread.sleep(500 + random.nextInt(2_500));
                    host.activate();
                    host.connect();
                }
            } catch (InterruptedException over) {
                hosts.forEach(StandInHost::connect);
            }
        });
        thread.start();
        return thread;
    }
}
