package dev.tranche.runtime.internal.state;

/** What will be free on a host that is not there yet; jobs that wait are counted into it, so that no host is asked for twice. */
public final class Vacancy {
    private int millivcpus;
    private int memoryMib;
    private int gpus;
    private int diskMib;

    Vacancy(int millivcpus, int memoryMib, int gpus, int diskMib) {
        this.millivcpus = millivcpus;
        this.memoryMib = memoryMib;
        this.gpus = gpus;
        this.diskMib = diskMib;
    }

    /** The same as it is now. */
    public Vacancy copy() {
        return new Vacancy(millivcpus, memoryMib, gpus, diskMib);
    }

    /** How many times it is enough of everything, at least 0. */
    public int times(PlacementClass need) {
        int times = times(millivcpus, need.millivcpus());
        times = Math.min(times, times(memoryMib, need.memoryMib()));
        times = Math.min(times, times(gpus, need.gpus()));
        return Math.min(times, times(diskMib, need.diskMib()));
    }

    private static int times(int free, int need) {
        return need == 0 ? Integer.MAX_VALUE : free / need;
    }

    /** Takes what so many need; there has to be enough. */
    public void take(PlacementClass need, int count) {
        millivcpus -= count * need.millivcpus();
        memoryMib -= count * need.memoryMib();
        gpus -= count * need.gpus();
        diskMib -= count * need.diskMib();
    }
}
