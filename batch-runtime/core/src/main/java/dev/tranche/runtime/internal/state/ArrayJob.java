package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * What an array job is beyond its row: a cursor over the children that have not been started, lazy bit sets of those that
 * have ended, and the rows of the few that live. Loop thread only.
 */
public final class ArrayJob {
    private static final int[] NO_ROWS = {};
    private static final long[] NO_BITS = {};

    private final int size;
    private int cursor;
    private int started;
    private EndCause stopCause = EndCause.ATTEMPT;
    private String stopReason = "";
    private int failureLimit = Integer.MAX_VALUE;
    private int succeeded;
    private int failed;
    private long[] succeededBits = NO_BITS;
    private long[] failedBits = NO_BITS;
    private long[] inheritedBits = NO_BITS;
    private int[] live = NO_ROWS;
    private int liveCount;
    private int untold;
    /** Rows of the arrays whose child of the same index each child waits for. */
    private int[] eachOf = NO_ROWS;
    /** Numbers of the arrays whose children wait for the child of the same index here. */
    private long[] eachBy = NO_BITS;

    /** An array of so many children. */
    public ArrayJob(int size) {
        this.size = size;
    }

    public int size() {
        return size;
    }

    /** The first child that the lane has not given out. */
    public int cursor() {
        return cursor;
    }

    public void cursor(int index) {
        cursor = index;
    }

    /** How many children have had an attempt. */
    public int started() {
        return started;
    }

    public void childStarted() {
        started++;
    }

    public int succeeded() {
        return succeeded;
    }

    public int failed() {
        return failed;
    }

    public int ended() {
        return succeeded + failed;
    }

    public boolean hasSucceeded(int index) {
        return bit(succeededBits, index);
    }

    public boolean hasFailed(int index) {
        return bit(failedBits, index);
    }

    /** Whether a child was taken over from an earlier array. */
    public boolean hasInherited(int index) {
        return bit(inheritedBits, index);
    }

    public boolean hasEnded(int index) {
        return hasSucceeded(index) || hasFailed(index);
    }

    /** Notes that a child has ended. */
    public void end(int index, boolean success) {
        if (success) {
            succeeded++;
            succeededBits = with(succeededBits, index);
        } else {
            failed++;
            failedBits = with(failedBits, index);
        }
    }

    /** Notes which children had succeeded in the array that this one runs again, and so have here. */
    public void inherit(long[] children) {
        inheritedBits = children;
        succeededBits = children.clone();
        succeeded = count(children);
    }

    /** A bit for each child that was taken over from an earlier array; the array is not to be changed. */
    public long[] inheritedBits() {
        return inheritedBits;
    }

    /** Makes it what it was when a checkpoint was written. */
    public void restore(int cursorThen, int startedThen, long[] succeededThen, long[] failedThen) {
        cursor = cursorThen;
        started = startedThen;
        succeededBits = succeededThen;
        failedBits = failedThen;
        succeeded = count(succeededThen);
        failed = count(failedThen);
    }

    /** A bit for each child that has succeeded; the array is not to be changed. */
    public long[] succeededBits() {
        return succeededBits;
    }

    /** A bit for each child that has failed; the array is not to be changed. */
    public long[] failedBits() {
        return failedBits;
    }

    /** After how many failures no further child is started; without a limit beyond its size. */
    public int failureLimit() {
        return failureLimit;
    }

    public void failureLimit(int failures) {
        failureLimit = failures;
    }

    /** Notes why no further child is started. */
    public void stop(EndCause cause, String reason) {
        stopCause = cause;
        stopReason = reason;
    }

    /** The cause of its stop, {@link EndCause#ATTEMPT} for an array that has not been stopped. */
    public EndCause stopCause() {
        return stopCause;
    }

    /** Why it was stopped, empty for an array that has not been. */
    public String stopReason() {
        return stopReason;
    }

    /** Notes that all children have failed that have neither ended nor a row. */
    public void failUnborn(Jobs jobs) {
        long[] born = new long[(size + 63) >>> 6];
        for (int place = 0; place < liveCount; place++) {
            int index = jobs.index(live[place]);
            born[index >>> 6] |= 1L << index;
        }
        failedBits = Arrays.copyOf(failedBits, born.length);
        for (int word = 0; word < born.length; word++) {
            long real = word == born.length - 1 && (size & 63) != 0 ? (1L << size) - 1 : -1L;
            long done = failedBits[word] | (word < succeededBits.length ? succeededBits[word] : 0);
            long unborn = real & ~born[word] & ~done;
            failed += Long.bitCount(unborn);
            failedBits[word] |= unborn;
        }
        cursor = size;
    }

    /** How many children have a row. */
    public int live() {
        return liveCount;
    }

    /** The row of a live child, by its place from 0. */
    public int liveRow(int place) {
        return live[place];
    }

    /** Takes in the row of a child; its place is noted in the row. */
    public void addLive(Jobs jobs, int row) {
        if (liveCount == live.length) {
            live = Arrays.copyOf(live, Math.max(4, liveCount * 2));
        }
        jobs.array(row, liveCount);
        live[liveCount++] = row;
    }

    /** Takes out the row of a child; the last one takes its place. */
    public void removeLive(Jobs jobs, int row) {
        int place = jobs.array(row);
        int last = live[--liveCount];
        live[place] = last;
        jobs.array(last, place);
        jobs.array(row, NONE);
    }

    /** Counts a child that has ended while its row stays, since what waits for it has not been told. */
    public void addUntold() {
        untold++;
    }

    /** Counts one less: what waited for it has been told. */
    public void removeUntold() {
        untold--;
    }

    /** Whether it has to stay known though it has ended: children of others wait for its own, or have not been told. */
    public boolean holdsBack() {
        return untold > 0 || eachBy.length > 0;
    }

    /** Makes each child wait for the child of the same index of another array. */
    public void waitForEachOf(int arrayRow) {
        eachOf = Arrays.copyOf(eachOf, eachOf.length + 1);
        eachOf[eachOf.length - 1] = arrayRow;
    }

    /** The rows of the arrays that the children wait for, child by child. */
    public int[] eachOf() {
        return eachOf;
    }

    /** Ends the waiting child by child: all children are decided. */
    public void forgetEachOf() {
        eachOf = NO_ROWS;
    }

    /** Notes an array whose children wait for the children of this one. */
    public void addEachBy(long number) {
        eachBy = Arrays.copyOf(eachBy, eachBy.length + 1);
        eachBy[eachBy.length - 1] = number;
    }

    /** The numbers of the arrays whose children wait for the children of this one. */
    public long[] eachBy() {
        return eachBy;
    }

    /** Forgets one that no longer waits. */
    public void removeEachBy(long number) {
        eachBy = Arrays.stream(eachBy).filter(each -> each != number).toArray();
    }

    private static int count(long[] bits) {
        int count = 0;
        for (long word : bits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    private static boolean bit(long[] bits, int index) {
        return index >>> 6 < bits.length && (bits[index >>> 6] & 1L << index) != 0;
    }

    private long[] with(long[] bits, int index) {
        long[] wide = index >>> 6 < bits.length
                ? bits
                : Arrays.copyOf(bits, Math.min((size + 63) >>> 6, Math.max((index >>> 6) + 1, bits.length * 2)));
        wide[index >>> 6] |= 1L << index;
        return wide;
    }
}
