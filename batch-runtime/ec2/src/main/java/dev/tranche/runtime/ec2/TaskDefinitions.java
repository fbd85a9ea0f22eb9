package dev.tranche.runtime.ec2;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/**
 * The task definitions of an environment in ECS: one family for each content, whose name holds its hash. Found before it is
 * registered, since every runtime that runs the same needs the same; removed when nothing has needed it for long. Any thread.
 */
final class TaskDefinitions {
    /** How long one is kept that nothing needs. */
    static final Duration KEPT_FOR = Duration.ofHours(1);

    /** How many are removed at the close; each takes a second or two. */
    static final int REMOVED_AT_CLOSE = 20;

    private static final Logger LOG = LoggerFactory.getLogger(TaskDefinitions.class);

    private final EcsClient ecs;
    private final Calls calls;
    private final LongSupplier nanos;

    // Filled by those who start, emptied by whoever removes; a family that is being registered is a future.
    private final ConcurrentHashMap<String, Family> families = new ConcurrentHashMap<>();

    private static final class Family {
        final CompletableFuture<String> arn = new CompletableFuture<>();

        /** When it was needed last; a family that is needed is needed again before it is removed. */
        volatile long neededAt;

        boolean isMade() {
            return arn.isDone() && !arn.isCompletedExceptionally();
        }
    }

    TaskDefinitions(EcsClient ecs, Calls calls, LongSupplier nanos) {
        this.ecs = ecs;
        this.calls = calls;
        this.nanos = nanos;
    }

    /**
     * The task definition of a content. One caller finds or registers it, those who want the same meanwhile wait for that.
     *
     * @return its ARN, with the revision
     * @throws SdkException if AWS refuses it
     */
    String arn(RegisterTaskDefinitionRequest content) throws InterruptedException {
        Family made = new Family();
        Family family = families.computeIfAbsent(content.family(), name -> made);
        family.neededAt = nanos.getAsLong();
        if (family == made) {
            fill(made, content);
        }
        try {
            return family.arn.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SdkException refused ? refused : e;
        } catch (CancellationException e) {
            return arn(content); // whoever was at it was interrupted
        }
    }

    private void fill(Family family, RegisterTaskDefinitionRequest content) throws InterruptedException {
        try {
            Optional<String> found = find(content.family());
            family.arn.complete(found.isPresent() ? found.get() : register(content));
        } catch (SdkException e) {
            families.remove(content.family(), family);
            family.arn.completeExceptionally(e);
        } finally {
            if (!family.arn.isDone()) {
                families.remove(content.family(), family);
                family.arn.cancel(false);
            }
        }
    }

    private Optional<String> find(String family) throws InterruptedException {
        try {
            TaskDefinition newest = calls.again(
                            "DescribeTaskDefinition",
                            () -> ecs.describeTaskDefinition(request -> request.taskDefinition(family)))
                    .taskDefinition();
            return newest.status() == TaskDefinitionStatus.ACTIVE
                    ? Optional.of(newest.taskDefinitionArn())
                    : Optional.empty();
        } catch (ClientException e) {
            return Optional.empty(); // ECS says this of a family that has no active revision
        }
    }

    private String register(RegisterTaskDefinitionRequest content) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return calls.again("RegisterTaskDefinition", () -> ecs.registerTaskDefinition(content))
                        .taskDefinition()
                        .taskDefinitionArn();
            } catch (ClientException e) {
                if (tries == Calls.MOST_TRIES || !Trouble.text(e).contains("Too many concurrent attempts")) {
                    throw e;
                }
                calls.rates().throttled("RegisterTaskDefinition");
            }
        }
    }

    /** Takes over a task definition that an earlier opening made: it is removed as those of this one are. */
    void adopt(String arn) {
        String family = arn.substring(arn.lastIndexOf('/') + 1, arn.lastIndexOf(':'));
        Family adopted = new Family();
        adopted.neededAt = nanos.getAsLong();
        adopted.arn.complete(arn);
        families.putIfAbsent(family, adopted);
    }

    /** ECS no longer starts anything with a task definition: somebody has removed it. */
    void gone(String arn) {
        families.values().removeIf(family -> family.isMade() && arn.equals(family.arn.join()));
    }

    /** Removes those that nothing has needed for long. */
    void removeUnneeded() throws InterruptedException {
        long now = nanos.getAsLong();
        List<String> old = new ArrayList<>();
        families.forEach((name, family) -> {
            if (now - family.neededAt > KEPT_FOR.toNanos()) {
                old.add(name);
            }
        });
        remove(old);
    }

    /** Removes what is left, as far as that takes moments and AWS answers; the rest stays, which costs nothing. */
    void close() throws InterruptedException {
        remove(families.keySet().stream().limit(REMOVED_AT_CLOSE).toList());
    }

    private void remove(List<String> names) throws InterruptedException {
        for (String name : names) {
            Family family = families.remove(name);
            if (family != null && family.isMade() && !isDeregistered(family.arn.join())) {
                return; // the others would not be either, now
            }
        }
    }

    private boolean isDeregistered(String arn) throws InterruptedException {
        try {
            var unused = calls.once(
                    "DeregisterTaskDefinition",
                    () -> ecs.deregisterTaskDefinition(request -> request.taskDefinition(arn)));
            return true;
        } catch (SdkException e) {
            LOG.warn("task definition {} stays: {}", arn, Trouble.text(e));
            return false;
        }
    }
}
