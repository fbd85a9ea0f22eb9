package dev.tranche.runtime.simulation;

/** How much of a host is given away, in milli-vCPU. */
final class HostUse {
    private final EnvironmentUse environment;
    private final int capacity;
    private int used;

    HostUse(EnvironmentUse environment, int capacity) {
        this.environment = environment;
        this.capacity = capacity;
    }

    int capacity() {
        return capacity;
    }

    int free() {
        return capacity - used;
    }

    void change(long now, int by) {
        used += by;
        environment.used().change(now, by);
    }
}
