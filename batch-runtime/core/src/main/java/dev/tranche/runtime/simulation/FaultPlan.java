package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.MemorySize;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sentence about faults.
 *
 * @param environment where
 * @param fromMicros when they begin
 * @param untilMicros when they are over
 * @param hosts what happens to hosts
 * @param attempts what happens to attempts
 * @param reports what happens to reports
 */
record FaultPlan(
        ComputeEnvironment environment,
        long fromMicros,
        long untilMicros,
        Hosts hosts,
        Attempts attempts,
        Reports reports) {
    /** Whether there are no hosts of a type. */
    boolean refuses(String type, long nowMicros) {
        return isActive(nowMicros) && hosts.withoutCapacity().contains(type);
    }

    boolean isActive(long nowMicros) {
        return fromMicros <= nowMicros && nowMicros < untilMicros;
    }

    /**
     * A host is lost.
     *
     * @param atMicros when
     * @param host which, or empty for one that is drawn
     */
    record Loss(long atMicros, Optional<String> host) {}

    /**
     * What happens to hosts.
     *
     * @param losses those at a time
     * @param interruptionsPerHour those at a rate, for each host; 0 for none
     * @param replacedAfterMicros {@link Micros#NEVER} for not at all
     * @param withoutCapacity the types of which none are given
     */
    record Hosts(
            List<Loss> losses, double interruptionsPerHour, long replacedAfterMicros, Set<String> withoutCapacity) {}

    /**
     * What happens to attempts.
     *
     * @param failures with which probability they fail
     * @param exitCode with which exit code
     * @param startFailures with which probability they do not start
     * @param slowStart how long they take to start, or null
     * @param outOfMemoryAbove above which size they are killed, or null
     */
    record Attempts(
            double failures,
            int exitCode,
            double startFailures,
            @Nullable ServiceTime slowStart,
            @Nullable MemorySize outOfMemoryAbove) {}

    /**
     * What happens to reports.
     *
     * @param delayMicros how late they come at the most
     * @param doubled with which probability they come twice
     * @param lost with which probability they do not come
     */
    record Reports(long delayMicros, double doubled, double lost) {}
}
