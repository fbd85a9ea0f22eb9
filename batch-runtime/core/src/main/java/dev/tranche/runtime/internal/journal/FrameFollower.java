package dev.tranche.runtime.internal.journal;

/** Somebody who reads what is committed to a journal, in his own time. Called by the thread that appends. */
public interface FrameFollower {
    /** Reads nothing. */
    FrameFollower NOBODY = new FrameFollower() {
        @Override
        public void committed(int length) {}

        @Override
        public long needsFrom() {
            return Long.MAX_VALUE;
        }
    };

    /** A frame of so many bytes is on the disk. */
    void committed(int length);

    /** The number of the first frame that he has not read for good: it and those behind it stay, whatever a snapshot holds. */
    long needsFrom();
}
