package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobDefinitionBuilder;
import dev.tranche.model.MultiNodeJobRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** {@code nodeOverrides}, and what a multi-node request says anew of the whole job. */
final class NodeOverridesMapper {
    private static final String ALL_NODES = "0:";

    private NodeOverridesMapper() {}

    static void write(MultiNodeJobRequest job, ShapeWriter out) {
        out.object("nodeOverrides", Shape.NODE_OVERRIDES, job, NodeOverridesMapper::writeNodes);
        WholeJob.of(job.overrides()).write("schedulingPriorityOverride", out);
    }

    private static void writeNodes(MultiNodeJobRequest job, ShapeWriter out) {
        out.number("numNodes", job.overrides().nodes());
        if (!job.eachNode().isEmpty()) {
            out.objects(
                    "nodePropertyOverrides",
                    Shape.NODE_PROPERTY_OVERRIDE,
                    ImmutableList.of(job),
                    NodeOverridesMapper::writeEachNode);
        }
        out.number("mainNode", job.overrides().mainNode());
        out.objects(
                "nodeRangeProperties",
                Shape.NODE_RANGE_PROPERTY,
                job.overrides().ranges(),
                NodeRangeMapper::write);
    }

    private static void writeEachNode(MultiNodeJobRequest job, ShapeWriter out) {
        out.text("targetNodes", ALL_NODES);
        JobOverridesMapper.write(job.eachNode(), first(job.definition()), out);
    }

    /** What all nodes run but for exceptions: it decides whether they have one container or several. */
    private static JobDefinition first(MultiNodeJobDefinition definition) {
        return definition.ranges().get(0).definition();
    }

    static MultiNodeJobRequest read(ShapeReader in, MultiNodeJobDefinition definition, MultiNodeJobRequest request) {
        List<Node> eachNode = new ArrayList<>();
        MultiNodeJobRequest changed = in.node()
                .at(() -> request.override(words -> {
                    WholeJob.read(in, "schedulingPriorityOverride", WholeJob.Words.of(words));
                    in.inside("nodeOverrides", Shape.NODE_OVERRIDES, nodes -> {
                        eachNode.addAll(nodes.elements("nodePropertyOverrides"));
                        return readNodes(nodes, definition.name(), words);
                    });
                    return words;
                }));
        if (eachNode.size() > 1) {
            throw eachNode.get(1).refused("Tranche overrides all nodes alike: there may be one element");
        }
        return eachNode.isEmpty() ? changed : readEachNode(eachNode.get(0), changed);
    }

    private static MultiNodeJobDefinitionBuilder readNodes(
            ShapeReader in, String name, MultiNodeJobDefinitionBuilder job) {
        in.say("numNodes", Node::number, job::nodes);
        in.say("mainNode", Node::number, job::mainNode);
        in.each("nodeRangeProperties", Shape.NODE_RANGE_PROPERTY, range -> {
            NodeRangeMapper.Read read = NodeRangeMapper.read(range, OptionalInt.empty(), name);
            return range.node()
                    .at(() -> job.nodes(read.target().from(), read.target().to(), read.definition()));
        });
        return job;
    }

    private static MultiNodeJobRequest readEachNode(Node node, MultiNodeJobRequest request) {
        int nodes = request.overrides().nodes().orElse(request.definition().nodes());
        return node.object(Shape.NODE_PROPERTY_OVERRIDE, in -> {
            Node target = in.get("targetNodes");
            if (TargetNodes.of(target, OptionalInt.of(nodes)).size() < nodes) {
                throw target.refused(
                        "Tranche overrides all nodes alike, so it must be " + ALL_NODES + ": '" + target.text() + "'");
            }
            JobDefinition first = first(request.definition());
            return node.at(() -> request.eachNode(words -> JobOverridesMapper.read(in, first, words)));
        });
    }
}
