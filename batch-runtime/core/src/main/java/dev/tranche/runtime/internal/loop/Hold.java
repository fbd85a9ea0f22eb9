package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.BatchClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a gap in time nothing is launched, ended or timed out until every backend has said what became of its attempts: what
 * looks overdue may have ended long ago. What they say is taken at the time before the gap; only then time goes on. Loop
 * thread only.
 */
final class Hold {
    /** Who has not answered by then is not waited for. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(SchedulerLoop.class);

    private enum Phase {
        NONE,
        ASKING,
        ANSWERED
    }

    private final Inbox<Arrival, Control> inbox;
    private final LoopPort port;
    private final BatchClock clock;
    private Phase phase = Phase.NONE;
    private long since;

    Hold(Inbox<Arrival, Control> inbox, LoopPort port, BatchClock clock) {
        this.inbox = inbox;
        this.port = port;
        this.clock = clock;
    }

    /** Begins, unless it has. */
    void begin() {
        if (phase != Phase.NONE) {
            return;
        }
        LOG.warn(
                "this machine slept, this process was stopped, or the clock was set: asking all backends what became of what runs");
        phase = Phase.ASKING;
        since = clock.nanos();
        long mine = since;
        var unused = port.reconcileAll().whenComplete((done, failure) -> inbox.control(new Answered(mine)));
    }

    /** Whether nothing is decided, since backends are being asked. */
    boolean isAsking() {
        if (phase == Phase.ASKING && clock.nanos() - since > PATIENCE_NANOS) {
            LOG.warn("not every backend has answered; going on without");
            phase = Phase.ANSWERED;
        }
        return phase == Phase.ASKING;
    }

    /** Whether what backends said is being taken, and nothing else. */
    boolean isAnswered() {
        return phase == Phase.ANSWERED;
    }

    void end() {
        phase = Phase.NONE;
    }

    /** All backends have answered. */
    private final class Answered implements Control.Question {
        private final long begun;

        Answered(long begun) {
            this.begun = begun;
        }

        @Override
        public void answer(Machine machine) {
            if (phase == Phase.ASKING && since == begun) {
                phase = Phase.ANSWERED;
            }
        }

        @Override
        public void refused(Throwable cause) {
            // nobody waits for it
        }
    }
}
