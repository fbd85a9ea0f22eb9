package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironmentBuilder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code computeResources}: the instances of a managed environment. */
final class ManagedEnvironmentMapper {
    private static final AwsDuration SCALE_DOWN_DELAY =
            new AwsDuration("minScaleDownDelayMinutes", "minScaleDownDelay", Duration.ofMinutes(1), 20, 10_080);
    private static final Duration USUAL_LIFETIME = Duration.ofDays(1);
    private static final int FULL_PRICE = 100;
    private static final List<String> USUAL_INSTANCES = List.of("optimal");

    private enum Type {
        EC2,
        SPOT
    }

    private ManagedEnvironmentMapper() {}

    static void write(ManagedEnvironment managed, ShapeWriter out) {
        boolean spot = managed.purchase() == ManagedEnvironment.Purchase.SPOT;
        out.text("type", (spot ? Type.SPOT : Type.EC2).name());
        out.text("allocationStrategy", managed.allocation().name());
        if (managed.minVcpus() > 0) {
            out.number("minvCpus", managed.minVcpus());
        }
        out.number("maxvCpus", managed.maxVcpus());
        out.number("maxInstances", managed.maxInstances());
        out.text("maxHourlyCost", managed.maxHourlyCost().map(BigDecimal::toPlainString));
        if (!managed.maxInstanceLifetime().equals(USUAL_LIFETIME)) {
            out.duration("maxInstanceLifetime", Optional.of(managed.maxInstanceLifetime()));
        }
        EcsEnvironmentMapper.write(managed, out);
        out.texts("instanceTypes", managed.instanceTypes());
        out.text("imageId", managed.imageId());
        out.texts("subnets", managed.subnets());
        out.texts("securityGroupIds", managed.securityGroups());
        out.text("ec2KeyPair", managed.keyPair());
        out.text("instanceRole", managed.instanceRole());
        out.map("tags", managed.tags());
        out.number("bidPercentage", belowFullPrice(managed.bidPercentage()));
        managed.launchTemplate()
                .ifPresent(name -> out.object(
                        "launchTemplate",
                        Shape.LAUNCH_TEMPLATE_SPECIFICATION,
                        name,
                        (template, inner) -> inner.text("launchTemplateName", template)));
        if (!managed.scaleDownDelay().isZero()) {
            out.object(
                    "scalingPolicy", Shape.COMPUTE_SCALING_POLICY, managed.scaleDownDelay(), SCALE_DOWN_DELAY::write);
        }
    }

    private static OptionalInt belowFullPrice(OptionalInt bid) {
        return bid.orElse(FULL_PRICE) == FULL_PRICE ? OptionalInt.empty() : bid;
    }

    static ManagedEnvironment read(ShapeReader in, ComputeEnvironment.NeedsKind named) {
        Type type = in.get("type", node -> node.choice(Type.values()));
        ManagedEnvironment.NeedsMaxVcpus bought = in.node().at(() -> switch (type) {
            case EC2 -> named.managed().onDemand(words -> readOnDemand(in, words));
            case SPOT -> named.managed().spot(words -> readSpot(in, words));
        });
        ManagedEnvironment.NeedsSubnets sized = in.make("maxvCpus", Node::number, bought::maxVcpus);
        ManagedEnvironment.NeedsInstanceRole placed =
                in.make("subnets", Node::texts, subnets -> sized.subnets(first(subnets), others(subnets)));
        ManagedEnvironmentBuilder managed = in.make("instanceRole", Node::text, placed::instanceRole);
        in.sayUnless(0, "minvCpus", Node::number, managed::minVcpus);
        in.say("maxInstances", Node::number, managed::maxInstances);
        in.say("maxHourlyCost", ManagedEnvironmentMapper::dollars, managed::maxHourlyCost);
        in.say("maxInstanceLifetime", Node::duration, managed::maxInstanceLifetime);
        EcsEnvironmentMapper.read(in, managed);
        in.sayUnless(
                USUAL_INSTANCES,
                "instanceTypes",
                Node::texts,
                types -> managed.instanceTypes(first(types), others(types)));
        in.say("imageId", Node::text, managed::imageId);
        in.sayUnless(
                List.<String>of(),
                "securityGroupIds",
                Node::texts,
                groups -> managed.securityGroups(first(groups), others(groups)));
        in.say("ec2KeyPair", Node::text, managed::keyPair);
        in.entries("tags", managed::tag);
        in.inside(
                "launchTemplate",
                Shape.LAUNCH_TEMPLATE_SPECIFICATION,
                template -> template.make("launchTemplateName", Node::text, managed::launchTemplate));
        in.inside("scalingPolicy", Shape.COMPUTE_SCALING_POLICY, policy -> readScalingPolicy(policy, managed));
        return in.node().at(managed::build);
    }

    /** Without a strategy AWS takes the first that it ever had. */
    private static ManagedEnvironment.OnDemand readOnDemand(ShapeReader in, ManagedEnvironment.OnDemand words) {
        ManagedEnvironment.OnDemandAllocation strategy = in.find(
                        "allocationStrategy", node -> node.choice(ManagedEnvironment.OnDemandAllocation.values()))
                .orElse(ManagedEnvironment.OnDemandAllocation.BEST_FIT);
        return strategy == ManagedEnvironment.OnDemandAllocation.BEST_FIT_PROGRESSIVE
                ? words
                : words.allocation(strategy);
    }

    private static ManagedEnvironment.Spot readSpot(ShapeReader in, ManagedEnvironment.Spot words) {
        ManagedEnvironment.SpotAllocation strategy = in.find(
                        "allocationStrategy", node -> node.choice(ManagedEnvironment.SpotAllocation.values()))
                .orElse(ManagedEnvironment.SpotAllocation.BEST_FIT);
        in.sayUnless(FULL_PRICE, "bidPercentage", Node::number, words::bidPercentage);
        return strategy == ManagedEnvironment.SpotAllocation.SPOT_PRICE_CAPACITY_OPTIMIZED
                ? words
                : words.allocation(strategy);
    }

    private static ManagedEnvironmentBuilder readScalingPolicy(ShapeReader in, ManagedEnvironmentBuilder managed) {
        SCALE_DOWN_DELAY
                .read(in)
                .filter(delay -> !delay.isZero())
                .ifPresent(delay -> in.node().at(() -> managed.scaleDownDelay(delay)));
        return managed;
    }

    private static BigDecimal dollars(Node node) {
        try {
            return new BigDecimal(node.text());
        } catch (NumberFormatException e) {
            throw node.refused("must be an amount of US dollars in quotes, like \"2.50\"");
        }
    }

    private static String first(List<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return values.get(0);
    }

    private static String[] others(List<String> values) {
        return values.subList(1, values.size()).toArray(new String[0]);
    }
}
