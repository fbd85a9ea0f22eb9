package dev.tranche.runtime.ec2.standin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * AWS's token buckets, which operations of a group share: "For instance, DescribeClusters and ListClusters APIs share the Cluster
 * read actions bucket, for which capacity is 50 and refill rate is 20" (Request throttling for the Amazon ECS API). Off unless a
 * test turns them on.
 */
final class RateLimits {
    private record Group(double capacity, double perSecond, List<String> operations) {}

    private static final List<Group> GROUPS = List.of(
            new Group(100, 40, List.of("RunTask", "StartTask", "StopTask", "UpdateContainerInstancesState")),
            new Group(
                    100,
                    20,
                    List.of("DescribeTasks", "ListTasks", "DescribeContainerInstances", "ListContainerInstances")),
            new Group(50, 20, List.of("DescribeClusters")),
            new Group(20, 1, List.of("RegisterTaskDefinition", "DeregisterTaskDefinition")),
            new Group(50, 20, List.of("DescribeTaskDefinition", "ListTaskDefinitions")),
            new Group(25, 25, List.of("GetLogEvents")));

    private static final class Bucket {
        double tokens;
        long filledAt;
    }

    private final LongSupplier nanos;
    private final Map<Group, Bucket> buckets = new ConcurrentHashMap<>();
    private volatile boolean enforced;

    RateLimits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void enforce() {
        enforced = true;
    }

    void take(String operation) {
        if (enforced) {
            GROUPS.stream()
                    .filter(group -> group.operations().contains(operation))
                    .forEach(this::take);
        }
    }

    private void take(Group group) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(group, key -> {
            Bucket full = new Bucket();
            full.tokens = group.capacity();
            full.filledAt = now;
            return full;
        });
        synchronized (bucket) {
            bucket.tokens = Math.min(
                    group.capacity(), bucket.tokens + Math.max(0, now - bucket.filledAt) * group.perSecond() / 1e9);
            bucket.filledAt = now;
            if (bucket.tokens < 1) {
                throw ApiError.throttled();
            }
            bucket.tokens -= 1;
        }
    }
}
