package dev.tranche.runtime.simulation;

import dev.tranche.runtime.spi.BatchClock;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows virtual time as the standard library wants it. */
final class VirtualClock extends Clock {
    private final BatchClock time;
    private final ZoneId zone;

    VirtualClock(BatchClock time) {
        this(time, ZoneOffset.UTC);
    }

    private VirtualClock(BatchClock time, ZoneId zone) {
        this.time = time;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId another) {
        return new VirtualClock(time, another);
    }

    @Override
    public Instant instant() {
        return BatchClock.instant(time.wallMicros());
    }
}
