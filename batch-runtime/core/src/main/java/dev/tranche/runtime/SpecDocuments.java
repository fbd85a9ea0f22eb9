package dev.tranche.runtime;

import dev.tranche.json.BatchJson;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.internal.state.JobSpec;

/** The document that a spec was compiled from: what makes two specs the same, and what a journal reads back. */
final class SpecDocuments {
    private SpecDocuments() {}

    /**
     * The canonical JSON of a definition.
     *
     * @throws dev.tranche.model.InvalidModelException if JSON cannot say something in it
     */
    static byte[] of(JobDefinition definition) {
        return BatchJson.canonical(definition);
    }

    /**
     * The canonical JSON of a multi-node definition.
     *
     * @throws dev.tranche.model.InvalidModelException if JSON cannot say something in it
     */
    static byte[] of(MultiNodeJobDefinition definition) {
        return BatchJson.canonical(definition);
    }

    /** What the definition of a spec is called. */
    static String name(JobSpec spec) {
        CompiledJob compiled = read(spec);
        return compiled.nodes() == null
                ? compiled.definition().name()
                : compiled.nodes().name();
    }

    /** What a spec was compiled from. */
    static CompiledJob read(JobSpec spec) {
        if (spec.gang() == null) {
            return new CompiledJob(BatchJson.readJobDefinition(spec.document()), spec);
        }
        MultiNodeJobDefinition nodes = BatchJson.readMultiNodeJobDefinition(spec.document());
        return new CompiledJob(nodes.definitionOf(nodes.mainNode()), nodes, spec);
    }
}
