package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.policy.ScaleOut;
import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.State;
import java.util.List;
import java.util.Optional;

/** Says what an environment that grows and shrinks does for what waits. */
final class ScalingReasons {
    private final State state;
    private final ScaleOut scaleOut;

    ScalingReasons(State state, ScaleOut scaleOut) {
        this.state = state;
        this.scaleOut = scaleOut;
    }

    /** Adds why there is no host for a class in an environment yet; nothing for one whose hosts come and go by themselves. */
    void tell(int environment, PlacementClass need, List<WaitReason> reasons) {
        Environment there = state.environments().get(environment);
        Provisioning provisioning = there.provisioning();
        ScalingRules rules = provisioning.rules();
        if (rules == null || !provisioning.scales() || !provisioning.couldHold(need)) {
            return;
        }
        for (Provisioning.Offer offer : provisioning.offers()) {
            Provisioning.Withheld why = offer.withheld();
            if (why != null
                    && why.until() > state.now()
                    && why.until() != Provisioning.FOR_EVER
                    && offer.type().fitsInPart(need)) {
                reasons.add(new WaitReason.NoCapacityFor(
                        there.name(),
                        offer.type().name(),
                        Explainer.time(why.since()),
                        Explainer.time(why.until()),
                        why.reason()));
            }
        }
        boolean room = scaleOut.hasRoomFor(need, environment);
        WaitReason.ScalingOut scaling = scalingOut(there);
        if (room || scaling.booting() + scaling.asked() > 0) {
            reasons.add(scaling);
        }
        if (!room && isBounded(provisioning, rules, need)) {
            reasons.add(new WaitReason.AtMaximum(
                    there.name(),
                    provisioning.millivcpus() / 1_000,
                    rules.maxMillivcpus() / 1_000,
                    provisioning.count()));
        }
    }

    /** Whether a type that would do is offered, and only the bounds forbid it. */
    private boolean isBounded(Provisioning provisioning, ScalingRules rules, PlacementClass need) {
        for (int type = 0; type < provisioning.offers().size(); type++) {
            if (provisioning.isOffered(type, state.now())
                    && provisioning.type(type).fitsInPart(need)) {
                return true;
            }
        }
        return provisioning.millivcpus() >= rules.maxMillivcpus();
    }

    private WaitReason.ScalingOut scalingOut(Environment there) {
        int booting = 0;
        long since = Long.MAX_VALUE;
        for (LaunchedHost host : there.provisioning().hosts()) {
            if (there.host(host.name()) == NONE && host.ending() == null) {
                booting++;
                since = Math.min(since, host.launchedAt());
            }
        }
        int asked = 0;
        for (HostRequest request : there.provisioning().requests()) {
            asked += request.count();
            since = Math.min(since, request.at());
        }
        return new WaitReason.ScalingOut(
                there.name(),
                booting,
                asked,
                since == Long.MAX_VALUE ? Optional.empty() : Optional.of(Explainer.time(since)));
    }
}
