package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one environment by what is free on them: a grid of 64 x 64 log-linear classes of free vCPUs and free
 * memory, one bit for each cell that holds hosts.
 *
 * <p>A host in a cell above the wanted class in both directions is certain to fit, so the best of them is two
 * {@code numberOfTrailingZeros} away. Hosts in the wanted row or column may or may not fit and are looked at one by one: at
 * most {@value #PROBES} of them while there is hope for a certain one, and all of them before the answer is "none", so the
 * answer is exact. A class that fits nowhere is not asked for again until a host grows, which pays for that. Of the hosts of a
 * cell the one with the least number comes first, however they came there: what is decided follows from what is free, and not
 * from the way to it. What a placement costs from ten hosts to ten thousand, {@code machine.LifecycleBenchmark} measures. Loop
 * thread only.
 */
public final class HostGrid {
    private static final int CLASSES = 64;
    private static final int VCPU_UNIT_BITS = 8;
    private static final int MEMORY_UNIT_BITS = 7;
    private static final int PROBES = 16;
    private static final int UNDECIDED = -2;
    private static final int MOST_CHANGES_UNASKED = 1 << 16;

    private final Hosts hosts;
    /** For each cell a bit for each of its hosts; null where there never was one. */
    private final @Nullable BitSet[] cells = new @Nullable BitSet[CLASSES * CLASSES];
    /** For each class of vCPUs, the classes of memory that have hosts. */
    private final long[] memoryClasses = new long[CLASSES];
    /** The classes of vCPUs that have hosts. */
    private long vcpuClasses;

    private int size;
    /** How many of a few classes have room, for multi-node jobs that wait. */
    private final List<Room> rooms = new ArrayList<>();

    public HostGrid(Hosts hosts) {
        this.hosts = hosts;
    }

    /** How many hosts stand in the grid. */
    public int size() {
        return size;
    }

    public void add(int host) {
        int cell = cellOf(host);
        hosts.cell(host, cell);
        in(cell).set(host);
        memoryClasses[cell / CLASSES] |= 1L << (cell % CLASSES);
        vcpuClasses |= 1L << (cell / CLASSES);
        size++;
        count(host, true);
    }

    public void remove(int host) {
        int cell = hosts.cell(host);
        BitSet there = in(cell);
        there.clear(host);
        hosts.cell(host, NONE);
        size--;
        count(host, false);
        if (there.isEmpty()) {
            clear(cell / CLASSES, cell % CLASSES);
        }
    }

    /** Moves a host to the cell of what is free on it now. Nothing to do for one that is not in the grid. */
    public void update(int host) {
        int cell = hosts.cell(host);
        if (cell == NONE) {
            return;
        }
        if (cell == cellOf(host)) {
            count(host, true);
        } else {
            remove(host);
            add(host);
        }
    }

    /**
     * How many of a class have room on all hosts together. Counted once and then kept up to date for as long as somebody
     * goes on asking.
     */
    public long room(PlacementClass need) {
        for (int at = 0; at < rooms.size(); at++) {
            if (rooms.get(at).need().equals(need)) {
                return rooms.get(at).ask();
            }
        }
        Room room = new Room(need);
        for (BitSet cell : cells) {
            if (cell != null) {
                cell.stream().forEach(host -> room.update(hosts, host, true));
            }
        }
        rooms.add(room);
        return room.ask();
    }

    /** For how many classes the room is counted: what a test bounds. */
    int counted() {
        return rooms.size();
    }

    private void count(int host, boolean inGrid) {
        for (int at = rooms.size() - 1; at >= 0; at--) {
            Room room = rooms.get(at);
            room.update(hosts, host, inGrid);
            if (room.changesSinceAsked() > MOST_CHANGES_UNASKED) {
                rooms.remove(at);
            }
        }
    }

    /** The host that is left with least free vCPUs, then memory, of those with room; or {@link RowTable#NONE}. */
    public int bestFit(PlacementClass need) {
        int host = search(need, PROBES);
        return host == UNDECIDED ? search(need, Integer.MAX_VALUE) : host;
    }

    /** As {@link #bestFit}; with too few probes, {@link #UNDECIDED} instead of none. */
    private int search(PlacementClass need, int probes) {
        int vcpuClass = classOf(need.millivcpus() >>> VCPU_UNIT_BITS);
        int memoryClass = classOf(need.memoryMib() >>> MEMORY_UNIT_BITS);
        boolean plain = need.gpus() == 0 && need.diskMib() == 0;
        int left = probes;
        for (long rows = vcpuClasses & -1L << vcpuClass; rows != 0; rows &= rows - 1) {
            int row = Long.numberOfTrailingZeros(rows);
            for (long cells = memoryClasses[row] & -1L << memoryClass; cells != 0; cells &= cells - 1) {
                int column = Long.numberOfTrailingZeros(cells);
                BitSet there = in(row * CLASSES + column);
                int host = there.nextSetBit(0);
                if (plain && certain(row, vcpuClass) && certain(column, memoryClass)) {
                    return host;
                }
                for (; host != NONE && left > 0; host = there.nextSetBit(host + 1)) {
                    if (hosts.fits(host, need)) {
                        return host;
                    }
                    left--;
                }
            }
        }
        return left > 0 ? NONE : UNDECIDED;
    }

    /** The last class holds everything above it, so nothing is certain there. */
    private static boolean certain(int found, int wanted) {
        return found > wanted && wanted < CLASSES - 1;
    }

    private BitSet in(int cell) {
        BitSet there = cells[cell];
        if (there == null) {
            there = new BitSet();
            cells[cell] = there;
        }
        return there;
    }

    private void clear(int row, int column) {
        memoryClasses[row] &= ~(1L << column);
        if (memoryClasses[row] == 0) {
            vcpuClasses &= ~(1L << row);
        }
    }

    private int cellOf(int host) {
        int row = classOf(Math.max(0, hosts.freeMillivcpus(host)) >>> VCPU_UNIT_BITS);
        int column = classOf(Math.max(0, hosts.freeMemoryMib(host)) >>> MEMORY_UNIT_BITS);
        return row * CLASSES + column;
    }

    /** Log-linear: the class of a value is its exponent and its next two bits. Monotone; values below 4 are exact. */
    private static int classOf(int value) {
        if (value < 4) {
            return value;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(value);
        return Math.min(CLASSES - 1, (exponent - 1) * 4 + (value >>> (exponent - 2) & 3));
    }
}
