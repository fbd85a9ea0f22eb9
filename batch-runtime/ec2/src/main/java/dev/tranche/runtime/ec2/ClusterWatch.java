package dev.tranche.runtime.ec2;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/**
 * Follows the instances of a cluster and reports them as hosts: they come, change, drain and go. An agent without contact is
 * normal for minutes, so its instance takes nothing new and is not lost until EC2 says that it has ended, or until it has been
 * silent for long. One thread at a time.
 */
final class ClusterWatch {
    /** How long a host that was lost is not taken for one that is there. */
    private static final Duration GONE_FOR = Duration.ofMinutes(1);

    private static final String ACTIVE = "ACTIVE";
    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);

    private final String environment;
    private final Cluster cluster;
    private final Ec2Instances ec2;
    private final Members members;
    private final Tasks tasks;
    private final Reports reports;
    private final Validity validity;
    private final Duration lostAfter;
    private final LongSupplier nanos;

    private final Map<String, Known> hosts = new HashMap<>();

    /** Hosts that are lost, since when: ECS may list one for a while that has ended, and it comes back only as another. */
    private final Map<String, Long> gone = new HashMap<>();

    /** What the watch needs to know of our tasks on an instance, and what follows for them. */
    interface Tasks {
        /** What those need that ECS keeps room for, as far as is known. */
        Need certain(HostId host);

        /** The same with those whose start is under way. */
        Need possible(HostId host);

        /** It is to go, in ECS's words: what runs there is asked to end after a while, if the environment wants that. */
        void draining(HostId host);

        /** It takes tasks again. */
        void active(HostId host);

        /** It is gone, and with it what runs there and has not ended; the loss is then reported for all of that. */
        void lost(HostId host, String statusReason) throws InterruptedException;
    }

    /** Which instances of the cluster are the environment's. */
    interface Members {
        /** Whether an instance is. */
        boolean has(String name);

        /** Why one of them takes nothing, if that is not for ECS to say. */
        Optional<String> closed(String name);

        /** Whether it is well if there are none. */
        boolean mayBeNone();

        /** One of them counts as lost. */
        void lost(String name, String statusReason);
    }

    /** All that are there, of which there should be some. */
    static final Members ALL = new Members() {
        @Override
        public boolean has(String name) {
            return true;
        }

        @Override
        public Optional<String> closed(String name) {
            return Optional.empty();
        }

        @Override
        public boolean mayBeNone() {
            return false;
        }

        @Override
        public void lost(String name, String statusReason) {}
    };

    /** A host that has been reported. */
    private static final class Known {
        final HostId id;

        /** What others than we hold of it. */
        Need others = Need.NONE;

        /** Why it takes nothing, empty if it takes tasks. */
        Optional<String> closed = Optional.empty();

        /** Since when nothing has been heard of it, in nanos. */
        @Nullable
        Long silentSince;

        Known(HostId id) {
            this.id = id;
        }
    }

    ClusterWatch(
            String environment,
            Cluster cluster,
            Ec2Instances ec2,
            Members members,
            Tasks tasks,
            Reports reports,
            Validity validity,
            Duration lostAfter,
            LongSupplier nanos) {
        this.environment = environment;
        this.cluster = cluster;
        this.ec2 = ec2;
        this.members = members;
        this.tasks = tasks;
        this.reports = reports;
        this.validity = validity;
        this.lostAfter = lostAfter;
        this.nanos = nanos;
    }

    /**
     * Looks at the cluster and reports what is other than before.
     *
     * @return what ECS lists; empty if it does not say
     */
    @CanIgnoreReturnValue
    synchronized Optional<List<ContainerInstance>> pass() throws InterruptedException {
        Map<String, Need> certain = new HashMap<>();
        hosts.forEach((name, known) -> certain.put(name, tasks.certain(known.id)));
        List<ContainerInstance> instances;
        try {
            instances = cluster.instances();
        } catch (SdkException e) {
            invalid(Trouble.text(e));
            return Optional.empty();
        }
        if (instances.isEmpty() && hosts.isEmpty() && !members.mayBeNone()) {
            validity.clusterTrouble("ECS lists no container instances in cluster " + cluster.name()
                    + " that can be used; start some, or see whether only(…) leaves any");
            return Optional.empty();
        }
        validity.clusterWell();
        gone.values().removeIf(at -> nanos.getAsLong() - at > GONE_FOR.toNanos());
        Map<String, ContainerInstance> byName = byName(instances);
        Set<String> seen = new HashSet<>();
        for (Map.Entry<String, ContainerInstance> each : byName.entrySet()) {
            String name = each.getKey();
            if (gone.containsKey(name) || !members.has(name)) {
                continue;
            }
            seen.add(name);
            look(each.getValue(), hosts.computeIfAbsent(name, this::known), certain.getOrDefault(name, Need.NONE));
        }
        for (Known host : List.copyOf(hosts.values())) {
            if (!seen.contains(host.id.name())) {
                silent(host, "it is not in the cluster any more");
            }
        }
        return Optional.of(instances);
    }

    /** One that has joined twice, since its agent forgot that it had, is the one that has contact. */
    private static Map<String, ContainerInstance> byName(List<ContainerInstance> instances) {
        Map<String, ContainerInstance> byName = new LinkedHashMap<>();
        for (ContainerInstance instance : instances) {
            byName.merge(
                    Instances.name(instance),
                    instance,
                    (one, other) -> Boolean.TRUE.equals(other.agentConnected()) ? other : one);
        }
        return byName;
    }

    private Known known(String name) {
        return new Known(new HostId(environment, name));
    }

    private void invalid(String why) {
        validity.clusterTrouble(why);
        hosts.values().forEach(host -> close(host, "environment " + environment + " is INVALID: " + why));
    }

    // ---- one host

    private void look(ContainerInstance instance, Known host, Need certain) throws InterruptedException {
        if (!ACTIVE.equals(instance.status())) {
            host.silentSince = null;
            close(host, "ECS says " + instance.status());
            if (Instances.isDraining(instance)) {
                tasks.draining(host.id);
            }
            return;
        }
        tasks.active(host.id);
        if (!Boolean.TRUE.equals(instance.agentConnected())) {
            silent(host, "its ECS agent is not connected");
            return;
        }
        host.silentSince = null;
        Optional<String> denied = validity.startTrouble();
        Optional<String> closed = members.closed(host.id.name());
        if (closed.isPresent()) {
            close(host, closed.get());
        } else if (denied.isPresent()) {
            close(host, "environment " + environment + " is INVALID: " + denied.get());
        } else {
            open(instance, host, certain);
        }
    }

    /**
     * Reports what it can hold. What others hold is what ECS keeps less what it keeps for us, and whether it counts our newest
     * starts already cannot be known: the estimate moves only as far as it has to.
     */
    private void open(ContainerInstance instance, Known host, Need certain) {
        Need used = Instances.used(instance);
        Need least = used.minus(tasks.possible(host.id));
        host.others = host.others.between(least, used.minus(certain));
        host.closed = Optional.empty();
        reports.hostJoined(
                host.id,
                Instances.capacity(Instances.registered(instance).minus(host.others)),
                Instances.capacity(host.others));
    }

    private void close(Known host, String why) {
        if (!host.closed.equals(Optional.of(why))) {
            host.closed = Optional.of(why);
            reports.hostDraining(host.id, why);
        }
    }

    private void silent(Known host, String why) throws InterruptedException {
        long now = nanos.getAsLong();
        close(host, why);
        if (host.silentSince == null) {
            host.silentSince = now; // what ends with it must find it closed, so its loss is for the next look
            return;
        }
        Optional<String> ended = ec2.whyEnded(host.id.name());
        if (ended.isPresent()) {
            lost(host, ended.get());
        } else if (now - host.silentSince > lostAfter.toNanos()) {
            lost(
                    host,
                    "Host EC2 (instance " + host.id.name() + ") has not been heard of for " + lostAfter + ": " + why);
        }
    }

    /** A host is gone, as ECS says of a task that was on it. */
    synchronized void lost(HostId id, String statusReason) throws InterruptedException {
        Known host = hosts.get(id.name());
        if (host == null) {
            reports.hostLost(id, statusReason);
        } else {
            lost(host, statusReason);
        }
    }

    private void lost(Known host, String statusReason) throws InterruptedException {
        LOG.warn("instance {}: {}", host.id.name(), statusReason);
        hosts.remove(host.id.name());
        gone.put(host.id.name(), nanos.getAsLong());
        members.lost(host.id.name(), statusReason);
        tasks.lost(host.id, statusReason);
        reports.hostLost(host.id, statusReason);
    }
}
