package dev.tranche.json;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.NodeRange;
import java.util.OptionalInt;

/** {@code nodeRangeProperties[]}: what some nodes run. The rest of their definition stands under {@code tranche}. */
final class NodeRangeMapper {
    private NodeRangeMapper() {}

    static void write(NodeRange range, ShapeWriter out) {
        JobDefinition job = range.definition();
        out.text("targetNodes", target(range).toString());
        ProgramMapper.write("container", job, out);
        out.text("jobDefinitionName", job.name());
        WholeJob.of(job).write("schedulingPriority", out);
        JobDefinitionMapper.writeSettings("consumableResourceProperties", job, out);
    }

    private static TargetNodes target(NodeRange range) {
        return new TargetNodes(range.from(), range.to());
    }

    /** A range as it is read. */
    record Read(TargetNodes target, JobDefinition definition) {}

    static Read read(ShapeReader in, OptionalInt nodes, String usualName) {
        TargetNodes target = in.get("targetNodes", node -> TargetNodes.of(node, nodes));
        Node name = in.find("jobDefinitionName").orElseGet(() -> in.node().child("", usualName));
        JobDefinitionBuilder job = ProgramMapper.read("container", in, name.at(() -> JobDefinition.named(name.text())));
        WholeJob.read(in, "schedulingPriority", WholeJob.Words.of(job));
        JobDefinitionMapper.readSettings("consumableResourceProperties", in, job);
        return new Read(target, in.node().at(job::build));
    }
}
