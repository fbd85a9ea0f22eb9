package dev.tranche.runtime.simulation;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.spi.HostType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Pretend hosts that come when they are wanted, and go when they are idle.
 *
 * @param environment where
 * @param bootMicros from the request of a host until it joins
 * @param types what can be had
 */
record HostOffer(ManagedEnvironment environment, long bootMicros, List<HostType> types) {
    HostOffer {
        Set<String> names = new HashSet<>();
        for (HostType type : types) {
            if (!names.add(type.name())) {
                throw new IllegalArgumentException(
                        "environment " + environment.name() + " is offered type " + type.name() + " twice");
            }
        }
    }
}
