package dev.tranche.runtime.spi;

/**
 * A kind of host that a backend can get more of; AWS: an instance type.
 *
 * @param name its name in the environment, like {@code m7i.large}
 * @param capacity what an empty host can hold of jobs: cautious, until a host of the type has joined and says itself
 * @param microDollarsPerHour what a host costs, in millionths of a dollar an hour; 0 if it costs nothing
 * @param edition what its hosts start from, like a machine image; what hosts of one edition had is not believed of another. Empty
 *     if there is only one
 */
public record HostType(String name, Capacity capacity, long microDollarsPerHour, String edition) {
    /**
     * A type of which there is one edition.
     *
     * @param name its name in the environment
     * @param capacity what an empty host can hold of jobs
     * @param microDollarsPerHour what a host costs, in millionths of a dollar an hour
     */
    public HostType(String name, Capacity capacity, long microDollarsPerHour) {
        this(name, capacity, microDollarsPerHour, "");
    }

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the name is empty, the host has no processors, or the price is negative or a
     *     thousand dollars and more
     */
    public HostType {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a type of host needs a name: '" + name + "'");
        }
        if (capacity.millivcpus() == 0) {
            throw new IllegalArgumentException("a host of type " + name + " needs processors: " + capacity);
        }
        if (microDollarsPerHour < 0 || microDollarsPerHour >= 1_000_000_000) {
            throw new IllegalArgumentException("a host of type " + name
                    + " costs from 0 to below 1,000 dollars an hour: " + microDollarsPerHour / 1e6);
        }
    }
}
