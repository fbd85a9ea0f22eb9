package dev.tranche.runtime.spi.files;

import java.time.Instant;

/**
 * The process a work root belongs to. Its number alone would not do: numbers are given away again.
 *
 * @param pid its number
 * @param startMillis when it started, in milliseconds since 1970
 */
record Owner(long pid, long startMillis) {
    static Owner thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new Owner(
                self.pid(), self.info().startInstant().orElse(Instant.EPOCH).toEpochMilli());
    }

    String toText() {
        return pid + " " + startMillis + "\n";
    }
}
