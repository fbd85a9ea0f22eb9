package dev.tranche.runtime;

import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalException;
import dev.tranche.runtime.internal.journal.MemoryLog;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * Where a runtime keeps its frames.
 *
 * @param log the frames
 * @param runtimeId the identity of the runtime that they are of
 * @param epoch the number of this opening
 * @param journaled whether they outlive the process
 * @param holder what is closed at the end
 */
record Store(FrameLog log, long runtimeId, long epoch, boolean journaled, Closer holder) {
    /** How many bytes of frames are kept in memory before a checkpoint replaces them. */
    private static final int MEMORY_BYTES = 64 << 20;

    private static final int RUNTIME_ID_BITS = 60;

    /** Lets go of what holds the frames. */
    @FunctionalInterface
    interface Closer {
        void close();
    }

    /** A log of a runtime that opens once. */
    static Store of(FrameLog log, long runtimeId) {
        return new Store(log, runtimeId, 1, false, log::close);
    }

    static Store inMemory(long runtimeId) {
        return of(new MemoryLog(MEMORY_BYTES), runtimeId);
    }

    /**
     * A journal.
     *
     * @throws OpenRefusedException if it cannot be opened
     */
    static Store journal(Path directory) {
        try {
            Journal journal = Journal.open(directory, newRuntimeId());
            return new Store(journal.log(), journal.runtimeId(), journal.epoch(), true, journal::close);
        } catch (JournalException e) {
            throw new OpenRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    static long newRuntimeId() {
        return new SecureRandom().nextLong() >>> (Long.SIZE - RUNTIME_ID_BITS);
    }

    void close() {
        holder.close();
    }
}
