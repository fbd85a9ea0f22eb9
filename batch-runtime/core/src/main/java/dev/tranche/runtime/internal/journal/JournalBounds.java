package dev.tranche.runtime.internal.journal;

/**
 * How long the parts of a journal may become.
 *
 * @param checkpointBytes how much is committed before SQLite's write-ahead log is moved into the database by the journal's thread
 * @param walBytes how long that log may be before the thread that commits moves it itself
 * @param snapshotBytes how much is committed before a snapshot takes its place, or as much as the last one has if that is more
 */
public record JournalBounds(long checkpointBytes, long walBytes, long snapshotBytes) {
    /** What holds outside of tests. */
    public static final JournalBounds DEFAULT = new JournalBounds(4L << 20, 64L << 20, 64L << 20);

    /** The same with snapshots after so many bytes. */
    public JournalBounds snapshots(long bytes) {
        return new JournalBounds(checkpointBytes, walBytes, bytes);
    }
}
