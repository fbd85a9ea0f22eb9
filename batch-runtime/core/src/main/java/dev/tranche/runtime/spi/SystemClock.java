package dev.tranche.runtime.spi;

import java.time.Instant;

/** The clock of this machine: the one place where it is read. */
final class SystemClock implements BatchClock {
    static final SystemClock INSTANCE = new SystemClock();

    private SystemClock() {}

    @Override
    public long wallMicros() {
        return BatchClock.micros(Instant.now());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
