package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.container;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a caller sees of retries beyond AWS's: budgets, back-off, memory, time in the queue. */
class RetriesTest {
    private final VirtualTime time = new VirtualTime();
    private final FakeBackend backend = FakeBackend.manual();

    private void outOfMemory(JobHandle job, int attempt) {
        backend.ended(backend.attemptOf(job, attempt), new AttemptEnd.Signaled(9, true, Optional.empty(), time.now()));
        time.settle();
    }

    @Test
    void more_memory_reaches_the_launch_and_shows_in_the_attempts() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle hungry = runtime.submit(
                    job("hungry", ONE).retry(r -> r.attempts(3).moreMemoryAfterOutOfMemory(1.5, mib(100))), QUEUE);
            outOfMemory(hungry, 1);
            outOfMemory(hungry, 2);
            Launch last = backend.launchOf(hungry, 3);
            backend.run(last.attempt(), 0);
            JobDetail end = hungry.await(Duration.ZERO);

            assertThat(backend.launchOf(hungry, 1).definition().memory()).isEqualTo(mib(64));
            assertThat(backend.launchOf(hungry, 2).definition().memory()).isEqualTo(mib(96));
            assertThat(last.definition().memory()).isEqualTo(mib(100));
            assertThat(last.definition().program()).isEqualTo(ONE.program());
            assertThat(end.attempts()).extracting(AttemptDetail::memory).containsExactly(mib(64), mib(96), mib(100));
            assertThat(end.definition().memory()).isEqualTo(mib(100));
            assertThat(end.succeeded()).isTrue();
        }
    }

    @Test
    void of_several_containers_each_gets_more_memory_in_proportion() {
        Container small =
                container("small").image("a").vcpus(1).memory(mib(100)).build();
        Container large =
                container("large").image("b").vcpus(1).memory(mib(300)).build();
        JobDefinition both = jobDefinition("both").containers(small, large).build();

        JobDefinition grown = MoreMemory.of(both, 800);

        assertThat(((ContainerGroup) grown.program()).containers())
                .extracting(Container::memory)
                .containsExactly(mib(200), mib(600));
        assertThat(MoreMemory.of(both, 400)).isSameAs(both);
    }

    @Test
    void a_job_that_outgrows_every_host_fails_with_a_reason() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle hungry = runtime.submit(
                    job("hungry", ONE)
                            .memory(gib(600))
                            .retry(r -> r.attempts(3).moreMemoryAfterOutOfMemory(2, gib(4_000))),
                    QUEUE);
            outOfMemory(hungry, 1);
            JobDetail end = hungry.await(Duration.ZERO);

            assertThat(end.statusReason())
                    .hasValueSatisfying(why -> assertThat(why)
                            .startsWith("Cannot be tried again with more memory: needs 1 vCPU, 1200 GiB memory; the"
                                    + " largest host of environment e has 4 vCPU, 1024 GiB memory"));
            assertThat(end.attempts()).hasSize(1);
        }
    }

    @Test
    void interruptions_have_the_budget_of_the_job_or_of_its_queue() {
        JobQueue spot = jobQueue("spot")
                .computeEnvironmentOrder(ENVIRONMENT)
                .attemptsOnInterruption(2)
                .build();
        backend.host("h2", 4).host("h3", 4).host("h4", 4);
        try (BatchRuntime runtime = time.open(backend, spot)) {
            JobHandle asQueue = runtime.submit(job("as-queue", ONE).vcpus(4), spot);
            JobHandle own = runtime.submit(job("own", ONE).vcpus(4).retry(r -> r.attemptsOnInterruption(1)), spot);
            lose(own, 1);
            lose(asQueue, 1);
            lose(asQueue, 2);

            assertThat(own.await(Duration.ZERO).attempts()).hasSize(1);
            assertThat(asQueue.await(Duration.ZERO).attempts())
                    .extracting(AttemptDetail::verdict)
                    .containsExactly(Optional.of(AttemptVerdict.INTERRUPTED), Optional.of(AttemptVerdict.INTERRUPTED));
        }
    }

    @Test
    void what_a_host_did_not_take_is_shown_and_placed_anew() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle job = runtime.submit(job("late", ONE), QUEUE);
            backend.ended(backend.attemptOf(job, 1), new AttemptEnd.NotPlaced("RESOURCE:MEMORY", time.now()));
            time.settle();
            assertThat(job.explain().reasons()).hasOnlyElementsOfType(WaitReason.BackOff.class);
            time.pass(Duration.ofSeconds(1));
            backend.run(backend.attemptOf(job, 2), 0);
            JobDetail end = job.await(Duration.ZERO);

            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.NOT_PLACED);
            assertThat(end.attempts().get(0).statusReason()).contains("RESOURCE:MEMORY");
        }
    }

    private void lose(JobHandle job, int attempt) {
        backend.loses(backend.launchOf(job, attempt).host().name(), "Host EC2 (instance i-1) terminated.");
        time.settle();
    }

    @Test
    void a_job_that_waits_in_its_queue_for_too_long_fails() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            JobHandle waiting = runtime.submit(job("waiting", ONE).queueTimeout(Duration.ofMinutes(5)), QUEUE);
            time.pass(Duration.ofMinutes(4));
            assertThat(waiting.explain().toString()).contains("has to start by 2027-01-15T08:05:00Z");
            JobDetail end = waiting.await(Duration.ofMinutes(2));

            assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(5));
            assertThat(end.statusReason()).contains("Job wait duration exceeded queue timeout");
            assertThat(end.attempts()).isEmpty();
            assertThat(end.cancelled()).isFalse();
            assertThat(running.describe().ended()).isFalse();
        }
    }
}
