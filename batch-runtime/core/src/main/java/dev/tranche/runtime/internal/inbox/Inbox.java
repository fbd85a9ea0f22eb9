package dev.tranche.runtime.internal.inbox;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostType;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jctools.queues.atomic.MpscLinkedAtomicQueue;
import org.jspecify.annotations.Nullable;

/**
 * Everything on its way to the loop, in three lanes. Submits are bounded and wait; reports are never refused; controls
 * (cancel, terminate, questions, close) are few.
 *
 * @param <S> a submit
 * @param <C> a control
 */
public final class Inbox<S, C> {
    private final Wakeup wakeup = new Wakeup();
    private final SubmitLane<S> submits;
    private final CellLane reports = new CellLane();
    private final MpscLinkedAtomicQueue<C> controls = new MpscLinkedAtomicQueue<>();
    private final ConcurrentHashMap<AttemptId, AttemptCell> attempts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<HostId, HostCell> hosts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, EnvironmentCell> environments = new ConcurrentHashMap<>();
    private final LongAdder ignored = new LongAdder();

    public Inbox(int submitCapacity) {
        submits = new SubmitLane<>(submitCapacity, wakeup);
    }

    public SubmitLane<S> submits() {
        return submits;
    }

    public Wakeup wakeup() {
        return wakeup;
    }

    // ---- any thread

    public void control(C control) {
        controls.add(control);
        wakeup.signal();
    }

    public void started(AttemptId attempt, Instant at) {
        AttemptCell cell = attempts.get(attempt);
        if (cell == null) {
            ignored.increment();
        } else if (cell.merge(waiting -> AttemptNews.started(waiting, at))) {
            enter(cell);
        }
    }

    public void ended(AttemptId attempt, AttemptEnd end) {
        AttemptCell cell = attempts.get(attempt);
        if (cell == null) {
            ignored.increment();
        } else if (cell.merge(waiting -> AttemptNews.ended(waiting, end))) {
            enter(cell);
        }
    }

    public void hostJoined(HostId host, Capacity capacity, Capacity heldByOthers) {
        HostCell cell = hosts.computeIfAbsent(host, HostCell::new);
        if (cell.merge(waiting -> HostNews.joined(waiting, new HostNews.Joined(capacity, heldByOthers)))) {
            enter(cell);
        }
    }

    public void hostDraining(HostId host, String reason) {
        HostCell cell = hosts.computeIfAbsent(host, HostCell::new);
        if (cell.merge(waiting -> HostNews.draining(waiting, reason))) {
            enter(cell);
        }
    }

    public void hostLost(HostId host, String reason) {
        HostCell cell = hosts.computeIfAbsent(host, HostCell::new);
        if (cell.merge(waiting -> HostNews.lost(waiting, reason))) {
            enter(cell);
        }
    }

    public void hostTypes(String environment, List<HostType> types) {
        EnvironmentCell cell = environments.computeIfAbsent(environment, EnvironmentCell::new);
        if (cell.merge(waiting -> EnvironmentNews.types(waiting, types))) {
            enter(cell);
        }
    }

    public void hostsProvided(String environment, HostAnswer answer) {
        EnvironmentCell cell = environments.computeIfAbsent(environment, EnvironmentCell::new);
        if (cell.merge(waiting -> EnvironmentNews.answered(waiting, answer))) {
            enter(cell);
        }
    }

    /** How many reports came of attempts that nobody owns any more. */
    public long ignoredReports() {
        return ignored.sum();
    }

    private void enter(Cell<?> cell) {
        reports.push(cell);
        wakeup.signal();
    }

    // ---- the loop's thread

    /** From now on reports of this attempt are taken. Before its launch leaves. */
    public void expect(AttemptId attempt) {
        attempts.put(attempt, new AttemptCell(attempt));
    }

    /** From now on reports of this attempt are ignored. After its end was recorded. */
    public void forget(AttemptId attempt) {
        attempts.remove(attempt);
    }

    /** Drops the cell of a host that was lost; a later report makes another. */
    public void forget(HostCell cell) {
        hosts.remove(cell.host(), cell);
    }

    public @Nullable Cell<?> pollReport() {
        return reports.poll();
    }

    public @Nullable C pollControl() {
        return controls.poll();
    }

    /** Whether all lanes are empty; asked between the two halves of the hand-shake. */
    public boolean isEmpty() {
        return isEmptyButForSubmits() && submits.isEmpty();
    }

    public boolean hasControl() {
        return !controls.isEmpty();
    }

    /** Whether nothing but submits is in the lanes. */
    public boolean isEmptyButForSubmits() {
        return reports.isEmpty() && controls.isEmpty();
    }
}
