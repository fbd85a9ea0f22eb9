package dev.tranche.runtime.simulation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * A host that a managed environment was given.
 *
 * @param environment the environment
 * @param host the host's name
 * @param type its type
 * @param launched when it was asked for, from the beginning of the simulation
 * @param ended when it ended or was lost, if it did
 * @param dollars what it cost until then, or until now
 */
public record HostLaunch(
        String environment, String host, String type, Duration launched, Optional<Duration> ended, BigDecimal dollars) {
    @Override
    public String toString() {
        return host + " (" + type + ") in " + environment + " from " + Spoken.of(launched)
                + ended.map(end -> " to " + Spoken.of(end)).orElse(" on") + ", $" + dollars;
    }
}
