package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import java.util.List;

/** Says reports, late, twice or not at all, as the faults of an environment want it. */
final class ReportFaults {
    /** How long after the first a doubled report comes at the most. */
    private static final long SECOND_WITHIN = 60_000_000;

    private final SimulatedCluster cluster;
    private final List<FaultPlan> faults;
    private final boolean none;

    ReportFaults(SimulatedCluster cluster, List<FaultPlan> faults) {
        this.cluster = cluster;
        this.faults = faults;
        this.none = faults.stream().allMatch(plan -> plan.reports().equals(new FaultPlan.Reports(0, 0, 0)));
    }

    void say(AttemptId attempt, Draws.Purpose what, long now, Runnable report) {
        if (none) {
            report.run();
            return;
        }
        long at = now;
        for (int number = 0; number < faults.size(); number++) {
            FaultPlan plan = faults.get(number);
            if (plan.isActive(now)) {
                Draws draws = Draws.of(cluster.scenario().seed(), attempt, what, number);
                at = Math.max(at, time(plan, draws, now));
                if (draws.happens(plan.reports().doubled())) {
                    cluster.at(Micros.plus(at, draws.partOf(SECOND_WITHIN)), ignored -> report.run());
                }
            }
        }
        if (at == now) {
            report.run();
        } else {
            cluster.at(at, ignored -> report.run());
        }
    }

    private static long time(FaultPlan plan, Draws draws, long now) {
        boolean lost = draws.happens(plan.reports().lost());
        long delay = draws.partOf(plan.reports().delayMicros());
        return lost ? plan.untilMicros() : Micros.plus(now, delay);
    }
}
