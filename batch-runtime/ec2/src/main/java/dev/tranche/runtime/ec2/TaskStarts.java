package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Starts attempts as tasks, each once. The client token of a start is made of its AttemptId, and a start without a certain
 * answer is said again word for word: ECS then answers with the task that it started the first time. It does so for an hour
 * after that task has ended; when that may be over, the task is looked for and the start is not said again.
 */
final class TaskStarts {
    /** How long ECS knows a client token at the least: "24 hours", or "the lifetime of the resource plus 1 hour". */
    static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** How long a start is tried again on an instance without room or contact; then the job is placed anew, maybe elsewhere. */
    static final Duration NO_ROOM_FOR = Duration.ofMinutes(1);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** What the answer says of an instance that has no room or no contact; the job has not been tried then. */
    private static final Set<String> PASSING = Set.of("AGENT", "RESOURCE", "INACTIVE", "MemberOf");

    /** What ECS says when the last instance leaves before a start on it: then it is no fault of the start. */
    private static final String NO_INSTANCES = "No Container Instances were found in your cluster";

    private final String owner;
    private final Validity validity;
    private final Background background;
    private final Surroundings around;
    private final Clock clock;
    private final LongSupplier nanos;

    /** What a start needs of the backend. */
    interface Surroundings {
        /**
         * The cluster.
         *
         * @throws SdkException if AWS does not know us
         */
        Cluster cluster();

        /** The task definitions; throws as the cluster does. */
        TaskDefinitions definitions();

        /** What the environment adds to them; throws as the cluster does. */
        TaskSettings settings();

        /** A task is there: it is looked at from now on, and stopped if that was asked for meanwhile. */
        void isThere(EcsTask task);
    }

    /** One start, from the launch to a certain answer. */
    private static final class Start {
        final EcsTask task;
        final Launch launch;

        /** Made once, and said again word for word. */
        @Nullable
        RunTaskRequest request;

        Duration pause = FIRST_PAUSE;

        /** When ECS may have got it first, in nanos; of an earlier opening it is not known. */
        @Nullable
        Long sentAt;

        /** Whether a start was said, by this opening or an earlier one, and its answer is missing. */
        boolean inDoubt;

        @Nullable
        Long refusedSince;

        Start(EcsTask task, Launch launch) {
            this.task = task;
            this.launch = launch;
            this.inDoubt = task.isOfEarlierOpening();
        }
    }

    TaskStarts(
            String owner,
            Validity validity,
            Background background,
            Surroundings around,
            Clock clock,
            LongSupplier nanos) {
        this.owner = owner;
        this.validity = validity;
        this.background = background;
        this.around = around;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Starts an attempt soon. */
    void start(EcsTask task, Launch launch) {
        Start start = new Start(task, launch);
        background.soon(() -> say(start));
    }

    private void say(Start start) throws InterruptedException {
        try {
            Cluster cluster = around.cluster();
            start.task.waitsFor(cluster.calls().rates().explain("RunTask"));
            RunTaskRequest request = start.request == null ? request(start, cluster) : start.request;
            start.request = request;
            if (!start.task.beginSending()) {
                return;
            }
            if (mayBeForgotten(start)) {
                lookFor(start, cluster);
                return;
            }
            start.sentAt = start.sentAt == null ? Long.valueOf(nanos.getAsLong()) : start.sentAt;
            answered(start, cluster.run(request));
        } catch (SdkException e) {
            failed(start, e);
        }
    }

    private RunTaskRequest request(Start start, Cluster cluster) throws InterruptedException {
        RegisterTaskDefinitionRequest content = TaskMapper.definition(start.launch.definition(), around.settings());
        return RunTaskRequest.builder()
                .cluster(cluster.name())
                .taskDefinition(around.definitions().arn(content))
                .count(1)
                .launchType(LaunchType.EC2)
                .placementConstraints(PlacementConstraint.builder()
                        .type(PlacementConstraintType.MEMBER_OF)
                        .expression("ec2InstanceId == " + start.launch.host().name())
                        .build())
                .clientToken(start.launch.attempt().toString())
                .startedBy(owner)
                .overrides(TaskMapper.overrides(start.launch, around.settings()))
                .propagateTags(start.launch.definition().propagateTags() ? PropagateTags.TASK_DEFINITION : null)
                .build();
    }

    // ---- answers

    private void answered(Start start, RunTaskResponse answer) {
        validity.startTaken();
        if (!answer.tasks().isEmpty()) {
            isThere(start, answer.tasks().get(0).taskArn());
            return;
        }
        Failure failure = answer.failures().isEmpty()
                ? Failure.builder().reason("neither a task nor a failure").build()
                : answer.failures().get(0);
        if (isPassing(failure)) {
            noRoom(start, text(failure));
        } else {
            start.task.ended(new AttemptEnd.StartFailed(text(failure), clock.instant()));
        }
    }

    /** ECS has started nothing, since the instance has no room or no contact, or there is none just now. */
    private void noRoom(Start start, String answer) {
        long now = nanos.getAsLong();
        String instance = start.launch.host().name();
        start.inDoubt = false;
        start.refusedSince = start.refusedSince == null ? Long.valueOf(now) : start.refusedSince;
        takenBack(
                start,
                "ECS refuses the start on " + instance + ": " + answer + "; tried again in " + start.pause.toSeconds()
                        + " s");
        if (now - start.refusedSince > NO_ROOM_FOR.toNanos()) {
            start.task.ended(new AttemptEnd.NotPlaced(
                    "Host EC2 (instance " + instance + ") did not take it: " + answer, clock.instant()));
        } else {
            later(start);
        }
    }

    private static boolean isPassing(Failure failure) {
        String reason = String.valueOf(failure.reason());
        return PASSING.stream().anyMatch(reason::startsWith);
    }

    private static String text(Failure failure) {
        return failure.reason() + (failure.detail() == null ? "" : ": " + failure.detail());
    }

    private void isThere(Start start, String arn) {
        start.task.known(arn);
        around.isThere(start.task);
    }

    private void failed(Start start, SdkException e) {
        Trouble trouble = Trouble.of(e);
        if (e instanceof ConflictException conflict && !conflict.resourceIds().isEmpty()) {
            isThere(start, conflict.resourceIds().get(0));
        } else if (trouble == Trouble.UNCERTAIN) {
            start.inDoubt |= start.request != null;
            start.task.waitsFor(Trouble.text(e) + "; said again in " + start.pause.toSeconds() + " s");
            later(start);
        } else if (start.request != null && Trouble.text(e).contains("TaskDefinition is inactive")) {
            // other words with the same token: if the first were taken after all, the answer is a conflict
            around.definitions().gone(start.request.taskDefinition());
            start.request = null;
            later(start);
        } else if (start.inDoubt) {
            stillInDoubt(start, e);
        } else if (trouble == Trouble.THROTTLED) {
            takenBack(start, Trouble.text(e));
            background.soon(() -> say(start)); // its rate holds it back
        } else if (Trouble.text(e).contains(NO_INSTANCES)) {
            noRoom(start, Trouble.text(e));
        } else {
            if (trouble == Trouble.DENIED) {
                validity.startDenied(Trouble.text(e));
            }
            start.task.ended(new AttemptEnd.StartFailed(Trouble.text(e), clock.instant()));
        }
    }

    /** A refusal of a start that is said again tells nothing of the first time. */
    private void stillInDoubt(Start start, SdkException e) {
        if (mayBeForgotten(start)) {
            start.task.ended(new AttemptEnd.Unknown(
                    "whether its start was taken cannot be known any more: " + Trouble.text(e), clock.instant()));
        } else {
            start.task.waitsFor(Trouble.text(e) + "; whether an earlier start was taken is not known");
            later(start);
        }
    }

    /** Nothing of it is under way. */
    private void takenBack(Start start, String why) {
        start.sentAt = null;
        start.task.refused(why, clock.instant());
    }

    private void later(Start start) {
        Duration now = start.pause;
        Duration next = now.multipliedBy(2);
        start.pause = next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
        background.after(now, () -> say(start));
    }

    // ---- what may have been forgotten

    private boolean mayBeForgotten(Start start) {
        if (start.sentAt != null) {
            return nanos.getAsLong() - start.sentAt > TOKEN_LIFE.toNanos();
        }
        Instant forgottenBy = clock.instant().minus(TOKEN_LIFE);
        return start.task.isOfEarlierOpening()
                && start.launch.placedAt().map(forgottenBy::isAfter).orElse(true);
    }

    private void lookFor(Start start, Cluster cluster) throws InterruptedException {
        List<Task> all = cluster.startedBy(owner);
        Optional<Task> found = all.stream()
                .filter(task -> TaskMapper.attempt(task).equals(Optional.of(start.task.id())))
                .findFirst();
        if (found.isPresent()) {
            isThere(start, found.get().taskArn());
        } else {
            start.task.ended(new AttemptEnd.Unknown(
                    "its start may have been taken longer ago than the hour for which ECS remembers that, and ECS shows no"
                            + " task of it",
                    clock.instant()));
        }
    }
}
