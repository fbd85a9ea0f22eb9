package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.HostId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Looks at tasks until they have ended, a hundred in a call. A task is looked at again after a twentieth of the time since its
 * start, within bounds: that is how late its end is seen. If AWS throttles, the looks are further apart.
 *
 * <p>Where reports come from is this class only; a queue of ECS's events can take its place, with looks after gaps.
 */
final class TaskWatch {
    /** The pause between two looks at a task that has just started. */
    static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The pause between two looks at a task that has been there for long. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private static final int PART = 20;
    private static final Logger LOG = LoggerFactory.getLogger(TaskWatch.class);

    private final Cluster cluster;
    private final BiConsumer<HostId, String> lostHosts;
    private final Clock clock;
    private final LongSupplier nanos;

    // By the ARN. Filled by those who start, emptied by the one thread that looks.
    private final ConcurrentHashMap<String, Watched> watched = new ConcurrentHashMap<>();

    private static final class Watched {
        final EcsTask task;
        final long since;
        volatile long next;

        Watched(EcsTask task, long since) {
            this.task = task;
            this.since = since;
            this.next = since + SHORTEST.toNanos();
        }
    }

    /** @param lostHosts is told of hosts that are lost, as the ends of tasks say, and why */
    TaskWatch(Cluster cluster, BiConsumer<HostId, String> lostHosts, Clock clock, LongSupplier nanos) {
        this.cluster = cluster;
        this.lostHosts = lostHosts;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Looks at a task from now on. */
    void add(EcsTask task) {
        task.arn().ifPresent(arn -> watched.put(arn, new Watched(task, nanos.getAsLong())));
    }

    /** Looks at those whose turn it is, those that have waited longest first; at once at as many as one call can tell. */
    void pass() throws InterruptedException {
        watched.values().removeIf(each -> each.task.hasEnded());
        long now = nanos.getAsLong();
        List<Map.Entry<String, Watched>> due = watched.entrySet().stream()
                .filter(each -> each.getValue().next - now <= 0)
                .sorted(Comparator.comparingLong(each -> each.getValue().next - now))
                .toList();
        for (int from = 0; from < due.size(); from += Cluster.AT_ONCE) {
            Map<String, EcsTask> some = new LinkedHashMap<>();
            due.subList(from, Math.min(due.size(), from + Cluster.AT_ONCE))
                    .forEach(each -> some.put(each.getKey(), each.getValue().task));
            look(some);
        }
    }

    /** Looks at some tasks now, at most {@link Cluster#AT_ONCE}. */
    void look(Map<String, EcsTask> some) throws InterruptedException {
        if (some.isEmpty()) {
            return;
        }
        try {
            tell(some, cluster.describe(some.keySet()));
        } catch (SdkException e) {
            LOG.warn("ECS does not tell of {} tasks: {}", some.size(), Trouble.text(e));
        }
        some.keySet().forEach(this::putOff);
    }

    private void putOff(String arn) {
        Watched each = watched.get(arn);
        if (each != null) {
            long now = nanos.getAsLong();
            long pause = (now - each.since) / PART;
            each.next = now + Math.max(SHORTEST.toNanos(), Math.min(LONGEST.toNanos(), pause));
        }
    }

    private void tell(Map<String, EcsTask> some, DescribeTasksResponse answer) {
        Instant now = clock.instant();
        for (Task seen : answer.tasks()) {
            EcsTask task = some.get(seen.taskArn());
            if (task != null) {
                task.seen(seen, now).ifPresent(reason -> lostHosts.accept(task.host(), reason));
            }
        }
        for (Failure failure : answer.failures()) {
            EcsTask task = some.get(failure.arn());
            if (task != null && "MISSING".equals(failure.reason())) {
                task.missing(now);
            }
        }
    }
}
