package dev.tranche.runtime.ec2;

import dev.tranche.model.OnInterruption;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.HostId;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The tasks by the instances that they are on: what they hold there, and what becomes of them when it goes. Any thread. */
final class HostTasks implements ClusterWatch.Tasks {
    private final Collection<EcsTask> tasks;
    private final OnInterruption onInterruption;
    private final Surroundings around;
    private final Background background;
    private final Clock clock;

    /** Instances that are to go, and whose tasks will be asked to end. */
    private final Set<HostId> going = ConcurrentHashMap.newKeySet();

    /** What it needs of the backend. */
    interface Surroundings {
        /** What is there once AWS knows us. */
        ConnectedCluster connected();

        /** Tells ECS to stop a task, until it has. */
        void stopInEcs(EcsTask task);
    }

    /** @param tasks all tasks of the environment, as they are at each look */
    HostTasks(
            Collection<EcsTask> tasks,
            OnInterruption onInterruption,
            Surroundings around,
            Background background,
            Clock clock) {
        this.tasks = tasks;
        this.onInterruption = onInterruption;
        this.around = around;
        this.background = background;
        this.clock = clock;
    }

    @Override
    public Need certain(HostId host) {
        return sum(host, EcsTask::holds);
    }

    @Override
    public Need possible(HostId host) {
        return sum(host, EcsTask::mayHold);
    }

    private Need sum(HostId host, Predicate<EcsTask> which) {
        return tasks.stream()
                .filter(task -> task.host().equals(host) && which.test(task))
                .map(EcsTask::need)
                .reduce(Need.NONE, Need::plus);
    }

    private List<EcsTask> on(HostId host) {
        return tasks.stream()
                .filter(task -> task.host().equals(host) && !task.hasEnded())
                .toList();
    }

    // ---- an instance is to go

    @Override
    public void draining(HostId host) {
        Optional<Duration> delay = onInterruption.stopsAfter();
        if (delay.isPresent() && going.add(host)) {
            background.after(delay.get(), () -> interrupt(host));
        }
    }

    @Override
    public void active(HostId host) {
        going.remove(host);
    }

    private void interrupt(HostId host) {
        if (!going.contains(host)) {
            return;
        }
        String reason = "Host EC2 (instance " + host.name() + ") is to go: ECS says DRAINING.";
        for (EcsTask task : on(host)) {
            if (task.interrupt(reason, clock.instant())) {
                around.stopInEcs(task);
            }
        }
    }

    // ---- an instance is gone

    /** A host is lost, as the end of a task says. */
    void lostAsTasksSay(HostId host, String statusReason) {
        background.soon(() -> around.connected().instances().lost(host, statusReason));
    }

    @Override
    public void lost(HostId host, String statusReason) throws InterruptedException {
        going.remove(host);
        lookAtOnce(on(host));
        for (EcsTask task : on(host)) {
            task.arn().ifPresent(this::stopIfItComesBack);
            task.lostWithHost(new AttemptEnd.Lost(statusReason, clock.instant()));
        }
    }

    /** What ended before its instance did has an end of its own. */
    private void lookAtOnce(List<EcsTask> there) throws InterruptedException {
        Map<String, EcsTask> some = new HashMap<>();
        for (EcsTask task : there) {
            task.arn().ifPresent(arn -> some.put(arn, task));
            if (some.size() == Cluster.AT_ONCE) {
                around.connected().tasks().look(some);
                some.clear();
            }
        }
        around.connected().tasks().look(some);
    }

    /** An instance that was silent for long may come back with its agent, and what runs there counts no more. */
    private void stopIfItComesBack(String arn) {
        background.soon(() -> around.connected().cluster().stopLeft(arn, "Its host was lost"));
    }
}
