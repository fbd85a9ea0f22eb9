package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Many jobs on spot and then on-demand instances, while instances are taken back, fleets are partial, AWS throttles and loses
 * answers, and the runtime is killed twice: all jobs end, no attempt runs twice, no bound is exceeded, and nothing is left.
 */
@NeedsEngine
@Isolated
class ManagedSoakTest extends Lab {
    private static final int JOBS = Integer.getInteger("tranche.soak", 500);
    private static final long PATIENCE_MINUTES = 10;
    private static final PriceTable PRICES = PriceTable.of(Rig.PRICES);

    @TempDir
    private Path directory;

    private final Random random = new Random(7);

    @Test
    void all_jobs_end_no_attempt_runs_twice_and_no_instance_is_left() throws Exception {
        Files.createDirectory(directory.resolve("runs"));
        for (String operation : List.of(
                "CreateFleet", "CreateTags", "DescribeInstances", "TerminateInstances", "RunTask", "DescribeTasks")) {
            aws.inject().throttle(operation, 0.05).loseAnswers(operation, 0.05);
        }
        aws.ec2().boots(Duration.ofSeconds(1)).unseenFor(Duration.ofMillis(500));
        aws.deadMen().every(Duration.ofSeconds(2));
        Thread trouble = trouble();

        for (int kill = 1; kill <= 2; kill++) {
            Process victim = ManagedVictim.start(aws.endpoint(), directory, JOBS);
            int enough = JOBS * kill / 3;
            Awaitility.await()
                    .atMost(Duration.ofMinutes(PATIENCE_MINUTES))
                    .until(() -> begun() >= enough || !victim.isAlive());
            assertThat(victim.isAlive()).as("it ended by itself").isTrue();
            victim.destroyForcibly().waitFor();
        }
        Process last = ManagedVictim.start(aws.endpoint(), directory, JOBS);
        assertThat(last.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES))
                .as("all end")
                .isTrue();
        trouble.interrupt();
        trouble.join();

        List<String> output = Files.readAllLines(directory.resolve("output"));
        assertThat(output).hasSize(JOBS + 1).last().isEqualTo(ManagedVictim.ALL_SUCCEEDED);
        for (int i = 0; i < JOBS; i++) {
            List<String> runs = Files.readAllLines(directory.resolve("runs").resolve(Integer.toString(i)));
            assertThat(runs).as("attempts of job " + i).doesNotHaveDuplicates();
            assertThat(output.get(i))
                    .as("the last is the one that succeeded")
                    .isEqualTo("j" + i + " " + runs.get(runs.size() - 1));
        }
        assertThat(aws.ec2().most("spot", StandInInstance::vcpus)).as("vCPUs").isBetween(4.0, 16.0);
        assertThat(aws.ec2().most("spot", ManagedSoakTest::dollars))
                .as("dollars")
                .isBetween(0.2, 0.8);
        assertThat(aws.ec2().most("cloud", StandInInstance::vcpus)).as("vCPUs").isBetween(2.0, 8.0);
        Awaitility.await()
                .atMost(ManagedVictim.LEASE.plusSeconds(15))
                .untilAsserted(() -> assertThat(aws.ec2().living()).isEmpty());
        System.out.printf(
                "%d jobs, %d instances, %d of them taken back; %s%n",
                JOBS,
                aws.ec2().launched().size(),
                aws.ec2().launched().stream().filter(StandInInstance::isSpot).count(),
                aws.calls().counts());
    }

    /** How many jobs have begun to run. */
    private long begun() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("runs"))) {
            return files.count();
        }
    }

    private static double dollars(StandInInstance instance) {
        return PRICES.microDollars(AwsStandIn.REGION, instance.type()).orElseThrow() / 1e6;
    }

    /** A spot instance is taken back every few seconds, with or without a notice, and fleets get a part of what they want. */
    private Thread trouble() {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    for (String type : List.of("m7i.large", "m6i.large", "c7i.large", "c6i.large", "r6i.large")) {
                        aws.ec2().capacity(type, random.nextInt(4));
                    }
                    Thread.sleep(2_000 + random.nextInt(2_000));
                    List<StandInInstance> spot = aws.ec2().living().stream()
                            .filter(StandInInstance::isSpot)
                            .toList();
                    if (!spot.isEmpty()) {
                        StandInInstance taken = spot.get(random.nextInt(spot.size()));
                        if (random.nextBoolean()) {
                            taken.notice();
                            Thread.sleep(1_000);
                        }
                        taken.end();
                    }
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }
}
