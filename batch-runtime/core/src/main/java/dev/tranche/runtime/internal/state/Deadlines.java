package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The deadlines of jobs, at most one for each, in a hierarchical timing wheel.
 *
 * <p>Five levels of 256 slots over ticks of 1,024 microseconds reach 35 years. A deadline stands on the level of the
 * highest eight bits in which its tick differs from the current one, so arming and disarming cost O(1) and each entry moves
 * down at most four times. Ticks only sort entries into slots: a deadline is due at its exact microsecond, and those that
 * are due come in the order (deadline, number, index), whatever order they were armed in. Loop thread only.
 *
 * <p>After G. Varghese and T. Lauck, Hashed and Hierarchical Timing Wheels, SOSP 1987, scheme 7.
 */
public final class Deadlines {
    private static final int LEVELS = 5;
    private static final int SLOT_BITS = 8;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int TICK_BITS = 10;
    private static final long MAX_TICK = (1L << (LEVELS * SLOT_BITS)) - 1;

    private static final int TIME = 0;
    private static final int JOB = 2;
    private static final int SLOT = 3;
    private static final int PREVIOUS = 4;
    private static final int NEXT = 5;

    private final Jobs jobs;
    private final RowTable rows = new RowTable(8);
    private final int[] heads = new int[LEVELS * SLOTS];
    private final long[] occupied = new long[LEVELS * SLOTS / Long.SIZE];
    private long tick;

    public Deadlines(Jobs jobs) {
        this.jobs = jobs;
        Arrays.fill(heads, NONE);
    }

    /** How many deadlines are armed. */
    public int size() {
        return rows.size();
    }

    /** Moves an empty wheel to the present, so that what is armed next is sorted from here. */
    public void present(long nowMicros) {
        if (rows.size() == 0) {
            tick = nowMicros >>> TICK_BITS;
        }
    }

    /** Arms the deadline of a job that has none. */
    public void arm(int job, long micros) {
        int entry = rows.allocate();
        rows.setLong(entry, TIME, micros);
        rows.set(entry, JOB, job);
        jobs.deadline(job, entry);
        link(entry);
    }

    /** Disarms the deadline of a job, if it has one. */
    public void disarm(int job) {
        int entry = jobs.deadline(job);
        if (entry != NONE) {
            jobs.deadline(job, NONE);
            unlink(entry);
            rows.free(entry);
        }
    }

    /** The deadline of a job that has one, in micros since 1970. */
    public long of(int job) {
        return rows.getLong(jobs.deadline(job), TIME);
    }

    /**
     * Gives the jobs whose deadlines are due, in order, at most {@code limit} and the rest of their slot. They stay armed:
     * what is done with a job disarms it.
     *
     * @return whether more may be due
     */
    public boolean due(long nowMicros, int limit, IntConsumer job) {
        long target = nowMicros >>> TICK_BITS;
        int given = 0;
        while (rows.size() > 0) {
            int slot = nextSlot();
            long start = start(slot);
            if (start > target) {
                break;
            }
            tick = Math.max(tick, start);
            if (slot >= SLOTS) {
                cascade(slot);
                continue;
            }
            int before = given;
            given += giveDue(slot, nowMicros, job);
            if (given >= limit) {
                return true;
            }
            if (given == before || heads[slot] != NONE) {
                break;
            }
        }
        tick = Math.max(tick, target);
        return false;
    }

    /** A time not after the first deadline, and close to it; {@link Long#MAX_VALUE} if there is none. */
    public long next() {
        if (rows.size() == 0) {
            return Long.MAX_VALUE;
        }
        int slot = nextSlot();
        return slot < SLOTS ? earliest(slot) : start(slot) << TICK_BITS;
    }

    private int giveDue(int slot, long nowMicros, IntConsumer job) {
        int[] due = new int[8];
        int count = 0;
        for (int entry = heads[slot]; entry != NONE; entry = rows.get(entry, NEXT)) {
            if (rows.getLong(entry, TIME) <= nowMicros) {
                due = count == due.length ? Arrays.copyOf(due, count * 2) : due;
                due[count++] = entry;
            }
        }
        int[] sorted = Arrays.stream(due, 0, count)
                .boxed()
                .sorted(this::compare)
                .mapToInt(entry -> rows.get(entry, JOB))
                .toArray();
        for (int each : sorted) {
            job.accept(each);
        }
        return count;
    }

    private int compare(int left, int right) {
        int byTime = Long.compare(rows.getLong(left, TIME), rows.getLong(right, TIME));
        int a = rows.get(left, JOB);
        int b = rows.get(right, JOB);
        int byNumber = byTime != 0 ? byTime : Long.compare(jobs.number(a), jobs.number(b));
        return byNumber != 0 ? byNumber : Integer.compare(jobs.index(a), jobs.index(b));
    }

    private long earliest(int slot) {
        long earliest = Long.MAX_VALUE;
        for (int entry = heads[slot]; entry != NONE; entry = rows.get(entry, NEXT)) {
            earliest = Math.min(earliest, rows.getLong(entry, TIME));
        }
        return earliest;
    }

    /** Spreads a slot of a higher level over the lower ones; the wheel stands at its start. */
    private void cascade(int slot) {
        int entry = heads[slot];
        heads[slot] = NONE;
        occupied[slot >>> 6] &= ~(1L << slot);
        while (entry != NONE) {
            int next = rows.get(entry, NEXT);
            link(entry);
            entry = next;
        }
    }

    private void link(int entry) {
        long at = Math.min(Math.max(rows.getLong(entry, TIME) >>> TICK_BITS, tick), tick | MAX_TICK);
        int level = at == tick ? 0 : (63 - Long.numberOfLeadingZeros(at ^ tick)) / SLOT_BITS;
        int slot = level * SLOTS + (int) (at >>> (level * SLOT_BITS) & (SLOTS - 1));
        int head = heads[slot];
        rows.set(entry, SLOT, slot);
        rows.set(entry, PREVIOUS, NONE);
        rows.set(entry, NEXT, head);
        if (head != NONE) {
            rows.set(head, PREVIOUS, entry);
        }
        heads[slot] = entry;
        occupied[slot >>> 6] |= 1L << slot;
    }

    private void unlink(int entry) {
        int slot = rows.get(entry, SLOT);
        int before = rows.get(entry, PREVIOUS);
        int after = rows.get(entry, NEXT);
        if (before == NONE) {
            heads[slot] = after;
        } else {
            rows.set(before, NEXT, after);
        }
        if (after != NONE) {
            rows.set(after, PREVIOUS, before);
        }
        if (heads[slot] == NONE) {
            occupied[slot >>> 6] &= ~(1L << slot);
        }
    }

    /** The first occupied slot: on each level those at or after the wheel's position, the lowest level first. */
    private int nextSlot() {
        for (int level = 0; level < LEVELS; level++) {
            int position = (int) (tick >>> (level * SLOT_BITS) & (SLOTS - 1));
            int slot = firstOccupied(level * SLOTS + position, (level + 1) * SLOTS);
            if (slot != NONE) {
                return slot;
            }
        }
        throw new IllegalStateException(rows.size() + " deadlines, but every slot is empty");
    }

    private int firstOccupied(int from, int to) {
        for (int word = from >>> 6; word < to >>> 6; word++) {
            long bits = occupied[word] & (word == from >>> 6 ? -1L << from : -1L);
            if (bits != 0) {
                return (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return NONE;
    }

    /** The first tick of a slot. */
    private long start(int slot) {
        int shift = slot / SLOTS * SLOT_BITS;
        long above = tick >>> (shift + SLOT_BITS) << (shift + SLOT_BITS);
        return above | ((long) (slot % SLOTS) << shift);
    }
}
