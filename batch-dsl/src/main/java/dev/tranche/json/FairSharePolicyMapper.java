package dev.tranche.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.JobQueue;
import java.time.Duration;
import java.util.Map;

/** {@code fairsharePolicy}: on AWS part of a scheduling policy that queues refer to, in the model part of the queue. */
final class FairSharePolicyMapper {
    private static final AwsDuration DECAY = AwsDuration.seconds("shareDecaySeconds", "shareDecay", 0, 604_800);
    private static final double USUAL_WEIGHT = 1;

    private FairSharePolicyMapper() {}

    static void write(FairSharePolicy policy, ShapeWriter out) {
        if (!policy.decay().isZero()) {
            DECAY.write(policy.decay(), out);
        }
        if (policy.computeReservation() > 0) {
            out.number("computeReservation", policy.computeReservation());
        }
        out.entries("shareDistribution", Shape.SHARE_ATTRIBUTES, policy.shares(), FairSharePolicyMapper::writeShare);
        out.flag("vcpusOnly", policy.vcpusOnly());
    }

    private static void writeShare(Map.Entry<String, Double> share, ShapeWriter out) {
        out.text("shareIdentifier", share.getKey());
        out.decimal("weightFactor", share.getValue());
    }

    @CanIgnoreReturnValue
    static JobQueue.FairShare read(ShapeReader in, JobQueue.FairShare policy) {
        DECAY.read(in)
                .filter(decay -> !decay.equals(Duration.ZERO))
                .ifPresent(decay -> in.node().at(() -> policy.decay(decay)));
        in.sayUnless(0, "computeReservation", Node::number, policy::computeReservation);
        in.each("shareDistribution", Shape.SHARE_ATTRIBUTES, share -> {
            double weight = share.find("weightFactor", Node::decimal).orElse(USUAL_WEIGHT);
            return share.make("shareIdentifier", Node::text, identifier -> policy.share(identifier, weight));
        });
        in.flag("vcpusOnly", policy::vcpusOnly);
        return policy;
    }
}
