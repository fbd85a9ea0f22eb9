package dev.tranche.runtime.simulation;

/**
 * The vCPUs of an environment, in thousandths.
 *
 * @param used those given to attempts
 * @param offered those of its hosts
 */
record EnvironmentUse(Usage used, Usage offered) {
    EnvironmentUse() {
        this(new Usage(), new Usage());
    }

    void restart(long now) {
        used.restart(now);
        offered.restart(now);
    }

    VcpuUse until(long now, double seconds) {
        return VcpuUse.of(used, offered, now, seconds);
    }
}
