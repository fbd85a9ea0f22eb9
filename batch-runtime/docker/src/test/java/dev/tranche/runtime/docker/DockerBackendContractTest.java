package dev.tranche.runtime.docker;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.BackendContract;
import java.time.Duration;

/** Containers on a real engine keep the contract. */
@NeedsEngine
class DockerBackendContractTest extends BackendContract {
    @Override
    protected BackendFactory factory() {
        return DockerBackend.factory();
    }

    @Override
    protected ComputeEnvironment environment() {
        return Rig.environment();
    }

    @Override
    protected JobDefinitionBuilder shell(String text) {
        return JobDefinition.named("contract").script(text).vcpus(1).memory(MemorySize.mib(64));
    }

    /** Each in a network of its own costs an engine a third of a second; 200 at once are in {@link ManyJobsTest}. */
    @Override
    protected int many() {
        return 24;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(3);
    }
}
