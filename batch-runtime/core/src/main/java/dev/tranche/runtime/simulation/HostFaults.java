package dev.tranche.runtime.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loses hosts of one environment and replaces them, as its faults want it. */
final class HostFaults {
    private static final double MICROS_PER_HOUR = 3.6e9;

    private final SimulatedCluster cluster;
    private final SimulatedBackend backend;
    private final List<SimulatedHost> hosts;

    HostFaults(SimulatedCluster cluster, SimulatedBackend backend) {
        this.cluster = cluster;
        this.backend = backend;
        this.hosts = List.copyOf(backend.hosts().values());
    }

    /** A host that was given has joined; it is not replaced, but asked for again. */
    void interruptNowAndThen(SimulatedHost host, long now) {
        for (int number = 0; number < backend.faults().size(); number++) {
            FaultPlan plan = backend.faults().get(number);
            if (plan.hosts().interruptionsPerHour() > 0) {
                interrupt(host, plan, number, Math.max(now, plan.fromMicros()));
            }
        }
    }

    private void interrupt(SimulatedHost host, FaultPlan plan, int number, long from) {
        Draws draws = Draws.of(cluster.scenario().seed(), host.id().toString(), Draws.Purpose.INTERRUPTION, number);
        next(new Interruption(host, plan, draws), from);
    }

    void begin() {
        for (int number = 0; number < backend.faults().size(); number++) {
            begin(backend.faults().get(number), number);
        }
    }

    private void begin(FaultPlan plan, int number) {
        for (int at = 0; at < plan.hosts().losses().size(); at++) {
            FaultPlan.Loss loss = plan.hosts().losses().get(at);
            Draws draws = Draws.of(
                    cluster.scenario().seed(), plan.environment().name(), Draws.Purpose.HOST_LOSS, number * 1000 + at);
            cluster.at(loss.atMicros(), now -> choose(loss, draws).ifPresent(host -> lose(host, plan, now)));
        }
        if (plan.hosts().interruptionsPerHour() > 0) {
            for (SimulatedHost host : hosts) {
                interrupt(host, plan, number, plan.fromMicros());
            }
        }
    }

    private Optional<SimulatedHost> choose(FaultPlan.Loss loss, Draws draws) {
        if (loss.host().isPresent()) {
            return Optional.ofNullable(backend.hosts().get(loss.host().get())).filter(SimulatedHost::isPresent);
        }
        List<SimulatedHost> present = new ArrayList<>(backend.hosts().values());
        present.removeIf(host -> !host.isPresent());
        return present.isEmpty() ? Optional.empty() : Optional.of(present.get(draws.below(present.size())));
    }

    private void lose(SimulatedHost host, FaultPlan plan, long now) {
        boolean given = cluster.scenario().offerOf(plan.environment()).isPresent();
        long back = given ? Micros.NEVER : Micros.plus(now, plan.hosts().replacedAfterMicros());
        host.lost(back == Micros.NEVER);
        backend.loses(host, now);
        cluster.at(back, later -> replace(host, later));
    }

    private void replace(SimulatedHost host, long now) {
        host.replaced();
        backend.joins(host, now);
    }

    private void next(Interruption interruption, long now) {
        double hours =
                interruption.draws.exponential() / interruption.plan.hosts().interruptionsPerHour();
        long time = Micros.plus(now, (long) (hours * MICROS_PER_HOUR));
        if (time < interruption.plan.untilMicros()) {
            cluster.at(time, interruption);
        }
    }

    /** The next interruption of a host. One that is not there is not interrupted. */
    private final class Interruption implements Occurrence {
        private final SimulatedHost host;
        private final FaultPlan plan;
        private final Draws draws;

        Interruption(SimulatedHost host, FaultPlan plan, Draws draws) {
            this.host = host;
            this.plan = plan;
            this.draws = draws;
        }

        @Override
        public void happen(long now) {
            if (host.isPresent()) {
                lose(host, plan, now);
            }
            if (!host.isGone()) {
                next(this, now);
            }
        }
    }
}
