package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.HostType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A managed environment through the door: what waits becomes a request to its backend, once, also across a kill. */
class ManagedEnvironmentsTest {
    private static final HostType LARGE =
            new HostType("m7i.large", new Capacity(2_000, MemorySize.gib(7), 0, MemorySize.gib(20)), 100_800);
    private static final ManagedEnvironment CLOUD = computeEnvironment("cloud")
            .managed()
            .onDemand()
            .maxVcpus(4)
            .subnets("subnet-1")
            .instanceRole("role")
            .maxInstances(2)
            .maxHourlyCost(new BigDecimal("0.15"))
            .build();
    private static final JobQueue QUEUE =
            jobQueue("q").computeEnvironmentOrder(CLOUD).build();

    @TempDir
    private Path parent;

    private final FakeBackend before = FakeBackend.managed().offering(LARGE);
    private final FakeBackend after = FakeBackend.managed().offering(LARGE);

    private static BatchRuntime open(Path journal, FakeBackend backend) {
        return BatchRuntime.journal(journal).queues(QUEUE).backend(backend).open();
    }

    private static EnvironmentScale scale(int hosts, int booting, int asked, BigDecimal dollars) {
        return new EnvironmentScale(hosts, booting, asked, 2, new BigDecimal("0.1008"), dollars);
    }

    private static HostRequest first(FakeBackend backend) {
        await().atMost(SOON).until(() -> !backend.requests().isEmpty());
        return backend.requests().get(0);
    }

    @Test
    void what_waits_is_asked_for_within_the_bounds_and_runs_on_what_comes() {
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(QUEUE).backend(before).open()) {
            JobHandle job = runtime.submit(job("one", ONE), QUEUE);
            runtime.submitAll(List.of(job("two", ONE), job("three", ONE)), QUEUE);

            // one of them for 15 cents an hour, though there may be two
            assertThat(first(before)).isEqualTo(new HostRequest("cloud", 1, List.of("m7i.large"), 1));
            EnvironmentHandle cloud = runtime.environment(CLOUD);
            assertThat(cloud.scale()).contains(scale(0, 0, 1, BigDecimal.ZERO));
            before.gives(first(before), "i-1");
            await().atMost(SOON).until(() -> job.explain().toString().contains("1 host boots and 0 more"));
            before.joins("i-1", 2);
            before.run(before.attemptOf(job, 1), 0);

            EnvironmentScale scale = cloud.scale().orElseThrow();
            assertThat(scale).isEqualTo(scale(1, 0, 0, scale.dollars()));
            assertThat(scale.dollars()).isBetween(new BigDecimal("0.000001"), new BigDecimal("0.01"));
            assertThat(job.await(SOON).succeeded()).isTrue();
            assertThat(before.requests()).hasSize(1);
        }
    }

    @Test
    void a_request_that_was_not_answered_before_a_kill_is_said_again_under_its_number() throws IOException {
        try (BatchRuntime first = open(parent.resolve("journal"), before)) {
            JobHandle job = first.submit(job("one", ONE), QUEUE);
            HostRequest request = first(before);

            try (BatchRuntime second = open(killed(), after)) {
                assertThat(first(after)).isEqualTo(request);
                after.gives(request, "i-1");
                after.joins("i-1", 2);
                JobHandle found = second.job(job.id()).orElseThrow();
                after.run(after.attemptOf(found, 1), 0);

                assertThat(found.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
                assertThat(after.requests()).containsExactly(request);
            }
        }
    }

    @Test
    void the_next_opening_says_which_hosts_it_has() throws IOException {
        try (BatchRuntime first = open(parent.resolve("journal"), before)) {
            JobHandle job = first.submit(job("one", ONE), QUEUE);
            before.gives(first(before), "i-1");
            before.joins("i-1", 2);
            before.attemptOf(job, 1);

            try (BatchRuntime second = open(killed(), after)) {
                await().atMost(SOON).until(() -> after.calls().contains("hostsKept [i-1]"));
                assertThat(second.job(job.id())).isPresent();
            }
        }
        assertThat(before.calls()).contains("hostsKept []");
    }

    @Test
    void a_job_has_cost_its_part_of_its_host_for_as_long_as_it_was_there_also_after_a_kill() throws IOException {
        try (BatchRuntime first = open(parent.resolve("journal"), before)) {
            var night = workflow("night");
            var half = night.add(job("half", ONE));
            WorkflowRun run = first.submit(night.build(), QUEUE);
            before.gives(first(before), "i-1");
            before.joins("i-1", 2);
            JobHandle job = run.job(half);
            AttemptDetail attempt = attempt(job);
            // one of two vCPUs of a host for 0.1008 dollars an hour
            assertThat(attempt.dollarsPerHour()).contains(new BigDecimal("0.0504"));

            try (BatchRuntime second = open(killed(), after)) {
                assertThat(attempt(second.job(job.id()).orElseThrow()).dollarsPerHour())
                        .contains(new BigDecimal("0.0504"));
            }
            before.run(before.attemptOf(job, 1), 0);
            job.await(SOON);
            Duration time = Duration.between(
                    attempt.placedAt(),
                    job.describe().attempts().get(0).stoppedAt().orElseThrow());
            assertThat(job.dollars().doubleValue()).isCloseTo(0.0504 * time.toNanos() / 3.6e12, within(2e-6));
            assertThat(run.dollars()).isEqualTo(job.dollars());
            assertThat(first.environment(CLOUD).scale().orElseThrow().dollars()).isGreaterThanOrEqualTo(job.dollars());
        }
    }

    private static AttemptDetail attempt(JobHandle job) {
        await().atMost(SOON).until(() -> !job.describe().attempts().isEmpty());
        return job.describe().attempts().get(0);
    }

    /** The journal as a kill of the process at this moment leaves it. */
    private Path killed() throws IOException {
        Path journal = parent.resolve("journal");
        Path copy = Files.createDirectories(parent.resolve("copy"));
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(journal));
        for (String name : List.of("journal.db", "journal.db-wal")) {
            Files.copy(journal.resolve(name), copy.resolve(name));
        }
        return copy;
    }
}
