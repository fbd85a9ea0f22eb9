package dev.tranche.runtime.spi;

/**
 * A host of a compute environment.
 *
 * @param environment the environment's name
 * @param name the host's name in it: a machine, an engine, an instance id
 */
public record HostId(String environment, String name) {
    /**
     * Checks that both parts are there.
     *
     * @throws IllegalArgumentException if one of them is empty
     */
    public HostId {
        if (environment.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a host needs an environment and a name: '" + environment + "', '" + name + "'");
        }
    }

    @Override
    public String toString() {
        return environment + "/" + name;
    }
}
