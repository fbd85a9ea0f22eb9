package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of hosts: what they have, what is free, and where they stand in the grid of their environment. Loop thread
 * only.
 */
public final class Hosts {
    private static final int ENVIRONMENT = 0;
    private static final int MODE = 1;
    private static final int FREE_MILLIVCPUS = 2;
    private static final int FREE_MEMORY = 3;
    private static final int FREE_GPUS = 4;
    private static final int FREE_DISK = 5;
    private static final int MILLIVCPUS = 6;
    private static final int MEMORY = 7;
    private static final int GPUS = 8;
    private static final int DISK = 9;
    private static final int CELL = 10;
    private static final int RESERVED = 11;

    // of what others hold, in rows of their own: nobody looks at them where a job is placed
    private static final int HELD_MILLIVCPUS = 0;
    private static final int HELD_MEMORY = 1;
    private static final int HELD_GPUS = 2;
    private static final int HELD_DISK = 3;

    /** No host under this number. */
    public static final int ABSENT = 0;
    /** Takes attempts. */
    public static final int ACTIVE = 1;
    /** Takes nothing new. */
    public static final int DRAINING = 2;
    /** Gone; its attempts are being ended. */
    public static final int LOST = 3;

    private final RowTable rows = new RowTable(16);
    private final RowTable held = new RowTable(4);
    private final List<String> names = new ArrayList<>();
    private int firstAbsent;
    private long version = 1;

    /** Changes whenever a host comes, goes or gets another capacity, and when other hosts than before may come. */
    public long version() {
        return version;
    }

    /** Other hosts than before may come. */
    public void possibleChanged() {
        version++;
    }

    /** The number that the next host gets: that of a host that is gone, or a new one. */
    public int nextNumber() {
        for (int host = firstAbsent; host < names.size(); host++) {
            if (mode(host) == ABSENT) {
                firstAbsent = host;
                return host;
            }
        }
        firstAbsent = names.size();
        return firstAbsent;
    }

    /** Takes a host in under a number from {@link #nextNumber}. */
    public void add(int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        while (names.size() <= host) {
            int row = rows.allocate();
            rows.set(row, CELL, RowTable.NONE);
            int unused = held.allocate();
            names.add("");
        }
        names.set(host, name);
        rows.set(host, ENVIRONMENT, environment);
        rows.set(host, MODE, ACTIVE);
        rows.set(host, RESERVED, 0);
        for (int field = FREE_MILLIVCPUS; field <= DISK; field++) {
            rows.set(host, field, 0);
        }
        resize(host, millivcpus, memoryMib, gpus, diskMib);
        held(host, 0, 0, 0, 0);
    }

    /** Gives a host another capacity; what is free changes by the difference and may become negative. */
    public void resize(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        change(host, MILLIVCPUS, FREE_MILLIVCPUS, millivcpus);
        change(host, MEMORY, FREE_MEMORY, memoryMib);
        change(host, GPUS, FREE_GPUS, gpus);
        change(host, DISK, FREE_DISK, diskMib);
        version++;
    }

    /** Others hold so much of it, beside its capacity, and give it back some time. */
    public void held(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        held.set(host, HELD_MILLIVCPUS, millivcpus);
        held.set(host, HELD_MEMORY, memoryMib);
        held.set(host, HELD_GPUS, gpus);
        held.set(host, HELD_DISK, diskMib);
        version++;
    }

    private void change(int host, int total, int free, int value) {
        rows.add(host, free, value - rows.get(host, total));
        rows.set(host, total, value);
    }

    /** Takes resources, or gives them back with {@code sign} -1. */
    public void take(int host, PlacementClass need, int sign) {
        rows.add(host, FREE_MILLIVCPUS, -sign * need.millivcpus());
        rows.add(host, FREE_MEMORY, -sign * need.memoryMib());
        rows.add(host, FREE_GPUS, -sign * need.gpus());
        rows.add(host, FREE_DISK, -sign * need.diskMib());
    }

    /** Whether what is free is enough of everything. */
    public boolean fits(int host, PlacementClass need) {
        return rows.get(host, FREE_MILLIVCPUS) >= need.millivcpus()
                && rows.get(host, FREE_MEMORY) >= need.memoryMib()
                && rows.get(host, FREE_GPUS) >= need.gpus()
                && rows.get(host, FREE_DISK) >= need.diskMib();
    }

    /** Whether it fits; of a multi-node job, whether a node of it does. */
    public boolean fitsInPart(int host, PlacementClass need) {
        if (!need.isGang()) {
            return fits(host, need);
        }
        for (int at = 0; at < need.nodes().size(); at++) {
            if (fits(host, need.nodes().get(at).each())) {
                return true;
            }
        }
        return false;
    }

    /** How many times what is free is enough of everything. */
    int times(int host, PlacementClass need) {
        long times = times(rows.get(host, FREE_MILLIVCPUS), need.millivcpus());
        times = Math.min(times, times(rows.get(host, FREE_MEMORY), need.memoryMib()));
        times = Math.min(times, times(rows.get(host, FREE_GPUS), need.gpus()));
        return (int) Math.max(0, Math.min(times, times(rows.get(host, FREE_DISK), need.diskMib())));
    }

    private static long times(int free, int need) {
        return need == 0 ? Integer.MAX_VALUE : free / need;
    }

    /** Whether the whole host would be enough, if others held nothing of it. */
    public boolean couldEverFit(int host, PlacementClass need) {
        return rows.get(host, MILLIVCPUS) + held.get(host, HELD_MILLIVCPUS) >= need.millivcpus()
                && rows.get(host, MEMORY) + held.get(host, HELD_MEMORY) >= need.memoryMib()
                && rows.get(host, GPUS) + held.get(host, HELD_GPUS) >= need.gpus()
                && (long) rows.get(host, DISK) + held.get(host, HELD_DISK) >= need.diskMib();
    }

    /** Whether what the whole host has for us would be enough. */
    public boolean couldFit(int host, PlacementClass need) {
        return rows.get(host, MILLIVCPUS) >= need.millivcpus()
                && rows.get(host, MEMORY) >= need.memoryMib()
                && rows.get(host, GPUS) >= need.gpus()
                && rows.get(host, DISK) >= need.diskMib();
    }

    /** One more than the largest number of a host. */
    public int limit() {
        return names.size();
    }

    public String name(int host) {
        return names.get(host);
    }

    public int environment(int host) {
        return rows.get(host, ENVIRONMENT);
    }

    public int mode(int host) {
        return rows.get(host, MODE);
    }

    public void mode(int host, int mode) {
        rows.set(host, MODE, mode);
        version++;
        if (mode == ABSENT && host < firstAbsent) {
            firstAbsent = host;
        }
    }

    /** Whether it is kept for a job and takes no others but those that are gone in time. */
    public boolean isReserved(int host) {
        return rows.get(host, RESERVED) != 0;
    }

    public void reserved(int host, boolean reserved) {
        rows.set(host, RESERVED, reserved ? 1 : 0);
    }

    public int freeMillivcpus(int host) {
        return rows.get(host, FREE_MILLIVCPUS);
    }

    public int freeMemoryMib(int host) {
        return rows.get(host, FREE_MEMORY);
    }

    public int freeGpus(int host) {
        return rows.get(host, FREE_GPUS);
    }

    public int freeDiskMib(int host) {
        return rows.get(host, FREE_DISK);
    }

    public int millivcpus(int host) {
        return rows.get(host, MILLIVCPUS);
    }

    public int memoryMib(int host) {
        return rows.get(host, MEMORY);
    }

    public int gpus(int host) {
        return rows.get(host, GPUS);
    }

    public int diskMib(int host) {
        return rows.get(host, DISK);
    }

    /** Whether others hold something of it. */
    public boolean isHeldInPart(int host) {
        return (heldMillivcpus(host) | heldMemoryMib(host) | heldGpus(host) | heldDiskMib(host)) != 0;
    }

    public int heldMillivcpus(int host) {
        return held.get(host, HELD_MILLIVCPUS);
    }

    public int heldMemoryMib(int host) {
        return held.get(host, HELD_MEMORY);
    }

    public int heldGpus(int host) {
        return held.get(host, HELD_GPUS);
    }

    public int heldDiskMib(int host) {
        return held.get(host, HELD_DISK);
    }

    int cell(int host) {
        return rows.get(host, CELL);
    }

    void cell(int host, int cell) {
        rows.set(host, CELL, cell);
    }
}
