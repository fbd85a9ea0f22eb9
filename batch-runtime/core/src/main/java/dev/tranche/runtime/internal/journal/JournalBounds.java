package dev.tranche.runtime.internal.journal;

/**
 * How long the parts of a journal may become.
 *
 * @param checkpointBytes how much is written to SQLite's write-ahead log before the journal's thread moves it into the database
 * @param walBytes how long that log may be before the thread that commits moves the rest itself. Then it is begun anew, and a
 *     commit over what was written before is cheaper than one that makes the file longer
 * @param snapshotBytes how much is committed before a snapshot takes its place, or as much as the last one has if that is more
 */
public record JournalBounds(long checkpointBytes, long walBytes, long snapshotBytes) {
    /** What holds outside of tests. */
    public static final JournalBounds DEFAULT = new JournalBounds(4L << 20, 16L << 20, 64L << 20);

    /** The same with snapshots after so many bytes. */
    public JournalBounds snapshots(long bytes) {
        return new JournalBounds(checkpointBytes, walBytes, bytes);
    }
}
