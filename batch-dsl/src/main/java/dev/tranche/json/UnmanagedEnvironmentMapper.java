package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.OnInterruption;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.model.UnmanagedEnvironmentBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An ECS cluster of somebody else: AWS knows its vCPUs, the rest stands under {@code tranche}. */
final class UnmanagedEnvironmentMapper {
    private UnmanagedEnvironmentMapper() {}

    static void write(UnmanagedEnvironment unmanaged, ShapeWriter out) {
        out.number("unmanagedvCpus", unmanaged.unmanagedVcpus());
        out.text("cluster", unmanaged.cluster());
        out.text("region", unmanaged.region());
        out.text("endpoint", unmanaged.endpoint().map(URI::toString));
        out.text("assumeRole", unmanaged.assumeRole());
        out.text("only", unmanaged.only());
        Optional<Duration> stopAfter = unmanaged.onInterruption().stopsAfter();
        out.duration("stopAfterInterruption", stopAfter);
        out.text("baseImage", unmanaged.baseImage());
    }

    /** AWS makes the cluster of an environment, and tells it in its answers. */
    static UnmanagedEnvironment read(ShapeReader in, ComputeEnvironment.NeedsKind named) {
        String cluster = in.has("cluster") ? "cluster" : in.has("ecsClusterArn") ? "ecsClusterArn" : "cluster";
        UnmanagedEnvironmentBuilder unmanaged = in.make(cluster, Node::text, named::unmanaged);
        in.say("unmanagedvCpus", Node::number, unmanaged::unmanagedVcpus);
        in.say("region", Node::text, unmanaged::region);
        in.say("endpoint", Node::text, address -> unmanaged.endpoint(URI.create(address)));
        in.say("assumeRole", Node::text, unmanaged::assumeRole);
        in.say("only", Node::text, unmanaged::only);
        in.say(
                "stopAfterInterruption",
                Node::duration,
                delay -> unmanaged.onInterruption(OnInterruption.stopAfter(delay)));
        in.say("baseImage", Node::text, unmanaged::baseImage);
        return in.node().at(unmanaged::build);
    }
}
