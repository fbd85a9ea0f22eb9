package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.JournalReader;
import dev.tranche.runtime.internal.state.JobSpec;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal and its history, both open; given up after any failure. Of one thread. */
final class Projecting implements AutoCloseable {
    /** How much goes into one transaction, the frame with which it is reached included. */
    static final int FRAMES = 1_024;

    static final int BYTES = 2 << 20;

    /** After so many bytes the write-ahead log of the history is moved into it. */
    private static final long CHECKPOINT_BYTES = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(Projecting.class);

    private final JournalReader journal;
    private final HistoryWriter writer;
    private final Projection projection;
    private final long epoch;
    private final long known;
    private long seq;
    private long at;
    private long replayFrom;
    private long bytes;
    private long ofThisOpening;
    private long sinceCheckpoint;
    private long settled;

    Projecting(Path directory, long epoch, Function<JobSpec, String> definitionName) throws SQLException {
        this.epoch = epoch;
        journal = JournalReader.open(directory);
        try {
            writer = new HistoryWriter(HistoryFile.in(directory));
            projection = new Projection(writer, definitionName);
            known = writer.seq();
            at = writer.at();
            seq = writer.replayFrom();
            replayFrom = seq;
            checkOfThisJournal(directory);
            bridge();
            checkpoint();
        } catch (SQLException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void checkOfThisJournal(Path directory) throws SQLException {
        if (known > journal.lastSeq()) {
            writer.close();
            throw new SQLException(HistoryFile.in(directory) + " knows frame " + known
                    + ", and the journal ends at frame " + journal.lastSeq()
                    + ": it is the history of a later state; move it away, and it is made anew");
        }
    }

    /** Where frames are gone that it has not seen, what a snapshot tells of the jobs that are still known takes their place. */
    private void bridge() throws SQLException {
        long held = journal.snapshotSeq();
        if (held <= seq || isThere(seq + 1)) {
            return;
        }
        LOG.warn(
                "frames {} to {} of {} were gone before they were in its history: jobs that ended there and have been"
                        + " forgotten since are not in it",
                seq + 1,
                held,
                journal.directory());
        writer.forgetOpen();
        journal.story(this::retell);
        projection.flushAll();
        seq = held;
        commit(held);
    }

    /** What was known before stays known, also while the story of it is told again. */
    private void commit(long tellAgainBehind) throws SQLException {
        at = Math.max(at, projection.now());
        replayFrom = tellAgainBehind;
        writer.commit(Math.max(seq, known), at, projection.ended(), replayFrom);
    }

    private boolean isThere(long number) {
        long first = journal.firstSeq();
        return first != 0 && first <= number;
    }

    private void retell(byte[] frame, int length) {
        projection.frame(seq, frame);
        projection.flushIfFull();
    }

    /**
     * Takes in some of the frames that are not in yet.
     *
     * @return how many bytes they had, 0 if there is none
     */
    long some() throws SQLException {
        bytes = 0;
        ofThisOpening = 0;
        journal.read(seq, FRAMES, this::take);
        if (bytes > 0) {
            commit(projection.flush());
            checkpointIfDue();
        }
        return bytes;
    }

    /** How many of the bytes that were taken in last are new, and were written since the journal was opened this time. */
    long ofThisOpening() {
        return ofThisOpening;
    }

    private boolean take(long number, byte[] frame) {
        projection.frame(number, frame);
        seq = number;
        bytes += frame.length;
        ofThisOpening += number > known && FrameDecoder.epoch(frame) == epoch ? frame.length : 0;
        return bytes < BYTES;
    }

    private void checkpointIfDue() throws SQLException {
        sinceCheckpoint += bytes;
        if (sinceCheckpoint >= CHECKPOINT_BYTES) {
            checkpoint();
        }
    }

    private void checkpoint() throws SQLException {
        sinceCheckpoint = 0;
        if (writer.checkpoint()) {
            settled = replayFrom;
        }
    }

    /** The last frame that is not needed any more, not even after a power failure. */
    long settled() {
        return settled;
    }

    /** Drops some of what ended before a time, so that it is never told of again; whether there may be more of it. */
    boolean purge(long before) throws SQLException {
        if (projection.tellsOfBefore(before)) {
            projection.flushAll();
            commit(seq);
        }
        return writer.purge(before) == HistoryWriter.PURGED_AT_ONCE;
    }

    @Nullable
    Long oldestEnd() throws SQLException {
        return writer.oldestEnd();
    }

    @Override
    public void close() throws SQLException {
        try {
            writer.close();
        } finally {
            journal.close();
        }
    }
}
