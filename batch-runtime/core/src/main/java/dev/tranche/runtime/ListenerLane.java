package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Worker;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is on its way to one listener. The loop puts in, the listener's own thread takes out. Beyond {@link #LAGS} calls the
 * listener lags: steps of jobs are then owed instead of put in, so that only ends make it longer, and no submits are
 * admitted until it has caught up or its patience is over.
 */
final class ListenerLane {
    /** With so many calls on their way a listener lags. */
    static final int LAGS = 8_192;

    /** With so few it has caught up. */
    static final int CAUGHT_UP = LAGS / 2;

    private static final Logger LOG = LoggerFactory.getLogger(ListenerLane.class);

    private final BatchListener listener;
    private final Worker worker;
    private final Runnable caughtUp;

    // counted up by the loop, down by the worker; the lane itself orders everything else
    private final AtomicInteger pending = new AtomicInteger();

    // written by the loop, read before each call by the worker: nothing more is delivered
    private volatile boolean detached;

    // loop only: for each job with steps left out, what the listener was shown last
    private final IdentityHashMap<LiveJob, JobSnapshot> owed = new IdentityHashMap<>();
    private boolean lags;
    private long lagsSince;

    ListenerLane(BatchListener listener, Worker worker, Runnable caughtUp) {
        this.listener = listener;
        this.worker = worker;
        this.caughtUp = caughtUp;
    }

    // ---- loop only

    void changed(LiveJob job, JobSnapshot before, JobSnapshot now) {
        if (detached) {
            return;
        }
        if (now.ended()) {
            JobSnapshot shown = owed.isEmpty() ? null : owed.remove(job);
            deliver(shown == null ? before : shown, now);
        } else if (lags) {
            owed.putIfAbsent(job, before);
        } else {
            deliver(before, now);
        }
    }

    private void deliver(JobSnapshot before, JobSnapshot now) {
        call(to -> to.jobChanged(before, now));
        if (now.ended()) {
            call(to -> to.jobEnded(now));
        }
    }

    void call(Consumer<BatchListener> call) {
        if (detached) {
            return;
        }
        pending.incrementAndGet();
        worker.execute(() -> deliver(call));
    }

    /** Whether submits have to wait for it; looks after its patience as well. */
    boolean holdsBack(long nowNanos, long patienceNanos) {
        int waiting = pending.get();
        if (detached || waiting < CAUGHT_UP) {
            lags = false;
            settleOwed();
            return false;
        }
        if (!lags && waiting >= LAGS) {
            lags = true;
            lagsSince = nowNanos;
        }
        if (lags && nowNanos - lagsSince > patienceNanos) {
            detach("lags by " + waiting + " calls");
        }
        return lags && !detached;
    }

    private void settleOwed() {
        Iterator<Map.Entry<LiveJob, JobSnapshot>> debts = owed.entrySet().iterator();
        for (int i = 0; i < CAUGHT_UP && debts.hasNext(); i++) {
            Map.Entry<LiveJob, JobSnapshot> debt = debts.next();
            debts.remove();
            deliver(debt.getValue(), debt.getKey().published());
        }
    }

    void detach(String why) {
        if (!detached) {
            LOG.warn("listener {} is detached, it is told nothing any more: it {}", listener, why);
            owed.clear();
            abandon();
        }
    }

    /** Nothing is delivered any more. Any thread. */
    void abandon() {
        detached = true;
        worker.abandon();
    }

    /** Tells it that nothing follows, after all that is on its way. */
    void close() {
        while (!owed.isEmpty()) {
            settleOwed();
        }
        call(BatchListener::closed);
        worker.finish();
    }

    // ---- on the worker's thread

    private void deliver(Consumer<BatchListener> call) {
        try {
            if (!detached) {
                call.accept(listener);
            }
        } catch (Throwable e) {
            LOG.warn("listener {} failed; it goes on being told", listener, e);
        } finally {
            if (pending.decrementAndGet() == CAUGHT_UP - 1) {
                caughtUp.run();
            }
        }
    }

    Worker worker() {
        return worker;
    }
}
