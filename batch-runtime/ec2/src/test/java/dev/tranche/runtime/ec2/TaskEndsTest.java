package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** What stopped tasks prove, with the words of ECS. */
class TaskEndsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant STARTED = Instant.parse("2026-11-27T11:00:00Z");
    private static final Instant STOPPED = Instant.parse("2026-11-27T11:30:00Z");
    private static final String ESSENTIAL = "Essential container in task exited";

    private static Task task(UnaryOperator<Task.Builder> words, Container... containers) {
        return words.apply(Task.builder()
                        .lastStatus("STOPPED")
                        .overrides(TaskOverride.builder().build())
                        .startedAt(STARTED)
                        .executionStoppedAt(STOPPED)
                        .stopCode("EssentialContainerExited")
                        .stoppedReason(ESSENTIAL)
                        .containers(containers))
                .build();
    }

    private static Task notStarted(String stopCode, String stoppedReason, Container... containers) {
        return task(task -> task.startedAt(null).stopCode(stopCode).stoppedReason(stoppedReason), containers);
    }

    private static Container container(String name, @Nullable Integer code, @Nullable String reason) {
        return Container.builder().name(name).exitCode(code).reason(reason).build();
    }

    private static AttemptEnd exited(int code) {
        return new AttemptEnd.Exited(code, STOPPED);
    }

    static Stream<Arguments> ends() {
        String pull = "CannotPullContainerError: pull access denied for nothing, repository does not exist";
        String oom = "OutOfMemoryError: Container killed due to memory usage";
        String timeout = "DockerTimeoutError: Could not transition to stopped; timed out after waiting 2m0s";
        String startTimeout = "DockerTimeoutError: Could not transition to started; timed out after waiting 3m0s";
        String makeTimeout = "DockerTimeoutError: Could not transition to created; timed out after waiting 4m0s";
        String start = "CannotStartContainerError: Error response from daemon: failed to create shim task";
        String host = "Host EC2 (instance i-0123) terminated.";
        return Stream.of(
                end("a success", task(t -> t, container("default", 0, null)), exited(0)),
                end("a failure", task(t -> t, container("default", 7, null)), exited(7)),
                end("a kill", task(t -> t, container("default", 137, null)), exited(137)),
                end(
                        "out of memory",
                        task(t -> t, container("default", 137, oom)),
                        new AttemptEnd.Exited(137, true, Optional.of(oom), STOPPED)),
                end("all of several", task(t -> t, container("a", 0, null), container("b", 0, null)), exited(0)),
                end("one of several failed", task(t -> t, container("a", 0, null), container("b", 3, null)), exited(3)),
                end(
                        "the code of one wins over what an agent says of another",
                        task(t -> t, container("a", null, pull), container("b", 3, null)),
                        exited(3)),
                end(
                        "one of several without a code is no success",
                        task(t -> t, container("a", 0, null), container("b", null, timeout)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + timeout, STOPPED)),
                end(
                        "a container that ran and whose stop timed out",
                        task(t -> t, container("default", null, timeout)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + timeout, STOPPED)),
                end(
                        "no code and no reason",
                        task(t -> t, container("default", null, null)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + ESSENTIAL, STOPPED)),
                end(
                        "an image that cannot be pulled",
                        notStarted("TaskFailedToStart", "Task failed to start", container("default", null, pull)),
                        new AttemptEnd.StartFailed(pull, STOPPED)),
                end(
                        "secrets that cannot be read",
                        notStarted(
                                "TaskFailedToStart",
                                "ResourceInitializationError: unable to pull secrets",
                                container("default", null, null)),
                        new AttemptEnd.StartFailed("ResourceInitializationError: unable to pull secrets", STOPPED)),
                end(
                        "a start that fails when another container has failed is that one's failure",
                        notStarted(
                                "TaskFailedToStart",
                                "Task failed to start",
                                container("a", 2, null),
                                container("b", null, pull)),
                        exited(2)),
                end(
                        "stopped before it was started",
                        notStarted("UserInitiated", "Stopped by its runtime", container("default", null, null)),
                        new AttemptEnd.StartFailed("Stopped by its runtime", STOPPED)),
                end(
                        "a lost host",
                        task(
                                t -> t.stopCode("TerminationNotice").stoppedReason(host),
                                container("default", null, null)),
                        new AttemptEnd.Lost(host, STOPPED)),
                end(
                        "what ended before its host was lost",
                        task(t -> t.stopCode("TerminationNotice").stoppedReason(host), container("default", 0, null)),
                        exited(0)),
                end(
                        "a spot interruption",
                        task(
                                t -> t.stopCode("SpotInterruption").stoppedReason("Your Spot Task was interrupted."),
                                container("default", null, null)),
                        new AttemptEnd.Lost("Your Spot Task was interrupted.", STOPPED)),
                end(
                        "an exit code 0 of one that somebody else had ECS stop proves nothing",
                        task(t -> t.stopCode("UserInitiated").stoppedReason("by hand"), container("default", 0, null)),
                        new AttemptEnd.Unknown(TaskEnds.STOPPED_BY_OTHERS + ": by hand", STOPPED)),
                end(
                        "a failure of one that somebody else had ECS stop is its own",
                        task(
                                t -> t.stopCode("UserInitiated").stoppedReason("by hand"),
                                container("default", 143, null)),
                        exited(143)),
                end(
                        "a signal that came with the loss of the host is the loss",
                        task(
                                t -> t.stopCode("SpotInterruption").stoppedReason("Your Spot Task was interrupted."),
                                container("default", 143, null)),
                        new AttemptEnd.Lost("Your Spot Task was interrupted.", STOPPED)),
                end(
                        "a failure before the loss of the host is a failure",
                        task(t -> t.stopCode("TerminationNotice").stoppedReason(host), container("default", 7, null)),
                        exited(7)),
                end(
                        "want of memory before the loss of the host is want of memory",
                        task(t -> t.stopCode("TerminationNotice").stoppedReason(host), container("default", 137, oom)),
                        new AttemptEnd.Exited(137, true, Optional.of(oom), STOPPED)),
                end(
                        "the container that failed, not the one that ECS stopped after it",
                        task(t -> t, container("stopped", 143, null), container("failed", 3, null)),
                        exited(3)),
                end(
                        "the container that had no memory, not the one that ECS stopped after it",
                        task(t -> t, container("stopped", 137, null), container("failed", 137, oom)),
                        new AttemptEnd.Exited(137, true, Optional.of(oom), STOPPED)),
                end(
                        "a program that may have run although its task was never seen to",
                        notStarted("EssentialContainerExited", ESSENTIAL, container("default", null, null)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + ESSENTIAL, STOPPED)),
                end(
                        "a start that timed out and may have happened",
                        notStarted(
                                "TaskFailedToStart", "Task failed to start", container("default", null, startTimeout)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + startTimeout, STOPPED)),
                end(
                        "a stop that timed out of a task that was never seen to run",
                        notStarted("EssentialContainerExited", ESSENTIAL, container("default", null, timeout)),
                        new AttemptEnd.Unknown("ECS says no exit code: " + timeout, STOPPED)),
                end(
                        "a container that could not be made in time never ran",
                        notStarted(
                                "TaskFailedToStart", "Task failed to start", container("default", null, makeTimeout)),
                        new AttemptEnd.StartFailed(makeTimeout, STOPPED)),
                end(
                        "a container that could not be started, in the words of older agents",
                        notStarted("EssentialContainerExited", ESSENTIAL, container("default", null, start)),
                        new AttemptEnd.StartFailed(start, STOPPED)),
                end(
                        "a code that is none",
                        task(t -> t, container("default", -1, null)),
                        new AttemptEnd.Unknown("ECS says exit code -1, which no program has", STOPPED)),
                end(
                        "a task without containers",
                        task(t -> t),
                        new AttemptEnd.Unknown("ECS says no exit code: " + ESSENTIAL, STOPPED)));
    }

    private static Arguments end(String what, Task task, AttemptEnd end) {
        return Arguments.of(what, task, end);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void a_stopped_task_proves_its_end(String what, Task task, AttemptEnd end) {
        assertThat(TaskEnds.end(task, false, NOW)).isEqualTo(end);
    }

    @Test
    void a_task_that_we_stopped_before_it_started_says_so() {
        Task task = notStarted("UserInitiated", "Stopped by its runtime", container("default", null, null));

        assertThat(TaskEnds.end(task, true, NOW))
                .isEqualTo(new AttemptEnd.StartFailed(TaskEnds.STOPPED_EARLY, STOPPED));
    }

    @Test
    void an_exit_code_0_of_one_that_we_stopped_is_told_as_it_is() {
        Task task = task(t -> t.stopCode("UserInitiated"), container("default", 0, null));

        assertThat(TaskEnds.end(task, true, NOW)).isEqualTo(exited(0));
    }

    @Test
    void a_container_that_is_not_essential_does_not_count() {
        Task task = task(
                t -> t.overrides(TaskOverride.builder()
                        .containerOverrides(ContainerOverride.builder()
                                .environment(KeyValuePair.builder()
                                        .name(TaskMapper.NON_ESSENTIAL)
                                        .value("log,metrics")
                                        .build())
                                .build())
                        .build()),
                container("main", 0, null),
                container("log", 137, null),
                container("metrics", null, "DockerTimeoutError: timed out"));

        assertThat(TaskEnds.end(task, false, NOW)).isEqualTo(exited(0));
    }

    @Test
    void the_time_is_that_of_ecs_and_the_look_s_only_if_it_says_none() {
        List<Task> tasks = List.of(
                task(t -> t, container("default", 0, null)),
                task(t -> t.executionStoppedAt(null).stoppedAt(STOPPED), container("default", 0, null)),
                task(t -> t.executionStoppedAt(null).stoppingAt(STOPPED), container("default", 0, null)),
                task(t -> t.executionStoppedAt(null), container("default", 0, null)));

        assertThat(tasks.stream().map(each -> TaskEnds.end(each, false, NOW).at()))
                .containsExactly(STOPPED, STOPPED, STOPPED, NOW);
    }
}
