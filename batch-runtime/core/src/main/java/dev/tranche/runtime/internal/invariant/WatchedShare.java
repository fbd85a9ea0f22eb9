package dev.tranche.runtime.internal.invariant;

import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.PlacementClass;

/** What a share has and had in use, as the outcomes tell of it; in floating point, apart from the scheduler's integers. */
final class WatchedShare {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final FairShare policy;
    private final double[] running = new double[4];
    private final double[] past = new double[4];
    private long settledAt;
    private long idleSince = NEVER;
    private int open;

    WatchedShare(FairShare policy) {
        this.policy = policy;
    }

    void opened() {
        open++;
    }

    void ended(long now) {
        open--;
        idleSince = now;
    }

    boolean isActive(long now) {
        return open > 0 || now < idleSince + policy.halfLifeMicros();
    }

    double millivcpusInUse() {
        return running[0];
    }

    /** An attempt begins, or with {@code sign} -1 has ended. */
    void change(PlacementClass need, int sign, long now) {
        settle(now);
        running[0] += sign * need.millivcpus();
        running[1] += sign * need.memoryMib();
        running[2] += sign * need.gpus();
        running[3] += sign * need.diskMib();
    }

    /** The largest part of any resource, of what there is. */
    double usage(double[] there, long now) {
        settle(now);
        double most = 0;
        for (int resource = 0; resource < (policy.vcpusOnly() ? 1 : there.length); resource++) {
            double amount = running[resource] + (policy.halfLifeMicros() == 0 ? 0 : past[resource]);
            most = there[resource] > 0 ? Math.max(most, amount / there[resource]) : most;
        }
        return most;
    }

    private void settle(long now) {
        if (policy.halfLifeMicros() > 0) {
            double left = Math.pow(2, -(double) (now - settledAt) / policy.halfLifeMicros());
            for (int resource = 0; resource < past.length; resource++) {
                past[resource] = running[resource] + (past[resource] - running[resource]) * left;
            }
        }
        settledAt = now;
    }
}
