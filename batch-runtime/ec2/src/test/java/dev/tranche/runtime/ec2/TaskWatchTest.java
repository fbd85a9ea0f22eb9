package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.testkit.RecordingReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Task;

/** How often tasks are looked at, and how many in a call. */
class TaskWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final AtomicLong now = new AtomicLong();
    private final RecordingReports reports = new RecordingReports();
    private final Looks looks = new Looks();
    private final TaskWatch watch = new TaskWatch(
            new Cluster(
                    "lab",
                    Optional.empty(),
                    looks,
                    new Calls(new Rates("a test", 1, now::get, length -> now.addAndGet(length.toNanos())))),
            (host, reason) -> {},
            Clock.fixed(NOW, ZoneOffset.UTC),
            now::get);

    /** An ECS in which all tasks run. */
    private static final class Looks implements EcsClient {
        final List<List<String>> calls = new ArrayList<>();
        boolean denies;

        @Override
        public DescribeTasksResponse describeTasks(DescribeTasksRequest request) {
            calls.add(request.tasks());
            if (denies) {
                throw (EcsException)
                        EcsException.builder().statusCode(400).message("denied").build();
            }
            return DescribeTasksResponse.builder()
                    .tasks(request.tasks().stream()
                            .map(arn -> Task.builder()
                                    .taskArn(arn)
                                    .lastStatus("RUNNING")
                                    .startedAt(NOW)
                                    .build())
                            .toList())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @CanIgnoreReturnValue
    private EcsTask add(int number) {
        EcsTask task = new EcsTask(
                new AttemptId(new JobId(1, number, JobId.NO_INDEX), 1),
                new HostId("lab", "i-1"),
                Need.NONE,
                false,
                reports,
                now::get);
        assertThat(task.beginSending()).isTrue();
        task.known("task/" + number);
        watch.add(task);
        return task;
    }

    private void pass(Duration later) throws InterruptedException {
        now.addAndGet(later.toNanos());
        watch.pass();
    }

    @Test
    void a_task_is_looked_at_more_seldom_the_longer_it_runs_within_bounds() throws InterruptedException {
        add(1);
        pass(TaskWatch.SHORTEST.minusNanos(1));
        assertThat(looks.calls).isEmpty();
        pass(Duration.ofNanos(1));
        assertThat(looks.calls).hasSize(1);

        pass(Duration.ofMinutes(1)); // 61 s old now: again after 3.05 s
        pass(Duration.ofSeconds(3));
        assertThat(looks.calls).hasSize(2);
        pass(Duration.ofMillis(50));
        assertThat(looks.calls).hasSize(3);

        pass(Duration.ofDays(1));
        pass(TaskWatch.LONGEST.minusNanos(1));
        assertThat(looks.calls).hasSize(4);
        pass(Duration.ofNanos(1));
        assertThat(looks.calls).hasSize(5);
    }

    @Test
    void a_hundred_tasks_are_looked_at_in_a_call() throws InterruptedException {
        for (int i = 1; i <= 2 * Cluster.AT_ONCE + 1; i++) {
            add(i);
        }
        pass(TaskWatch.SHORTEST);

        assertThat(looks.calls).extracting(List::size).containsExactly(Cluster.AT_ONCE, Cluster.AT_ONCE, 1);
    }

    @Test
    void what_has_ended_is_not_looked_at() throws InterruptedException {
        EcsTask task = add(1);
        task.lostWithHost(new AttemptEnd.Lost("gone", NOW));
        pass(Duration.ofHours(1));

        assertThat(looks.calls).isEmpty();
    }

    @Test
    void a_look_that_is_denied_is_made_again_at_its_time() throws InterruptedException {
        EcsTask task = add(1);
        looks.denies = true;
        pass(TaskWatch.SHORTEST);
        assertThat(task.startWait()).contains("task 1 is being placed in ECS");

        looks.denies = false;
        pass(TaskWatch.SHORTEST);
        assertThat(reports.starts(task.id())).containsExactly(NOW);
    }
}
