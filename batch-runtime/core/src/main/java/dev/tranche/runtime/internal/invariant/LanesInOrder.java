package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.PlacementClass;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is overtaken by his like: of the jobs that wait in one queue, of one share and one priority, that can go to the same
 * places, the one that became ready first is placed first. In a strict queue nobody is overtaken at all.
 */
final class LanesInOrder extends OutcomeListener {
    private final Ledger ledger;
    /** The places of what waits in each line, and how many wait there: the children of an array have one place. */
    private final Map<Line, TreeMap<Long, Integer>> lines = new HashMap<>();
    /** For each array, how many of its children stand in line at the place of the array. */
    private final Map<Long, Integer> unbegun = new HashMap<>();

    /** Who has to keep his turn among whom; without a class in a strict queue. */
    private record Line(int queue, @Nullable PlacementClass need, String share, int priority) {
        static Line of(Stand stand) {
            boolean strict = stand.queue().strict() && stand.queue().fairShare() == null;
            return new Line(stand.queue().number(), strict ? null : stand.need(), stand.share(), stand.priority());
        }
    }

    LanesInOrder(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        WatchedJob known = ledger.job(job);
        if (!known.isArray() || index >= 0) {
            AttemptOwner owner = known.owner(index);
            unless(!owner.ready, "%s is ready twice", owner);
            owner.order = order;
            change(owner.stand(), order, owner.isHeldBack() ? 0 : 1);
        } else if (standsInLineItself(known)) {
            int children = known.arraySize - known.endedChildren();
            unbegun.put(job, children);
            change(known.stand, order, known.self.held ? 0 : children);
        }
    }

    /** Children that wait for each other, or for children of other arrays, come one by one. */
    private static boolean standsInLineItself(WatchedJob array) {
        return !array.sequential && !array.waitsForEach();
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        if (owner.ready) {
            checkTurn(owner, owner.order);
            change(owner.stand(), owner.order, -1);
        } else if (unbegun.containsKey(job)) {
            checkTurn(owner, known.order);
            childLeaves(known);
        }
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        Stand to = ledger.stand(job, queue, share, priority, memoryMib, environments);
        unless(!owner.runs() || isSameButForPriority(owner.stand(), to), "%s is moved while it runs", owner);
        if (owner.ready) {
            change(owner.stand(), owner.order, -1);
            change(to, owner.order, 1);
        } else if (index < 0 && !known.self.held) {
            change(known.stand, known.order, -unbegun.getOrDefault(job, 0));
            change(to, known.order, unbegun.getOrDefault(job, 0));
        }
    }

    private static boolean isSameButForPriority(Stand left, Stand right) {
        return left.queue().equals(right.queue())
                && left.need().equals(right.need())
                && left.share().equals(right.share());
    }

    private void checkTurn(AttemptOwner owner, long order) {
        TreeMap<Long, Integer> line = lines.get(Line.of(owner.stand()));
        if (line != null && !line.isEmpty()) {
            unless(line.firstKey() >= order, "%s with place %s overtook place %s", owner, order, line.firstKey());
        }
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        WatchedJob known = ledger.job(job);
        leave(known.owner(index));
        if (index < 0) {
            change(known.stand, known.order, -unbegun.getOrDefault(job, 0));
        }
    }

    @Override
    public void jobReleased(long job, int index) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        unless(owner.held, "%s is released and was not held", owner);
        if (index < 0 && known.isArray()) {
            change(known.stand, known.order, unbegun.getOrDefault(job, 0));
        } else if (owner.isReadyUnlessHeld() && !(index >= 0 && known.self.held)) {
            owner.order = owner.gateOpen ? owner.order : known.order;
            change(owner.stand(), owner.order, 1);
        }
    }

    @Override
    public void childParked(long job, int index) {
        AttemptOwner owner = ledger.owner(job, index);
        unless(owner.ready && owner.job.self.held, "%s leaves its lane without a reason", owner);
        leave(owner);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        leave(owner);
        if (index >= 0 && owner.attempts == 0 && !owner.ready && unbegun.containsKey(job)) {
            childLeaves(known);
        }
        if (index < 0) {
            unbegun.remove(job);
        }
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        Integer children = unbegun.remove(job);
        if (children != null) {
            WatchedJob known = ledger.job(job);
            change(known.stand, known.order, known.self.held ? 0 : -children);
        }
    }

    private void leave(AttemptOwner owner) {
        if (owner.ready) {
            change(owner.stand(), owner.order, -1);
        }
    }

    private void childLeaves(WatchedJob array) {
        unbegun.merge(array.number, -1, Integer::sum);
        change(array.stand, array.order, array.self.held ? 0 : -1);
    }

    private void change(Stand stand, long order, int by) {
        if (by == 0) {
            return;
        }
        TreeMap<Long, Integer> line = lines.computeIfAbsent(Line.of(stand), each -> new TreeMap<>());
        line.merge(order, by, (before, change) -> before + change == 0 ? null : Integer.valueOf(before + change));
    }
}
