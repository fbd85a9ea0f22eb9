package dev.tranche.runtime.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the lease of this runtime on one engine and sweeps what others left there. A lease is prolonged four times while it
 * holds; that it cannot be is the sign that the engine cannot be reached, however quiet its stream of events is. A sweep
 * follows the opening, and another whenever the lease of another runtime should have run out.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS = 4;

    /** Left for the next opening of a journaled runtime: whoever does not come back within a week does not. */
    static final Duration FOR_ADOPTION = Duration.ofDays(7);

    /** So that a lease is not looked at in the very moment in which it is prolonged. */
    private static final Duration LEEWAY = Duration.ofSeconds(1);

    private final ContainerEngine engine;
    private final Labels labels;
    private final EngineClock clock;
    private final Duration length;
    private final Timer timer;
    private final Workers workers;
    private final EngineWatch watch;
    private final Sweep sweep;

    // Guarded by this; renewals and sweeps are one at a time.
    private @Nullable Lease lease;
    private boolean closed;

    LeaseKeeper(
            ContainerEngine engine,
            Labels labels,
            EngineClock clock,
            Duration length,
            Timer timer,
            Workers workers,
            EngineWatch watch) {
        this.engine = engine;
        this.labels = labels;
        this.clock = clock;
        this.length = length;
        this.timer = timer;
        this.workers = workers;
        this.watch = watch;
        this.sweep = new Sweep(engine, labels);
    }

    /** Takes out the lease, before anything else of ours is created. */
    synchronized void open() {
        lease = Lease.take(engine, labels, clock.now().plus(length));
        renewLater();
        workers.soon(this::endEarlier);
        workers.soon(this::sweep);
    }

    /** Ends the leases of earlier openings of this runtime: what they left is held by ours now. */
    private synchronized void endEarlier() {
        Lease held = lease;
        if (closed || held == null) {
            return;
        }
        try {
            held.endEarlier(labels, clock.now(), length.plus(LEEWAY));
        } catch (EngineUnreachableException | EngineRefusedException e) {
            LOG.warn("engine {}: the lease of an earlier opening stays until it runs out", engine.name(), e);
        }
    }

    private void renewLater() {
        timer.after(length.dividedBy(RENEWALS), () -> workers.soon(this::renew));
    }

    private synchronized void renew() {
        Lease held = lease;
        if (closed || held == null) {
            return;
        }
        try {
            held.renew(clock.now().plus(length));
        } catch (EngineUnreachableException e) {
            watch.suspect(e.getMessage());
        } catch (EngineRefusedException e) {
            LOG.warn("engine {}: the lease of this runtime is gone; it takes out another", engine.name(), e);
            takeAnother();
        }
        renewLater();
    }

    private void takeAnother() {
        try {
            lease = Lease.take(engine, labels, clock.now().plus(length));
        } catch (EngineUnreachableException | EngineRefusedException e) {
            LOG.error(
                    "engine {}: no lease can be taken out; other runtimes may sweep our containers", engine.name(), e);
        }
    }

    private synchronized void sweep() {
        if (closed) {
            return;
        }
        try {
            Optional<Instant> next = sweep.sweep();
            next.ifPresent(at -> sweepAfter(Duration.between(clock.now(), at).plus(LEEWAY)));
        } catch (EngineUnreachableException | EngineRefusedException e) {
            LOG.warn("engine {} cannot be swept now", engine.name(), e);
            sweepAfter(length);
        }
    }

    private void sweepAfter(Duration delay) {
        timer.after(delay.isNegative() ? LEEWAY : delay, () -> workers.soon(this::sweep));
    }

    /**
     * Gives the lease back, or leaves it for the next opening.
     *
     * @param kept whether the next opening of this runtime adopts what is there
     */
    synchronized void close(boolean kept) {
        closed = true;
        Lease held = lease;
        lease = null;
        if (held == null) {
            return;
        }
        try {
            if (kept) {
                held.renew(clock.now().plus(FOR_ADOPTION));
            } else {
                held.end();
            }
        } catch (EngineUnreachableException | EngineRefusedException e) {
            LOG.warn("engine {}: the lease of this runtime stays until it runs out", engine.name(), e);
        }
    }
}
