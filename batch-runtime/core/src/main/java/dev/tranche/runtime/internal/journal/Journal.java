package dev.tranche.runtime.internal.journal;

import java.nio.file.Path;

/** A journal that is open: its frames, whose they are, and how often it has been opened. */
public final class Journal implements AutoCloseable {
    static final String DATABASE = "journal.db";

    private final JournalDirectory directory;
    private final SqliteLog log;
    private final long runtimeId;
    private final long epoch;

    private Journal(JournalDirectory directory, SqliteLog log, long newRuntimeId) {
        this.directory = directory;
        this.log = log;
        this.runtimeId = log.runtimeId(newRuntimeId);
        this.epoch = log.newEpoch(JournalDirectory.thisProcess());
    }

    /**
     * Opens a journal; a directory that is not there is made.
     *
     * @param directory where it is
     * @param newRuntimeId the identity of the runtime, if the journal is new
     * @throws JournalException if it cannot be opened; its frames are then as they were
     */
    public static Journal open(Path directory, long newRuntimeId) {
        return open(directory, newRuntimeId, JournalBounds.DEFAULT);
    }

    /** The same with other bounds, for tests of what happens at them. */
    public static Journal open(Path directory, long newRuntimeId, JournalBounds bounds) {
        JournalDirectory held = JournalDirectory.open(directory);
        try {
            SqliteLog log = SqliteLog.open(held.file(DATABASE), bounds);
            try {
                return new Journal(held, log, newRuntimeId);
            } catch (RuntimeException e) {
                log.close();
                throw e;
            }
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /** Where its frames are; closed with it. */
    public FrameLog log() {
        return log;
    }

    /** The identity of the runtime, the same for all openings. */
    public long runtimeId() {
        return runtimeId;
    }

    /** The number of this opening, from 1. */
    public long epoch() {
        return epoch;
    }

    /** Who is told of each frame from now on, and says which frames have to stay. */
    public void follower(FrameFollower follower) {
        log.follower(follower);
    }

    @Override
    public void close() {
        try {
            log.close();
        } finally {
            directory.close();
        }
    }

    @Override
    public String toString() {
        return "journal " + directory;
    }
}
