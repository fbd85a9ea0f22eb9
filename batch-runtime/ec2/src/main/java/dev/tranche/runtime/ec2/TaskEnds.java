package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * What a stopped task proves. Success is an exit code 0 of every container that the task stands for; a code that is missing is
 * never 0. Where a code says that a program failed, that is the end, whatever an agent says of another container. Pure.
 */
final class TaskEnds {
    static final String STOPPED_EARLY = "stopped before it was started";
    static final String STOPPED_BY_OTHERS =
            "its stop was not asked for since this runtime was opened, and exit code 0 proves nothing then";

    private static final String OUT_OF_MEMORY = "OutOfMemoryError";
    private static final String HOST_GONE = "Host EC2";
    private static final int LARGEST_CODE = 255;

    /** 128 and SIGKILL, 128 and SIGTERM: how programs end that ECS stops, if they do not decide otherwise. */
    private static final Set<Integer> OF_A_STOP = Set.of(137, 143);

    /** Why a task stops whose instance goes. */
    private static final Set<String> INSTANCE_GOES =
            Set.of("SpotInterruption", "TerminationNotice", "InfrastructureHealth");

    /** What an agent says of a container that it could not look at or stop, and which was there. */
    private static final Set<String> WAS_THERE = Set.of("CannotInspectContainerError", "CannotStopContainerError");

    /** What agents say when the engine took too long. */
    private static final Set<String> TOO_LATE = Set.of("DockerTimeoutError", "ContainerRuntimeTimeoutError");

    /** Of these the engine was asked before a program could run; any later it may have run in the meantime. */
    private static final Set<String> BEFORE_IT_RUNS = Set.of("transition to pulled", "transition to created");

    private final Task task;
    private final List<Container> essential;
    private final Instant at;

    private TaskEnds(Task task, Instant now) {
        List<String> others = TaskMapper.nonEssential(task);
        this.task = task;
        this.essential = task.containers().stream()
                .filter(container -> !others.contains(container.name()))
                .toList();
        this.at = Stream.of(task.executionStoppedAt(), task.stoppedAt(), task.stoppingAt())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(now);
    }

    /**
     * How an attempt ended.
     *
     * @param task its task, which has stopped
     * @param stopAsked whether we have asked for its stop
     * @param now the time of the look, for a task of which ECS says none
     */
    static AttemptEnd end(Task task, boolean stopAsked, Instant now) {
        return new TaskEnds(task, now).end(stopAsked);
    }

    private AttemptEnd end(boolean stopAsked) {
        Optional<Container> failed = failed();
        if (failed.isPresent()) {
            return isHostGone() && isOfAStop(failed.get())
                    ? new AttemptEnd.Lost(stoppedReason(), at)
                    : exited(failed.get());
        }
        boolean allSucceeded = !essential.isEmpty()
                && essential.stream().allMatch(container -> Objects.equals(container.exitCode(), 0));
        if (allSucceeded) {
            return isStoppedByOthers(stopAsked)
                    ? new AttemptEnd.Unknown(STOPPED_BY_OTHERS + ": " + stoppedReason(), at)
                    : exited(essential.get(0));
        }
        if (isHostGone()) {
            return new AttemptEnd.Lost(stoppedReason(), at);
        }
        return mayHaveRun() ? withoutCode() : new AttemptEnd.StartFailed(whyNotStarted(stopAsked), at);
    }

    /** The container whose failure is the task's: when one ends ECS stops the others, whose codes tell only that. */
    private Optional<Container> failed() {
        List<Container> all = essential.stream()
                .filter(container -> container.exitCode() != null && container.exitCode() != 0)
                .toList();
        return all.stream()
                .filter(container -> !isOfAStop(container))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /** Whether a code may be that of a stop; one that had no memory was not stopped. */
    private static boolean isOfAStop(Container container) {
        return OF_A_STOP.contains(container.exitCode()) && !reason(container).startsWith(OUT_OF_MEMORY);
    }

    /** Somebody else, or this runtime before it was opened anew: a program that is asked to end may do so with 0. */
    private boolean isStoppedByOthers(boolean stopAsked) {
        return !stopAsked && task.stopCode() == TaskStopCode.USER_INITIATED;
    }

    private AttemptEnd exited(Container container) {
        int code = container.exitCode();
        boolean outOfMemory = reason(container).startsWith(OUT_OF_MEMORY);
        Optional<String> reason = Optional.of(reason(container)).filter(text -> !text.isEmpty());
        return code < 0 || code > LARGEST_CODE
                ? new AttemptEnd.Unknown("ECS says exit code " + code + ", which no program has", at)
                : new AttemptEnd.Exited(code, outOfMemory, reason, at);
    }

    private boolean isHostGone() {
        return stoppedReason().startsWith(HOST_GONE)
                || (task.stopCodeAsString() != null && INSTANCE_GOES.contains(task.stopCodeAsString()));
    }

    /** Whether any of its programs may have run. */
    private boolean mayHaveRun() {
        return task.startedAt() != null
                || task.containers().stream()
                        .anyMatch(container -> container.exitCode() != null || mayHaveRun(reason(container)))
                || (task.stopCode() == TaskStopCode.ESSENTIAL_CONTAINER_EXITED && why().isEmpty());
    }

    private static boolean mayHaveRun(String reason) {
        boolean tooLate = TOO_LATE.stream().anyMatch(reason::startsWith);
        return WAS_THERE.stream().anyMatch(reason::startsWith)
                || (tooLate && BEFORE_IT_RUNS.stream().noneMatch(reason::contains));
    }

    private AttemptEnd withoutCode() {
        return new AttemptEnd.Unknown("ECS says no exit code: " + why().orElse(stoppedReason()), at);
    }

    private String whyNotStarted(boolean stopAsked) {
        if (stopAsked && task.stopCode() == TaskStopCode.USER_INITIATED) {
            return STOPPED_EARLY;
        }
        return why().orElseGet(() -> stoppedReason().isEmpty() ? "Task failed to start" : stoppedReason());
    }

    /** What the agent says of the first container of which it says something. */
    private Optional<String> why() {
        return Stream.concat(essential.stream(), task.containers().stream())
                .map(TaskEnds::reason)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static String reason(Container container) {
        return container.reason() == null ? "" : container.reason();
    }

    private String stoppedReason() {
        return task.stoppedReason() == null ? "" : task.stoppedReason();
    }
}
