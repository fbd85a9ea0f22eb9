package dev.tranche.runtime;

import dev.tranche.runtime.internal.history.HistoryProjector;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalException;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.spi.BatchClock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a runtime keeps its frames.
 *
 * @param log the frames
 * @param runtimeId the identity of the runtime that they are of
 * @param epoch the number of this opening
 * @param journaled whether they outlive the process
 * @param holder what is closed at the end
 * @param history keeps what has ended, or null if nobody does
 */
record Store(
        FrameLog log,
        long runtimeId,
        long epoch,
        boolean journaled,
        Closer holder,
        @Nullable HistoryProjector history) {
    /** How many bytes of frames are kept in memory before a checkpoint replaces them. */
    private static final int MEMORY_BYTES = 64 << 20;

    private static final int RUNTIME_ID_BITS = 60;

    /** One without a history. */
    Store(FrameLog log, long runtimeId, long epoch, boolean journaled, Closer holder) {
        this(log, runtimeId, epoch, journaled, holder, null);
    }

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
     * A journal with its history.
     *
     * @throws OpenRefusedException if it cannot be opened
     */
    static Store journal(Path directory, Duration historyRetention) {
        try {
            Journal journal = Journal.open(directory, newRuntimeId());
            HistoryProjector history = new HistoryProjector(
                    directory, journal.epoch(), SpecDocuments::name, BatchClock.system(), historyRetention);
            journal.follower(history);
            return new Store(
                    journal.log(),
                    journal.runtimeId(),
                    journal.epoch(),
                    true,
                    () -> closeBoth(history, journal),
                    history);
        } catch (JournalException e) {
            throw new OpenRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The history reads the journal to its end. */
    private static void closeBoth(HistoryProjector history, Journal journal) {
        try {
            history.close();
        } finally {
            journal.close();
        }
    }

    static long newRuntimeId() {
        return new SecureRandom().nextLong() >>> (Long.SIZE - RUNTIME_ID_BITS);
    }

    void close() {
        holder.close();
    }
}
