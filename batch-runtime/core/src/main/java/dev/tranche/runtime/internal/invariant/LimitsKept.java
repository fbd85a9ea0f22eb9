package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a start needs beside a host: a queue has no more under way than its limit, of a consumable resource no more is taken
 * than there is, and what is disabled takes nothing new.
 */
final class LimitsKept extends OutcomeListener {
    private final Ledger ledger;
    private final Map<Integer, Integer> running = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<String, Long> free = new HashMap<>();
    private final Map<String, Long> totals = new HashMap<>();
    private final Set<Integer> disabledQueues = new HashSet<>();
    private final Set<Integer> disabledEnvironments = new HashSet<>();

    LimitsKept(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void queueDisabled(int queue, String reason) {
        disabledQueues.add(queue);
    }

    @Override
    public void queueEnabled(int queue) {
        unless(disabledQueues.remove(queue), "queue %s was not disabled", queue);
    }

    @Override
    public void environmentDisabled(int environment, String reason) {
        disabledEnvironments.add(environment);
    }

    @Override
    public void environmentEnabled(int environment) {
        unless(disabledEnvironments.remove(environment), "environment %s was not disabled", environment);
    }

    @Override
    public void consumableAdded(int resource, String name, long total, boolean replenishable) {
        names.put(resource, name);
        free.put(name, total);
        unless(totals.put(name, total) == null, "%s was added twice", name);
    }

    @Override
    public void consumableResized(int resource, long total) {
        String name = names.getOrDefault(resource, "");
        free.computeIfPresent(name, (each, left) -> left + total - totals.getOrDefault(name, 0L));
        unless(totals.put(name, total) != null, "resource %s was never added", resource);
    }

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
        unless(!disabledQueues.contains(queue), "job %s came into a disabled queue", job);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        AttemptOwner owner = ledger.owner(job, index);
        Queue queue = owner.stand().queue();
        unless(
                !disabledEnvironments.contains(ledger.host(host).environment),
                "a disabled environment took job %s",
                job);
        int now = running.merge(queue.number(), 1, Integer::sum);
        int most = queue.maxConcurrent();
        unless(most == 0 || now <= most, "%s jobs are under way in queue %s", now, queue.name());
        for (Consumption each : owner.stand().need().consumes()) {
            long left = free.merge(each.resource(), -each.quantity(), Long::sum);
            unless(left >= 0, "%s took %s, and %s were left", owner, each, left + each.quantity());
        }
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
        running.merge(stand.queue().number(), -1, Integer::sum);
        for (Consumption each : stand.need().consumes()) {
            (each.replenishable() ? free : totals)
                    .merge(each.resource(), each.replenishable() ? each.quantity() : -each.quantity(), Long::sum);
        }
    }
}
