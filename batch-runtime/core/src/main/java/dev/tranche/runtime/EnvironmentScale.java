package dev.tranche.runtime;

import java.math.BigDecimal;

/**
 * How large a managed environment is now, and what it costs.
 *
 * @param hosts how many hosts have joined, those that are about to end included
 * @param booting how many hosts were given and have not joined
 * @param asked how many hosts were asked for and have not been given yet
 * @param vcpus what all of them have at the most; AWS: {@code desiredvCpus}
 * @param dollarsPerHour what all of them cost at the most, in US dollars an hour
 * @param dollars what hosts have cost so far, those that have ended included, in US dollars; since the runtime was opened for the
 *     first time
 */
public record EnvironmentScale(
        int hosts, int booting, int asked, int vcpus, BigDecimal dollarsPerHour, BigDecimal dollars) {
    @Override
    public String toString() {
        return hosts + (hosts == 1 ? " host, " : " hosts, ") + booting + " boot, " + asked + " asked for; " + vcpus
                + " vCPU at $" + dollarsPerHour + " an hour, $" + dollars + " so far";
    }
}
