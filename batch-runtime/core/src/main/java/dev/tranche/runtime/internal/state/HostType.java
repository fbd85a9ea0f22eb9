package dev.tranche.runtime.internal.state;

/**
 * A kind of host that an environment can be given more of; AWS: an instance type.
 *
 * @param name its name in the environment
 * @param millivcpus processors of a host, in thousandths; what it counts for against the most that there may be
 * @param memoryMib memory of a host
 * @param gpus whole GPUs of a host
 * @param diskMib disk of a host
 * @param microDollarsPerHour what a host costs, in millionths of a dollar an hour; 0 if it costs nothing
 * @param edition what a host of it starts from: what was measured of one edition is not believed of another
 */
public record HostType(
        String name, int millivcpus, int memoryMib, int gpus, int diskMib, long microDollarsPerHour, String edition) {
    /** A type of which there is one edition. */
    public HostType(String name, int millivcpus, int memoryMib, int gpus, int diskMib, long microDollarsPerHour) {
        this(name, millivcpus, memoryMib, gpus, diskMib, microDollarsPerHour, "");
    }

    /** The same with what a host of this type had when it joined; what it counts for and costs stays. */
    HostType measured(int itsMemoryMib, int itsGpus, int itsDiskMib) {
        return new HostType(name, millivcpus, itsMemoryMib, itsGpus, itsDiskMib, microDollarsPerHour, edition);
    }

    /** Whether an empty host would be enough. */
    public boolean fits(PlacementClass need) {
        return millivcpus >= need.millivcpus()
                && memoryMib >= need.memoryMib()
                && gpus >= need.gpus()
                && diskMib >= need.diskMib();
    }

    /** Whether it would; of a multi-node job, whether it would be for a node of it. */
    public boolean fitsInPart(PlacementClass need) {
        return need.isGang() ? need.nodes().stream().anyMatch(nodes -> fits(nodes.each())) : fits(need);
    }

    /** What is free on an empty host. */
    public Vacancy vacancy() {
        return new Vacancy(millivcpus, memoryMib, gpus, diskMib);
    }
}
