package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A definition as the scheduler and the backends need it.
 *
 * @param definition with everything applied; of a multi-node job what its main node runs
 * @param nodes the whole multi-node job, otherwise null
 * @param spec what the scheduler has to know of it
 */
record CompiledJob(JobDefinition definition, @Nullable MultiNodeJobDefinition nodes, JobSpec spec) {
    /** A job that is no multi-node job. */
    CompiledJob(JobDefinition definition, JobSpec spec) {
        this(definition, null, spec);
    }

    /** The priority inside its share that the definition says, or 0. */
    int schedulingPriority() {
        OptionalInt said = nodes == null ? definition.schedulingPriority() : nodes.schedulingPriority();
        return said.orElse(0);
    }
}
