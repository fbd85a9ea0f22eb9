package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.JobQueue;

/** A scheduling policy, as AWS creates it: a fair-share policy with a name. */
record SchedulingPolicy(String name, FairSharePolicy policy) {
    static void write(SchedulingPolicy named, ShapeWriter out) {
        out.text("name", named.name());
        out.presentObject("fairsharePolicy", Shape.FAIRSHARE_POLICY, named.policy(), FairSharePolicyMapper::write);
    }

    static SchedulingPolicy read(ShapeReader in) {
        String name = in.get("name", Node::text);
        return new SchedulingPolicy(
                name, in.get("fairsharePolicy").object(Shape.FAIRSHARE_POLICY, SchedulingPolicy::policy));
    }

    /** Only a queue has words for a policy. */
    private static FairSharePolicy policy(ShapeReader in) {
        return in.node()
                .at(() -> JobQueue.named("policy")
                        .computeEnvironmentOrder(
                                ComputeEnvironment.named("none").local().build())
                        .fairShare(words -> FairSharePolicyMapper.read(in, words))
                        .build()
                        .fairShare()
                        .orElseThrow());
    }
}
