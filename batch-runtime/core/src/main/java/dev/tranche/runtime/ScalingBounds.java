package dev.tranche.runtime;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.ScalingRules.Allocation;
import java.time.Duration;

/** Between which bounds a managed environment grows and shrinks, as the scheduler wants it. */
final class ScalingBounds {
    /** An idle host stays so long at the least: what begins to wait meanwhile finds it, and the first minute is paid anyway. */
    static final Duration SHORTEST_IDLE = Duration.ofMinutes(1);

    private static final int MICRO_DIGITS = 6;

    private ScalingBounds() {}

    static ScalingRules of(ManagedEnvironment environment) {
        Duration delay = environment.scaleDownDelay();
        return new ScalingRules(
                allocation(environment),
                (int) Math.min(Integer.MAX_VALUE, environment.minVcpus() * 1_000L),
                MaxVcpus.inThousandths(environment),
                environment.maxInstances().orElse(Integer.MAX_VALUE),
                environment
                        .maxHourlyCost()
                        .map(dollars -> dollars.movePointRight(MICRO_DIGITS).longValueExact())
                        .orElse(ScalingRules.UNLIMITED),
                Micros.of(delay.compareTo(SHORTEST_IDLE) < 0 ? SHORTEST_IDLE : delay));
    }

    private static Allocation allocation(ManagedEnvironment environment) {
        if (environment.allocation() instanceof ManagedEnvironment.OnDemandAllocation onDemand) {
            return switch (onDemand) {
                case BEST_FIT -> Allocation.BEST_FIT;
                case BEST_FIT_PROGRESSIVE -> Allocation.PROGRESSIVE;
                case BEST_FIT_PROGRESSIVE_ORDERED -> Allocation.ORDERED;
            };
        }
        return environment.allocation() == ManagedEnvironment.SpotAllocation.BEST_FIT
                ? Allocation.BEST_FIT
                : Allocation.ALIKE;
    }
}
