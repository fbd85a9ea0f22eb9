package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** AWS's clock: the one of this machine, moved by as much as a test wants. */
final class StandInClock {
    private final AtomicLong aheadMillis = new AtomicLong();

    Instant now() {
        return Instant.now().plusMillis(aheadMillis.get());
    }

    void advance(Duration by) {
        aheadMillis.addAndGet(by.toMillis());
    }
}
