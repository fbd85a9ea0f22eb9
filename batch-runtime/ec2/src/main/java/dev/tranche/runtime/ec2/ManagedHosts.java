package dev.tranche.runtime.ec2;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/**
 * The instances of a managed environment from their launch to their end. What is launched must end: each is found by its tags
 * whatever becomes of this process, its lease runs out if nobody renews it, and it ends itself then, and at the end of its
 * lifetime in any case.
 *
 * <p>The dispatcher asks and gives back; one thread at a time looks; launches are made in the background.
 */
final class ManagedHosts implements ClusterWatch.Members {
    /** How long EC2 may not know an instance that it has just launched. */
    static final Duration FOUND_WITHIN = Duration.ofMinutes(5);

    /** How often all instances are asked for if none is about to come or go. */
    static final Duration QUIET_PACE = Duration.ofMinutes(1);

    /** After a launch of which nobody knows whether it was made it is said again. */
    static final Duration LAUNCH_PACE = Duration.ofSeconds(15);

    /** So many that do not join in a row make the environment INVALID. */
    static final int MOST_WHO_DO_NOT_JOIN = 3;

    /** From this part of its lifetime on a host takes nothing new. */
    private static final double OLD = 0.9;

    private static final Logger LOG = LoggerFactory.getLogger(ManagedHosts.class);

    private final ManagedEnvironment environment;
    private final ManagedCluster cluster;
    private final Reports reports;
    private final Validity validity;
    private final Background background;
    private final Ec2Settings settings;
    private final AwsTime time;
    private final LongSupplier nanos;
    private final Losses losses;

    // Guarded by this, as all below: the dispatcher, the look and the launches.
    private final Map<String, ManagedHost> hosts = new LinkedHashMap<>();

    /** What was asked before AWS has told what there is. */
    private final List<HostRequest> early = new ArrayList<>();

    private final Map<String, String> earlyEnds = new LinkedHashMap<>();
    private final List<HostId> earlyKept = new ArrayList<>();

    /** What there is; null before AWS has told. */
    private @Nullable Premises premises;

    private int unjoinedInRow;

    // By the one that looks only.
    private long lookedAt;

    /** Is told that a host is gone, and what ran there with it. */
    interface Losses {
        void lost(HostId host, String statusReason) throws InterruptedException;
    }

    ManagedHosts(
            ManagedEnvironment environment,
            ManagedCluster cluster,
            Reports reports,
            Validity validity,
            Background background,
            Ec2Settings settings,
            AwsTime time,
            LongSupplier nanos,
            Losses losses) {
        this.environment = environment;
        this.cluster = cluster;
        this.reports = reports;
        this.validity = validity;
        this.background = background;
        this.settings = settings;
        this.time = time;
        this.nanos = nanos;
        this.losses = losses;
    }

    // ---- the beginning

    /**
     * Makes what is needed, finds what an earlier opening has launched, and says which types of host there are.
     *
     * @throws MisfitException if the environment says what does not fit to what is there
     * @throws SdkException if AWS does not let us
     */
    void begin() throws InterruptedException {
        Premises found = cluster.premises();
        List<Instance> there = cluster.ec2().tagged(cluster.tags());
        List<HostRequest> asked;
        Map<String, String> ends;
        List<HostId> expected;
        synchronized (this) {
            there.stream().filter(instance -> !Ec2Instances.hasEnded(instance)).forEach(this::known);
            premises = found;
            asked = List.copyOf(early);
            ends = Map.copyOf(earlyEnds);
            expected = List.copyOf(earlyKept);
            early.clear();
            earlyEnds.clear();
            earlyKept.clear();
        }
        reports.hostTypes(found.offers().values().stream().map(Offer::host).toList());
        kept(expected);
        asked.forEach(this::provide);
        ends.forEach((id, reason) -> giveBack(host(id), reason));
    }

    /** Says which hosts the scheduler has of an earlier opening. */
    void hostsKept(Collection<HostId> expected) {
        synchronized (this) {
            if (premises == null) {
                earlyKept.addAll(expected);
                return;
            }
        }
        background.soon(() -> kept(expected));
    }

    private void kept(Collection<HostId> expected) throws InterruptedException {
        List<HostId> gone = new ArrayList<>();
        synchronized (this) {
            for (HostId each : expected) {
                ManagedHost host = hosts.get(each.name());
                if (host == null) {
                    gone.add(each);
                } else {
                    host.kept = true;
                }
            }
        }
        for (HostId each : gone) {
            losses.lost(each, Ec2Instances.terminated(each.name()));
        }
    }

    /** Under the lock. */
    private void known(Instance instance) {
        ManagedHost host = hosts.computeIfAbsent(instance.instanceId(), id -> new ManagedHost(id, nanos.getAsLong()));
        host.launchedAt = instance.launchTime();
    }

    private HostId host(String id) {
        return new HostId(environment.name(), id);
    }

    // ---- launches

    /** Launches what is asked for, soon; the answer is reported. */
    void provide(HostRequest request) {
        synchronized (this) {
            if (premises == null) {
                early.add(request);
                return;
            }
        }
        background.soon(() -> launch(request));
    }

    private void launch(HostRequest request) throws InterruptedException {
        Premises there;
        synchronized (this) {
            there = Objects.requireNonNull(premises);
        }
        Optional<String> why = validity.launchTrouble();
        if (why.isPresent()) {
            answer(nothing(request, why.get()));
            return;
        }
        try {
            HostAnswer answer = cluster.launch(request, there);
            Fleets.fault(answer).ifPresent(validity::launchFailed);
            launched(answer);
        } catch (MisfitException e) {
            refused(request, String.valueOf(e.getMessage()));
        } catch (SdkException e) {
            switch (Trouble.of(e)) {
                case THROTTLED, UNCERTAIN -> {
                    LOG.warn("request {} is said again: {}", request, Trouble.text(e));
                    background.after(LAUNCH_PACE, () -> launch(request));
                }
                default -> refused(request, Trouble.text(e));
            }
        }
    }

    private void refused(HostRequest request, String why) {
        LOG.warn("environment {}: no instance is launched: {}", environment.name(), why);
        validity.launchFailed(why);
        answer(nothing(request, why));
    }

    private static HostAnswer nothing(HostRequest request, String why) {
        return new HostAnswer(
                request.number(),
                List.of(),
                request.types().stream().collect(Collectors.toMap(type -> type, type -> why)));
    }

    private void launched(HostAnswer answer) throws InterruptedException {
        List<String> ids = answer.hosts().stream().map(HostAnswer.Given::name).toList();
        synchronized (this) {
            ids.forEach(id -> hosts.computeIfAbsent(id, each -> new ManagedHost(each, nanos.getAsLong())).kept = true);
        }
        answer(answer);
        if (!ids.isEmpty()) {
            LOG.info(
                    "environment {}: launched {}; it takes minutes until they join",
                    environment.name(),
                    answer.hosts());
            renew();
        }
    }

    private void answer(HostAnswer answer) {
        reports.hostsProvided(answer);
    }

    // ---- ends

    /** Ends a host, soon: it drains, and is terminated when nothing runs there. */
    void giveBack(HostId host, String reason) {
        boolean unknown;
        synchronized (this) {
            if (premises == null) {
                earlyEnds.put(host.name(), reason);
                return;
            }
            unknown = !hosts.containsKey(host.name());
            if (!unknown) {
                end(host.name(), reason);
            }
        }
        if (unknown) {
            reports.hostLost(host, Ec2Instances.terminated(host.name()));
        }
    }

    private synchronized void end(String id, String reason) {
        ManagedHost host = hosts.get(id);
        if (host != null && host.ending == null) {
            host.ending = reason;
        }
    }

    // ---- which instances are ours

    @Override
    public synchronized boolean has(String name) {
        ManagedHost host = hosts.get(name);
        return host != null && host.kept;
    }

    /** What counts as lost is ended, so that it does not come back, and nobody pays for it. */
    @Override
    public synchronized void lost(String name, String statusReason) {
        end(name, statusReason);
        ManagedHost host = hosts.get(name);
        if (host != null) {
            host.lost = true;
        }
    }

    @Override
    public boolean mayBeNone() {
        return true;
    }

    @Override
    public synchronized Optional<String> closed(String name) {
        ManagedHost host = hosts.get(name);
        if (host == null) {
            return Optional.empty();
        }
        if (host.ending != null) {
            return Optional.of("it is given back: " + host.ending);
        }
        if (host.launchedAt == null) {
            return Optional.empty();
        }
        Instant end = host.launchedAt.plus(environment.maxInstanceLifetime());
        Duration left = Duration.between(time.now(), end);
        double part =
                1 - (double) left.toMillis() / environment.maxInstanceLifetime().toMillis();
        return part < OLD
                ? Optional.empty()
                : Optional.of("it ends itself at " + end + ", as the largest lifetime of an instance says");
    }

    private synchronized List<ManagedHost> all(Predicate<ManagedHost> which) {
        return hosts.values().stream().filter(which).toList();
    }

    // ---- the look

    /**
     * Looks after all instances.
     *
     * @param inCluster those that ECS lists
     */
    void pass(List<ContainerInstance> inCluster) throws InterruptedException {
        Map<String, ContainerInstance> byName = new HashMap<>();
        inCluster.forEach(instance -> byName.put(Instances.name(instance), instance));
        all(host -> !host.joined && byName.containsKey(host.id)).forEach(this::joined);
        boolean busy = !all(host -> !host.joined || host.ending != null).isEmpty();
        if (busy || nanos.getAsLong() - lookedAt > QUIET_PACE.toNanos()) {
            lookedAt = nanos.getAsLong();
            compare(cluster.ec2().tagged(cluster.tags()), byName);
        }
        renew(); // first: what fails below must not let leases run out
        giveUpWaiting();
        endAll(byName);
    }

    private synchronized void joined(ManagedHost host) {
        host.joined = true;
        unjoinedInRow = 0;
        validity.launchWell();
    }

    private void compare(List<Instance> inEc2, Map<String, ContainerInstance> inCluster) throws InterruptedException {
        Map<String, Instance> byId = new HashMap<>();
        inEc2.forEach(instance -> byId.put(instance.instanceId(), instance));
        for (ManagedHost host : all(host -> true)) {
            Instance instance = byId.get(host.id);
            if (instance == null ? isOverdue(host, FOUND_WITHIN) : Ec2Instances.hasEnded(instance)) {
                gone(host);
            }
        }
        for (Instance instance : inEc2) {
            if (!Ec2Instances.hasEnded(instance)) {
                synchronized (this) {
                    known(instance);
                }
                sweep(instance, inCluster.get(instance.instanceId()));
            }
        }
    }

    private boolean isOverdue(ManagedHost host, Duration after) {
        return nanos.getAsLong() - host.since > after.toNanos();
    }

    private void gone(ManagedHost host) throws InterruptedException {
        synchronized (this) {
            hosts.remove(host.id);
        }
        losses.lost(host(host.id), Ec2Instances.terminated(host.id));
    }

    /** Ends what should have ended itself: its lease ran out long ago, and it runs nothing. */
    private void sweep(Instance instance, @Nullable ContainerInstance inCluster) {
        Instant lease = OwnerTags.lease(instance).orElse(Instant.MAX);
        boolean runOut = lease.isBefore(time.now().minus(settings.lease));
        if (runOut && (inCluster == null || isEmpty(inCluster))) {
            end(instance.instanceId(), "its lease ran out at " + lease);
        }
    }

    private static boolean isEmpty(ContainerInstance instance) {
        return instance.runningTasksCount() + instance.pendingTasksCount() == 0;
    }

    /** What has not joined in time is ended, and what it said on its console is kept. */
    private void giveUpWaiting() throws InterruptedException {
        all(host -> !host.kept && isOverdue(host, settings.joinsWithin)).forEach(host -> end(host.id, "nobody has it"));
        for (ManagedHost host : all(host -> !host.joined && host.ending == null)) {
            if (isOverdue(host, settings.joinsWithin)) {
                String why = "it has not joined the cluster within " + settings.joinsWithin
                        + "; its console output is in " + cluster.keepConsole(host.id);
                LOG.warn("instance {}: {}", host.id, why);
                end(host.id, why);
                synchronized (this) {
                    unjoinedInRow++;
                    if (unjoinedInRow >= MOST_WHO_DO_NOT_JOIN) {
                        validity.launchFailed(unjoinedInRow + " instances in a row have not joined; of the last, "
                                + host.id + ": " + why);
                    }
                }
            }
        }
    }

    private void endAll(Map<String, ContainerInstance> inCluster) throws InterruptedException {
        List<String> drained = new ArrayList<>();
        List<ContainerInstance> toDrain = new ArrayList<>();
        for (ManagedHost host : all(host -> host.ending != null)) {
            ContainerInstance instance = inCluster.get(host.id);
            if (instance == null || host.lost || (Instances.isDraining(instance) && isEmpty(instance))) {
                drained.add(host.id);
            } else if (!Instances.isDraining(instance)) {
                toDrain.add(instance);
            }
        }
        cluster.drain(toDrain);
        for (String unknown : cluster.ec2().terminate(drained)) {
            for (ManagedHost host : all(host -> host.id.equals(unknown) && isOverdue(host, FOUND_WITHIN))) {
                gone(host);
            }
        }
    }

    // ---- leases

    /** Renews all leases when one has a third of its time less. */
    void renew() throws InterruptedException {
        Instant now = time.now();
        Instant until = now.plus(settings.lease);
        Instant soon = now.plus(settings.lease.multipliedBy(2).dividedBy(3));
        if (all(host -> host.ending == null && host.isDue(soon)).isEmpty()) {
            return;
        }
        List<ManagedHost> kept = all(host -> host.ending == null);
        List<String> ids = kept.stream().map(host -> host.id).toList();
        try {
            List<String> unknown = cluster.ec2().lease(ids, until);
            synchronized (this) {
                kept.stream().filter(host -> !unknown.contains(host.id)).forEach(host -> host.leasedUntil = until);
            }
        } catch (SdkException e) {
            LOG.warn("leases are not renewed yet: {}", Trouble.text(e));
        }
    }

    // ---- the end

    /**
     * Ends all instances, whatever runs on them, and removes what they were made from. Nobody else may use this any more.
     *
     * @param until until when it is waited for, in nanos
     * @param forGood whether nobody will ask the cluster what became of its tasks
     */
    void close(long until, boolean forGood) throws InterruptedException {
        try {
            if (terminateAll(until)) {
                cluster.removeTemplates();
                if (forGood) {
                    cluster.remove();
                }
            }
        } catch (SdkException e) {
            LOG.warn(
                    "environment {}: instances may be left, and end themselves within {}: {}",
                    environment.name(),
                    settings.lease,
                    Trouble.text(e));
        }
    }

    private boolean terminateAll(long until) throws InterruptedException {
        while (true) {
            List<String> left = left();
            if (left.isEmpty()) {
                return true;
            }
            if (nanos.getAsLong() - until > 0) {
                LOG.warn("instances have not ended yet, and end themselves within {}: {}", settings.lease, left);
                return false;
            }
            var unknown = cluster.ec2().terminate(left);
            LOG.debug("EC2 does not know {}", unknown);
            Thread.sleep(settings.clusterPace.toMillis());
        }
    }

    /** What has not ended, with what was launched just now and EC2 does not show yet. */
    private List<String> left() throws InterruptedException {
        Map<String, Instance> shown = new HashMap<>();
        cluster.ec2().tagged(cluster.tags()).forEach(instance -> shown.put(instance.instanceId(), instance));
        List<String> left = new ArrayList<>();
        shown.forEach((id, instance) -> {
            if (!Ec2Instances.hasEnded(instance)) {
                left.add(id);
            }
        });
        all(host -> !shown.containsKey(host.id) && !isOverdue(host, FOUND_WITHIN))
                .forEach(host -> left.add(host.id));
        return left;
    }
}
