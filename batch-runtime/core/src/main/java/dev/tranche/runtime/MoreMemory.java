package dev.tranche.runtime;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.MemorySize;

/** What a job runs once it has been given more memory, after an attempt that was killed for want of it. */
final class MoreMemory {
    private MoreMemory() {}

    /** A definition with so much memory in all; each of several containers gets more in proportion to what it had. */
    static JobDefinition of(JobDefinition definition, int mib) {
        long before = definition.memory().toMebibytesRoundedUp();
        if (before == mib) {
            return definition;
        }
        if (!(definition.program() instanceof ContainerGroup group)) {
            return definition.toBuilder().memory(MemorySize.mib(mib)).build();
        }
        JobDefinitionBuilder builder = definition.toBuilder();
        for (Container container : group.containers()) {
            MemorySize part = MemorySize.mib(container.memory().toMebibytesRoundedUp() * mib / before);
            MemorySize more = part.compareTo(container.memory()) > 0 ? part : container.memory();
            builder = builder.container(container.name(), words -> words.memory(more));
        }
        return builder.build();
    }
}
