package dev.tranche.runtime;

/** Something that goes on being told until it is closed. Any thread may close it; a second close does nothing. */
public interface Subscription extends AutoCloseable {
    /** Ends it. What is being delivered at this moment is still delivered. */
    @Override
    void close();
}
