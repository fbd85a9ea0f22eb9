package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hosts are kept for the head of a queue when its patience has ended and not before, at most once in an environment. No other
 * job runs there that is not gone in time; so the head is placed at the latest when all that ran there has ended.
 */
final class HostsKept extends OutcomeListener {
    private final Ledger ledger;
    private final LongSupplier now;
    private final Map<Integer, Queue> queues = new HashMap<>();
    private final Map<Integer, Head> heads = new HashMap<>();
    /** By environment. */
    private final Map<Integer, Kept> kept = new TreeMap<>();

    private @Nullable Kept lastEnded;

    private record Head(long job, int index, long since) {}

    private record Kept(long job, int index, List<Integer> hosts, long until) {
        boolean isOf(long number, int itsIndex) {
            return job == number && index == itsIndex;
        }
    }

    HostsKept(Ledger ledger, LongSupplier now) {
        this.ledger = ledger;
        this.now = now;
    }

    /** Whoever hosts are kept for has been placed if nothing runs on them, once nothing is left to do. */
    void atRest() {
        for (Kept each : kept.values()) {
            boolean waits = each.hosts().stream().anyMatch(host -> ledger.host(host).attempts > 0);
            unless(waits, "job %s:%s waits though its hosts are free: %s", each.job(), each.index(), each.hosts());
        }
    }

    @Override
    public void queueAdded(Queue queue) {
        queues.put(queue.number(), queue);
    }

    @Override
    public void hostDraining(int host, String reason) {
        unless(!ledger.host(host).kept, "%s drains while it is kept", ledger.host(host));
    }

    @Override
    public void hostLost(int host, String reason) {
        unless(!ledger.host(host).kept, "%s is lost while it is kept", ledger.host(host));
    }

    @Override
    public void headBlocked(int queue, long job, int index, long since) {
        unless(since == now.getAsLong(), "the head of queue %s is blocked since %s", queue, since);
        heads.put(queue, new Head(job, index, since));
    }

    @Override
    public void hostsReserved(long job, int index, int[] hosts, long until) {
        List<Integer> all = Arrays.stream(hosts).boxed().toList();
        int environment = ledger.host(hosts[0]).environment;
        for (int host : hosts) {
            WatchedHost each = ledger.host(host);
            unless(each.environment == environment && each.takesJobs && !each.kept, "%s is kept for job %s", each, job);
        }
        boolean handedOn = lastEnded != null && lastEnded.hosts().equals(all) && lastEnded.until() == until;
        unless(handedOn || isOverdue(job, index), "hosts are kept for job %s:%s, which is not overdue", job, index);
        unless(kept.values().stream().noneMatch(each -> each.isOf(job, index)), "job %s:%s has two", job, index);
        Kept before = kept.put(environment, new Kept(job, index, all, until));
        unless(before == null, "hosts of environment %s are kept for two: %s", environment, before);
    }

    private boolean isOverdue(long job, int index) {
        return heads.entrySet().stream().anyMatch(each -> {
            Head head = each.getValue();
            Queue queue = queues.get(each.getKey());
            return head.job() == job
                    && head.index() == index
                    && queue != null
                    && now.getAsLong() - head.since() >= queue.patienceMicros();
        });
    }

    @Override
    public void reservationEnded(long job, int index) {
        lastEnded = kept.values().stream()
                .filter(each -> each.isOf(job, index))
                .findAny()
                .orElse(null);
        unless(lastEnded != null, "no host is kept for job %s:%s", job, index);
        kept.values().remove(lastEnded);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedHost where = ledger.host(host);
        Kept there = where.kept ? kept.get(where.environment) : null;
        if (there != null && !there.isOf(job, index)) {
            JobSpec spec = ledger.job(job).spec;
            long end = now.getAsLong() + spec.timeoutMicros() + spec.graceMicros();
            unless(
                    spec.timeoutMicros() > 0 && end <= there.until(),
                    "job %s:%s is placed on %s, kept for %s",
                    job,
                    index,
                    where,
                    there);
        }
    }
}
