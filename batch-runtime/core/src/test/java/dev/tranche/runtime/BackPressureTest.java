package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobRequest;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackPressureTest {
    private final FakeBackend quick = FakeBackend.quick(64);

    /** Keeps the loop busy, so that nothing leaves the submit lane. */
    private static CountDownLatch blockLoop(BatchRuntime runtime) throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ((OpenRuntime) runtime).door().put(new Query<>(machine -> {
            blocked.countDown();
            return awaitQuietly(release);
        }));
        blocked.await();
        return release;
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void at_the_bound_try_is_empty_async_throws_and_submit_waits_and_gives_up() throws Exception {
        try (BatchRuntime runtime = Fixtures.with(quick)
                .submitCapacity(3)
                .submitPatience(Duration.ofMillis(50))
                .open()) {
            CountDownLatch release = blockLoop(runtime);
            List<JobHandle> in = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                in.add(runtime.trySubmit(job("j" + i, ONE), QUEUE).orElseThrow());
            }
            assertThat(runtime.trySubmit(job("more", ONE), QUEUE)).isEmpty();
            assertThat(runtime.trySubmit(job("more", ONE).array(1000), QUEUE)).isEmpty();
            assertThatThrownBy(() -> runtime.submitAsync(job("more", ONE), QUEUE))
                    .isInstanceOf(RuntimeBusyException.class);
            assertThatThrownBy(() -> runtime.submit(job("more", ONE), QUEUE))
                    .isInstanceOf(RuntimeBusyException.class)
                    .hasMessageContaining("PT0.05S");
            assertThat(in).allMatch(job -> !job.accepted().toCompletableFuture().isDone());

            release.countDown();
            in.forEach(job -> assertThat(job.await(SOON).succeeded()).isTrue());
            assertThat(runtime.trySubmit(job("again", ONE), QUEUE)).isPresent();
        }
    }

    @Test
    void a_token_is_free_again_when_its_submit_found_no_room() throws Exception {
        try (BatchRuntime runtime = Fixtures.with(quick).submitCapacity(1).open()) {
            CountDownLatch release = blockLoop(runtime);
            JobHandle first = runtime.submitAsync(job("first", ONE), QUEUE);
            assertThat(runtime.trySubmit(job("second", ONE).clientToken("t"), QUEUE))
                    .isEmpty();
            release.countDown();
            first.await(SOON);
            assertThat(runtime.submit(job("third", ONE).clientToken("t"), QUEUE)
                            .await(SOON)
                            .succeeded())
                    .isTrue();
        }
    }

    @Test
    void a_list_larger_than_the_bound_enters_alone() {
        try (BatchRuntime runtime = Fixtures.with(quick).submitCapacity(8).open()) {
            List<JobRequest> requests =
                    IntStream.range(0, 1_000).mapToObj(i -> job("j" + i, ONE)).toList();
            List<JobHandle> handles = runtime.submitAll(requests, QUEUE);
            assertThat(handles).hasSize(1_000);
            handles.forEach(handle -> assertThat(handle.await(SOON).succeeded()).isTrue());
        }
    }

    @Test
    void a_hundred_thousand_jobs_at_once() {
        try (BatchRuntime runtime = Fixtures.with(FakeBackend.quick(512)).open()) {
            List<JobRequest> requests =
                    IntStream.range(0, 100_000).mapToObj(i -> job("j" + i, ONE)).toList();
            List<JobHandle> handles = runtime.submitAllAsync(requests, QUEUE);
            assertThat(runtime.drain(Duration.ofMinutes(3))).isTrue();
            assertThat(handles).allMatch(handle -> handle.describe().succeeded());
        }
    }

    @Test
    void a_handle_is_of_use_before_it_is_accepted() throws Exception {
        try (BatchRuntime runtime = Fixtures.open(quick)) {
            CountDownLatch release = blockLoop(runtime);
            JobHandle first = runtime.submitAsync(job("first", ONE), QUEUE);
            JobHandle second = runtime.submitAsync(job("second", ONE).after(first), QUEUE);
            assertThat(first.describe().status().isTerminal()).isFalse();
            release.countDown();
            assertThat(second.await(SOON).succeeded()).isTrue();
            assertThat(second.describe().dependsOn()).containsExactly(first.id());
        }
    }

    @Test
    void a_job_in_the_submit_lane_says_so_and_with_how_many() throws Exception {
        int many = SchedulerLoop.JOBS_PER_BATCH + 1;
        try (BatchRuntime runtime = Fixtures.open(quick)) {
            CountDownLatch release = blockLoop(runtime);
            List<JobHandle> handles = runtime.submitAllAsync(Collections.nCopies(many, job("j", ONE)), QUEUE);
            // both are in before the loop goes on: the first batch takes all jobs but one, then the question is
            // answered
            AtomicReference<Explanation> told = new AtomicReference<>();
            Thread asking = new Thread(() -> told.set(handles.get(many - 1).explain()));
            asking.start();
            await().until(() -> asking.getState() == Thread.State.TIMED_WAITING);

            release.countDown();
            asking.join(SOON.toMillis());

            assertThat(told.get())
                    .isEqualTo(new Explanation(
                            handles.get(many - 1).id(), JobStatus.SUBMITTED, List.of(new WaitReason.Submitting(many))));
            assertThat(told.get())
                    .hasToString("SUBMITTED: on its way to the scheduler, one of 513 jobs in the lane of submits");
            assertThat(handles.get(many - 1).await(SOON).succeeded()).isTrue();
            assertThat(handles.get(many - 1).explain().reasons()).isEmpty();
        }
    }

    @Test
    void a_wait_for_room_can_be_interrupted() throws Exception {
        try (BatchRuntime runtime = Fixtures.with(quick).submitCapacity(1).open()) {
            CountDownLatch release = blockLoop(runtime);
            runtime.submitAsync(job("first", ONE), QUEUE);
            assertInterrupted(() -> runtime.submit(job("second", ONE), QUEUE));
            release.countDown();
        }
    }

    @Test
    void every_other_wait_can_be_interrupted() throws Exception {
        FakeBackend manual = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(manual)) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            assertInterrupted(() -> job.await(SOON));
            assertInterrupted(() -> runtime.drain(SOON));
            CountDownLatch release = blockLoop(runtime);
            assertInterrupted(() -> assertThat(job.explain()).isNotNull());
            assertInterrupted(() -> runtime.submit(job("k", ONE), QUEUE));
            assertInterrupted(() -> assertThat(runtime.job(job.id())).isPresent());
            release.countDown();
            manual.run(manual.attemptOf(job, 1), 0);
            assertThat(job.await(SOON).succeeded()).isTrue();
        }
    }

    private static void assertInterrupted(Runnable wait) throws InterruptedException {
        AtomicReference<Optional<Throwable>> thrown = new AtomicReference<>(Optional.empty());
        AtomicReference<Boolean> flag = new AtomicReference<>(false);
        Thread waiter = new Thread(() -> {
            try {
                wait.run();
            } catch (RuntimeException e) {
                thrown.set(Optional.of(e));
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiter.start();
        await().until(() ->
                waiter.getState() == Thread.State.TIMED_WAITING || waiter.getState() == Thread.State.WAITING);
        waiter.interrupt();
        waiter.join(SOON.toMillis());
        assertThat(thrown.get()).containsInstanceOf(WaitInterruptedException.class);
        assertThat(flag.get()).isTrue();
    }
}
