package dev.tranche.json;

import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobDefinitionBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** A definition with {@code type multinode}, as AWS registers it. */
final class MultiNodeJobDefinitionMapper {
    static final String TYPE = "multinode";

    private MultiNodeJobDefinitionMapper() {}

    static void write(MultiNodeJobDefinition job, ShapeWriter out) {
        out.text("jobDefinitionName", job.name());
        out.text("type", TYPE);
        out.object("nodeProperties", Shape.NODE_PROPERTIES, job, MultiNodeJobDefinitionMapper::writeNodes);
        WholeJob.of(job).write("schedulingPriority", out);
    }

    private static void writeNodes(MultiNodeJobDefinition job, ShapeWriter out) {
        out.number("numNodes", job.nodes());
        out.number("mainNode", job.mainNode());
        out.objects("nodeRangeProperties", Shape.NODE_RANGE_PROPERTY, job.ranges(), NodeRangeMapper::write);
    }

    static MultiNodeJobDefinition read(ShapeReader in) {
        DefinitionType.require(TYPE, in);
        DefinitionType.refuseOtherPlatforms(in);
        Node name = in.get("jobDefinitionName");
        MultiNodeJobDefinition.NeedsNodes named = name.at(() -> MultiNodeJobDefinition.named(name.text()));
        MultiNodeJobDefinitionBuilder job =
                in.get("nodeProperties").object(Shape.NODE_PROPERTIES, nodes -> readNodes(nodes, name.text(), named));
        WholeJob.read(in, "schedulingPriority", WholeJob.Words.of(job));
        return in.node().at(job::build);
    }

    private static MultiNodeJobDefinitionBuilder readNodes(
            ShapeReader in, String name, MultiNodeJobDefinition.NeedsNodes named) {
        int count = in.get("numNodes", Node::number);
        List<NodeRangeMapper.Read> ranges = new ArrayList<>();
        in.each("nodeRangeProperties", Shape.NODE_RANGE_PROPERTY, range -> {
            ranges.add(NodeRangeMapper.read(range, OptionalInt.of(count), name));
            return ranges;
        });
        refuseGaps(in, count, ranges);
        inOrder(ranges);
        // the first range gives what all nodes run but for those of later ones, so that it need not be all nodes
        MultiNodeJobDefinitionBuilder job = in.make(
                "numNodes",
                Node::number,
                nodes -> named.nodes(nodes, ranges.get(0).definition()));
        for (NodeRangeMapper.Read range : ranges.subList(1, ranges.size())) {
            in.get("nodeRangeProperties")
                    .at(() -> job.nodes(range.target().from(), range.target().to(), range.definition()));
        }
        if (in.get("mainNode", Node::number) != 0) {
            in.say("mainNode", Node::number, job::mainNode);
        }
        return job;
    }

    private static void refuseGaps(ShapeReader in, int count, List<NodeRangeMapper.Read> ranges) {
        Node list = in.get("nodeRangeProperties");
        for (int i = 0; i < count; i++) {
            int node = i;
            if (ranges.stream().noneMatch(range -> range.target().contains(node))) {
                throw list.refused("no range has node " + node);
            }
        }
        if (ranges.isEmpty()) {
            throw list.refused("must not be empty");
        }
    }

    /** Puts wider ranges before the narrower ones that AWS prefers, unless no node tells the difference. */
    private static void inOrder(List<NodeRangeMapper.Read> ranges) {
        for (int i = 1; i < ranges.size(); i++) {
            TargetNodes later = ranges.get(i).target();
            boolean hides = ranges.subList(0, i).stream()
                    .anyMatch(earlier -> later.overlaps(earlier.target()) && later.isWiderThan(earlier.target()));
            if (hides) {
                ranges.sort(Comparator.comparingInt(range -> -range.target().size()));
                return;
            }
        }
    }
}
