package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.RowTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots of a journal out of the journal itself: folds what is on the disk into a machine of its own and writes down
 * that one's state, and of what happened only what concerns jobs that are still known. The loop and its tables take no part
 * in it, so it costs them nothing but processor and disk. On the journal's own thread.
 */
final class Snapshots {
    private final Path directory;
    private final Reader reader;
    private final BooleanSupplier cancelled;

    /** Reads frames of the database by their numbers. */
    @FunctionalInterface
    interface Reader {
        void read(long from, long to, FrameLog.FrameVisitor visitor);
    }

    /** It is not wanted any more. */
    static final class CancelledException extends RuntimeException {
        private static final long serialVersionUID = 1;

        CancelledException() {
            super("the journal is being closed", null, false, false);
        }
    }

    Snapshots(Path directory, Reader reader, BooleanSupplier cancelled) {
        this.directory = directory;
        this.reader = reader;
        this.cancelled = cancelled;
    }

    /**
     * Takes one.
     *
     * @param before the last one, or null
     * @param seq the number of the last frame that it holds
     * @throws CancelledException if it is cancelled
     */
    SnapshotFile take(@Nullable SnapshotFile before, long seq) throws IOException {
        Machine machine = new Machine(0, new OutcomeListener() {}, 0);
        long[] last = new long[2];
        FrameLog.FrameVisitor fold = (frame, length) -> {
            stopIfCancelled();
            last[0] = FrameDecoder.time(frame);
            last[1] = Frame.longAt(frame, Frame.EPOCH);
            machine.foldTime(last[0]);
            FrameDecoder.decode(frame, length, machine.fold());
        };
        if (before != null) {
            before.state(fold);
        }
        reader.read(before == null ? 0 : before.seq() + 1, seq, fold);
        try (SnapshotFile.Writer writer = new SnapshotFile.Writer(directory)) {
            writeStory(machine, before, seq, writer);
            writer.beginState();
            FrameEncoder encoder = new FrameEncoder();
            encoder.begin(last[0], last[1]);
            machine.checkpoint(encoder);
            encoder.finish();
            writer.append(encoder.bytes(), encoder.length());
            return writer.finish(seq);
        }
    }

    private void writeStory(Machine machine, @Nullable SnapshotFile before, long seq, SnapshotFile.Writer writer)
            throws IOException {
        FrameEncoder encoder = new FrameEncoder();
        KnownJobs known =
                new KnownJobs(job -> machine.state().index.find(job, RowTable.NONE) != RowTable.NONE, encoder);
        FrameLog.FrameVisitor filter = (frame, length) -> {
            stopIfCancelled();
            encoder.begin(FrameDecoder.time(frame), Frame.longAt(frame, Frame.EPOCH));
            FrameDecoder.decode(frame, length, known);
            write(encoder, writer);
        };
        if (before != null) {
            before.story(filter);
        }
        reader.read(before == null ? 0 : before.seq() + 1, seq, filter);
        encoder.begin(machine.state().now(), 0);
        known.end();
        write(encoder, writer);
    }

    private static void write(FrameEncoder encoder, SnapshotFile.Writer writer) {
        encoder.finish();
        if (!encoder.isEmpty()) {
            try {
                writer.append(encoder.bytes(), encoder.length());
            } catch (IOException e) {
                throw new JournalException("a snapshot cannot be written: " + e.getMessage(), e);
            }
        }
    }

    private void stopIfCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancelledException();
        }
    }
}
