package dev.tranche.json;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;

/** A definition of either kind; {@code type} says which. */
final class DefinitionMapper {
    private DefinitionMapper() {}

    static void write(Object definition, ShapeWriter out) {
        if (definition instanceof MultiNodeJobDefinition nodes) {
            MultiNodeJobDefinitionMapper.write(nodes, out);
        } else {
            JobDefinitionMapper.write((JobDefinition) definition, out);
        }
    }

    static Object read(ShapeReader in) {
        return in.get("type", Node::text).equals(MultiNodeJobDefinitionMapper.TYPE)
                ? MultiNodeJobDefinitionMapper.read(in)
                : JobDefinitionMapper.read(in);
    }
}
