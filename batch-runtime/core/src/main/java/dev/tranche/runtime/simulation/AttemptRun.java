package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import org.jspecify.annotations.Nullable;

/** A pretend program from its launch to the release of its attempt. It is itself what happens next to it. */
final class AttemptRun implements Occurrence {
    private static final int SIGTERM = 15;

    private final SimulatedBackend backend;
    private final AttemptId id;
    private final SimulatedHost host;
    private final int life;
    private final Fate fate;
    private long startedAt = Micros.NEVER;
    private @Nullable AttemptEnd end;

    AttemptRun(SimulatedBackend backend, AttemptId id, SimulatedHost host, Fate fate) {
        this.backend = backend;
        this.id = id;
        this.host = host;
        this.life = host.life();
        this.fate = fate;
    }

    AttemptId id() {
        return id;
    }

    Fate fate() {
        return fate;
    }

    @Nullable
    AttemptEnd end() {
        return end;
    }

    /** When its program started; {@link Micros#NEVER} if it has not. */
    long startedAt() {
        return startedAt;
    }

    private boolean isOver() {
        return end != null || host.life() != life;
    }

    void launched(long now) {
        if (fate.startsAt() > now) {
            backend.at(fate.startsAt(), this);
        } else {
            start(now);
        }
    }

    @Override
    public void happen(long now) {
        if (isOver()) {
            return; // stopped, or gone with its host
        }
        if (startedAt == Micros.NEVER) {
            start(now);
        } else {
            end(fate.end(backend.instant(now)), now);
        }
    }

    private void start(long now) {
        if (fate.how() == Fate.How.START_FAILED) {
            end(fate.end(backend.instant(now)), now);
        } else {
            startedAt = now;
            backend.started(this, now);
            backend.at(fate.endsAt(), this);
        }
    }

    void stop(long now) {
        if (!isOver()) {
            end(new AttemptEnd.Signaled(SIGTERM, backend.instant(now)), now);
        }
    }

    private void end(AttemptEnd how, long now) {
        end = how;
        backend.ended(this, how, now);
    }

    AttemptState state(long now) {
        if (end != null) {
            return new AttemptState.Ended(end);
        }
        return host.life() == life
                ? new AttemptState.Running(backend.instant(Math.min(startedAt, now)))
                : new AttemptState.Ended(new AttemptEnd.Lost(backend.lossOf(host), backend.instant(now)));
    }
}
