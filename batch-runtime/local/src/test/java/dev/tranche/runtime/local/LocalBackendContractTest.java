package dev.tranche.runtime.local;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.BackendContract;

/** Processes of this machine keep the contract. */
class LocalBackendContractTest extends BackendContract {
    @Override
    protected BackendFactory factory() {
        return LocalBackend.factory();
    }

    @Override
    protected ComputeEnvironment environment() {
        return ComputeEnvironment.named("here").local().build();
    }

    @Override
    protected JobDefinitionBuilder shell(String text) {
        return JobDefinition.named("contract").script(text).vcpus(1).memory(MemorySize.mib(64));
    }
}
