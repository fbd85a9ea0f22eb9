package dev.tranche.runtime.docker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The clock of an engine, read here: what was measured once is added to the clock of this machine, so that times that we
 * say and times that the engine says can be compared.
 *
 * @param here the clock of this machine
 * @param ahead how much the engine's clock is ahead of it
 */
record EngineClock(Clock here, Duration ahead) {
    static EngineClock of(ContainerEngine engine, Clock here) {
        Instant before = here.instant();
        Instant there = engine.time();
        Duration travel = Duration.between(before, here.instant()).dividedBy(2);
        return new EngineClock(here, Duration.between(before.plus(travel), there));
    }

    Instant now() {
        return here.instant().plus(ahead);
    }
}
