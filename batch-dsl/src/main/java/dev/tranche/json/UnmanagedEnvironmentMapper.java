package dev.tranche.json;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.model.UnmanagedEnvironmentBuilder;

/** An ECS cluster of somebody else: AWS knows its vCPUs, the rest stands under {@code tranche}. */
final class UnmanagedEnvironmentMapper {
    private UnmanagedEnvironmentMapper() {}

    static void write(UnmanagedEnvironment unmanaged, ShapeWriter out) {
        out.number("unmanagedvCpus", unmanaged.unmanagedVcpus());
        out.text("cluster", unmanaged.cluster());
        out.text("only", unmanaged.only());
        EcsEnvironmentMapper.write(unmanaged, out);
    }

    /** AWS makes the cluster of an environment, and tells it in its answers. */
    static UnmanagedEnvironment read(ShapeReader in, ComputeEnvironment.NeedsKind named) {
        String cluster = in.has("cluster") ? "cluster" : in.has("ecsClusterArn") ? "ecsClusterArn" : "cluster";
        UnmanagedEnvironmentBuilder unmanaged = in.make(cluster, Node::text, named::unmanaged);
        in.say("unmanagedvCpus", Node::number, unmanaged::unmanagedVcpus);
        in.say("only", Node::text, unmanaged::only);
        EcsEnvironmentMapper.read(in, unmanaged);
        return in.node().at(unmanaged::build);
    }
}
