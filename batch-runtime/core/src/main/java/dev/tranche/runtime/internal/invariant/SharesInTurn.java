package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Queues with fair share are fair. Of the shares in which a job waits that could go to the same places, the one with the least
 * weighted usage is served; so a share with a job that fits lags another by no more than one largest job over its weight. In a
 * share nobody is passed by a lower scheduling priority. What is held back for shares that are not active is not taken.
 */
final class SharesInTurn extends OutcomeListener {
    /** The scheduler reads the past on a grid of one second. */
    private static final double GRID_MICROS = 1_000_000;

    /** A thousandth of a vCPU is lost in each halving of what is held back. */
    private static final double ROUNDING = 4;

    private final Ledger ledger;
    private final LongSupplier now;
    private final Map<Integer, Integer> maxMillivcpus = new HashMap<>();
    private final Map<Integer, WatchedHost> hosts = new HashMap<>();
    private final Map<Queue, Map<String, WatchedShare>> shares = new HashMap<>();
    /** For each line, how many wait in each share by their priority. */
    private final Map<Line, Map<String, TreeMap<Integer, Integer>>> waiting = new HashMap<>();

    /** Those who could go to the same places. */
    private record Line(Queue queue, PlacementClass need) {}

    SharesInTurn(Ledger ledger, LongSupplier now) {
        this.ledger = ledger;
        this.now = now;
    }

    // ---- what there is

    @Override
    public void environmentAdded(int environment, String name, int most) {
        maxMillivcpus.put(environment, most);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        WatchedHost joined = new WatchedHost(environment, name);
        joined.capacity(millivcpus, memoryMib, gpus, diskMib);
        hosts.put(host, joined);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        hosts.computeIfPresent(host, (number, known) -> {
            known.capacity(millivcpus, memoryMib, gpus, diskMib);
            return known;
        });
    }

    @Override
    public void hostLost(int host, String reason) {
        hosts.remove(host);
    }

    // ---- who waits

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        opened(new Stand(ledger.queue(queue), PlacementClass.NOTHING, share, priority));
    }

    private void opened(Stand stand) {
        FairShare policy = stand.queue().fairShare();
        if (policy != null) {
            shares.computeIfAbsent(stand.queue(), each -> new TreeMap<>())
                    .computeIfAbsent(stand.share(), each -> new WatchedShare(policy))
                    .opened();
        }
    }

    private void ended(Stand stand) {
        if (stand.queue().fairShare() != null) {
            share(stand).ended(now.getAsLong());
        }
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        AttemptOwner owner = ledger.owner(job, index);
        if (!owner.isHeldBack()) {
            arrive(owner);
        }
    }

    @Override
    public void jobReleased(long job, int index) {
        AttemptOwner owner = ledger.owner(job, index);
        if (owner.isReadyUnlessHeld() && !(index >= 0 && owner.job.self.held)) {
            arrive(owner);
        }
    }

    private void arrive(AttemptOwner owner) {
        if (owner.stand().queue().fairShare() != null && (!owner.job.isArray() || owner.index >= 0)) {
            wait(owner.stand(), 1);
        }
    }

    @Override
    public void childParked(long job, int index) {
        leave(ledger.owner(job, index));
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        leave(ledger.owner(job, index));
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        AttemptOwner owner = ledger.owner(job, index);
        Stand to = ledger.stand(job, queue, share, priority, memoryMib, environments);
        leave(owner);
        if (owner.ready && to.queue().fairShare() != null) {
            wait(to, 1);
        }
        if (index < 0) {
            ended(owner.stand());
            opened(to);
        }
    }

    private void leave(AttemptOwner owner) {
        if (owner.stand().queue().fairShare() != null && owner.ready) {
            wait(owner.stand(), -1);
        }
    }

    private void wait(Stand stand, int by) {
        waiting.computeIfAbsent(new Line(stand.queue(), stand.need()), each -> new TreeMap<>())
                .computeIfAbsent(stand.share(), each -> new TreeMap<>())
                .merge(
                        stand.priority(),
                        by,
                        (before, change) -> before + change == 0 ? null : Integer.valueOf(before + change));
    }

    // ---- who is served

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        AttemptOwner owner = ledger.owner(job, index);
        Stand stand = owner.stand();
        FairShare policy = stand.queue().fairShare();
        if (policy == null) {
            return;
        }
        leave(owner);
        double[] there = capacity(stand.queue());
        if (!ledger.host(host).kept) {
            checkTurn(owner, policy, there);
        }
        share(stand).change(stand.need(), 1, now.getAsLong());
        checkHeldBack(stand.queue(), policy, there[0]);
    }

    /** A host that is kept is for its owner, and for what is gone in time, whosever turn it is. */
    private void checkTurn(AttemptOwner owner, FairShare policy, double[] there) {
        waiting.getOrDefault(new Line(owner.stand().queue(), owner.stand().need()), Map.of())
                .forEach((share, priorities) -> {
                    if (!priorities.isEmpty()) {
                        check(owner, share, priorities.lastKey(), policy, there);
                    }
                });
    }

    private void check(AttemptOwner served, String share, int highest, FairShare policy, double[] there) {
        Stand stand = served.stand();
        if (stand.share().equals(share)) {
            unless(stand.priority() >= highest, "%s passed one of priority %s", served, highest);
            return;
        }
        double ours = weighted(stand.queue(), stand.share(), policy, there);
        double theirs = weighted(stand.queue(), share, policy, there);
        double slack = 1e-6;
        if (policy.halfLifeMicros() > 0) {
            slack += 4 * GRID_MICROS / policy.halfLifeMicros() * (weight(stand.queue(), share, policy) + 1 + ours);
        }
        unless(
                ours <= theirs + slack,
                "%s of share %s, which had %s, passed share %s, which had %s",
                served,
                stand.share(),
                ours,
                share,
                theirs);
    }

    private void checkHeldBack(Queue queue, FairShare policy, double there) {
        double used = 0;
        int active = 0;
        for (WatchedShare share : shares.getOrDefault(queue, Map.of()).values()) {
            used += share.millivcpusInUse();
            active += share.isActive(now.getAsLong()) ? 1 : 0;
        }
        double heldBack = there * Math.pow(policy.reservationPercent() / 100.0, active);
        unless(
                policy.reservationPercent() == 0 || used <= there - heldBack + ROUNDING,
                "%s of %s milli-vCPU are in use in queue %s with %s active shares",
                used,
                there,
                queue.name(),
                active);
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        Stand stand = ledger.owner(job, index).stand();
        if (stand.queue().fairShare() != null) {
            share(stand).change(stand.need(), -1, now.getAsLong());
        }
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        WatchedJob known = ledger.job(job);
        leave(known.owner(index));
        if (index < 0) {
            ended(known.stand);
        }
    }

    // ---- usage

    private WatchedShare share(Stand stand) {
        return share(stand.queue(), stand.share());
    }

    private WatchedShare share(Queue queue, String identifier) {
        WatchedShare share = shares.getOrDefault(queue, Map.of()).get(identifier);
        if (share == null) {
            throw new BrokenInvariantException("nothing is known of share " + identifier);
        }
        return share;
    }

    private double weighted(Queue queue, String identifier, FairShare policy, double[] there) {
        return share(queue, identifier).usage(there, now.getAsLong()) * weight(queue, identifier, policy);
    }

    private double weight(Queue queue, String identifier, FairShare policy) {
        for (FairShare.Weight weight : policy.weights()) {
            String said = weight.identifier();
            String prefix = said.substring(0, said.length() - 1);
            if (said.equals(identifier)) {
                return weight.tenThousandths() / 10_000.0;
            }
            if (said.endsWith("*") && identifier.startsWith(prefix)) {
                return weight.tenThousandths() / 10_000.0 * active(queue, prefix);
            }
        }
        return 1;
    }

    private long active(Queue queue, String prefix) {
        return shares.getOrDefault(queue, Map.of()).entrySet().stream()
                .filter(share ->
                        share.getKey().startsWith(prefix) && share.getValue().isActive(now.getAsLong()))
                .count();
    }

    private double[] capacity(Queue queue) {
        double[] there = new double[4];
        for (int environment : queue.environments()) {
            double[] registered = new double[there.length];
            for (WatchedHost host : hosts.values()) {
                if (host.environment == environment) {
                    registered[0] += host.millivcpus;
                    registered[1] += host.memoryMib;
                    registered[2] += host.gpus;
                    registered[3] += host.diskMib;
                }
            }
            int most = maxMillivcpus.getOrDefault(environment, 0);
            registered[0] = most > 0 ? most : registered[0];
            for (int resource = 0; resource < there.length; resource++) {
                there[resource] += registered[resource];
            }
        }
        return there;
    }
}
