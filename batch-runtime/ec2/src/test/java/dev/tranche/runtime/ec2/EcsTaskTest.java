package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.testkit.RecordingReports;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/** What follows from what is seen of a task, one step after the other. */
class EcsTaskTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String ARN = "arn:aws:ecs:eu-central-1:123456789012:task/lab/0123";
    private static final AttemptId ID = new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1);

    private final AtomicLong nanos = new AtomicLong();
    private final RecordingReports reports = new RecordingReports();
    private final EcsTask task =
            new EcsTask(ID, new HostId("lab", "i-1"), new Need(1_024, 64, 0), false, reports, nanos::get);

    private static Task shown(String status) {
        return Task.builder()
                .taskArn(ARN)
                .lastStatus(status)
                .startedAt(status.equals("PENDING") ? null : NOW)
                .executionStoppedAt(status.equals("STOPPED") ? NOW : null)
                .containers(Container.builder()
                        .name("default")
                        .exitCode(status.equals("STOPPED") ? 0 : null)
                        .build())
                .build();
    }

    private void isKnown() {
        assertThat(task.beginSending()).isTrue();
        task.known(ARN);
    }

    @Test
    void it_is_reported_as_it_is_seen_and_each_thing_once() {
        isKnown();
        assertThat(task.seen(shown("PENDING"), NOW)).isEmpty();
        assertThat(task.startWait()).contains("task 0123 is PENDING in ECS");
        assertThat(task.seen(shown("RUNNING"), NOW)).isEmpty();
        assertThat(task.seen(shown("RUNNING"), NOW)).isEmpty();
        assertThat(task.state()).isEqualTo(new AttemptState.Running(NOW));
        assertThat(task.seen(shown("STOPPED"), NOW)).isEmpty();
        assertThat(task.seen(shown("STOPPED"), NOW)).isEmpty();
        task.ended(new AttemptEnd.Lost("late", NOW));

        assertThat(reports.starts(ID)).containsExactly(NOW);
        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.Exited(0, NOW));
    }

    @Test
    void an_end_that_is_the_first_thing_seen_of_it_is_reported_with_its_start() {
        isKnown();
        assertThat(task.seen(shown("STOPPED"), NOW)).isEmpty();

        assertThat(reports.starts(ID)).containsExactly(NOW);
        assertThat(reports.ends(ID)).hasSize(1);
    }

    @Test
    void one_that_is_stopped_before_its_start_is_said_is_never_started() {
        assertThat(task.stop(NOW)).isFalse();

        assertThat(task.beginSending()).isFalse();
        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.StartFailed(TaskEnds.STOPPED_EARLY, NOW));
    }

    @Test
    void one_that_is_stopped_while_its_start_is_under_way_is_stopped_when_it_is_known() {
        assertThat(task.beginSending()).isTrue();
        assertThat(task.stop(NOW)).isFalse();
        assertThat(reports.ends(ID)).isEmpty();

        task.known(ARN);
        assertThat(task.isStopAsked()).isTrue();
    }

    @Test
    void one_that_is_stopped_while_its_start_is_refused_ends_with_the_refusal() {
        assertThat(task.beginSending()).isTrue();
        assertThat(task.stop(NOW)).isFalse();
        task.refused("RESOURCE:CPU", NOW);

        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.StartFailed(TaskEnds.STOPPED_EARLY, NOW));
    }

    @Test
    void a_stop_is_told_to_ecs_once() {
        isKnown();

        assertThat(task.stop(NOW)).isTrue();
        assertThat(task.stop(NOW)).isFalse();
    }

    @Test
    void one_that_ecs_does_not_know_for_a_moment_is_there_and_for_long_is_unknown() {
        isKnown();
        task.missing(NOW);
        nanos.addAndGet(EcsTask.MISSING_FOR.toNanos() - 1);
        task.missing(NOW);
        assertThat(reports.ends(ID)).isEmpty();

        nanos.addAndGet(1);
        task.missing(NOW);
        assertThat(reports.ends(ID)).singleElement().isInstanceOf(AttemptEnd.Unknown.class);
    }

    @Test
    void one_that_is_seen_again_was_not_missing() {
        isKnown();
        task.missing(NOW);
        nanos.addAndGet(EcsTask.MISSING_FOR.toNanos());
        assertThat(task.seen(shown("RUNNING"), NOW)).isEmpty();
        task.missing(NOW);

        assertThat(reports.ends(ID)).isEmpty();
    }

    @Test
    void the_end_of_one_that_was_interrupted_is_the_interruption_if_the_stop_was_ours() {
        isKnown();
        assertThat(task.seen(shown("RUNNING"), NOW)).isEmpty();
        assertThat(task.interrupt("Host EC2 (instance i-1) is to go", NOW)).isTrue();
        assertThat(task.seen(
                        shown("STOPPED").toBuilder().stopCode("UserInitiated").build(), NOW))
                .isEmpty();

        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.Lost("Host EC2 (instance i-1) is to go", NOW));
    }

    @Test
    void the_loss_of_its_host_is_told_to_whoever_looked_and_ends_it() {
        isKnown();
        Task lost = shown("STOPPED").toBuilder()
                .stoppedReason("Host EC2 (instance i-1) terminated.")
                .containers(Container.builder().name("default").build())
                .build();

        assertThat(task.seen(lost, NOW)).contains("Host EC2 (instance i-1) terminated.");
        assertThat(task.hasEnded()).isTrue();
        assertThat(reports.ends(ID)).isEmpty();
    }

    @Test
    void one_that_ended_by_itself_before_it_was_interrupted_has_an_end_of_its_own() {
        isKnown();
        assertThat(task.interrupt("Host EC2 (instance i-1) is to go", NOW)).isTrue();
        assertThat(task.seen(
                        shown("STOPPED").toBuilder()
                                .stopCode("EssentialContainerExited")
                                .build(),
                        NOW))
                .isEmpty();

        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.Exited(0, NOW));
    }
}
