package dev.tranche.runtime.ec2;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.BackendContract;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;

/** Tasks keep the contract of backends. */
@NeedsEngine
class EcsBackendContractTest extends BackendContract {
    /** Closed after the backend is. */
    @AutoClose
    private final AwsStandIn aws = new AwsStandIn();

    EcsBackendContractTest() {
        aws.cluster(Rig.CLUSTER).host(64, 65_536);
    }

    @Override
    protected BackendFactory factory() {
        return Rig.backend();
    }

    @Override
    protected ComputeEnvironment environment() {
        return Rig.environment(aws);
    }

    /**
     * As the command of a start, so that one task definition is enough. ECS knows one grace for a container, which stands in
     * that.
     */
    @Override
    protected JobDefinitionBuilder shell(String text) {
        return JobDefinition.named("contract")
                .image(AwsStandIn.IMAGE, c -> c.command("sh", "-c", text))
                .vcpus(1)
                .memory(MemorySize.mib(64))
                .stopGrace(Duration.ofSeconds(2));
    }

    @Override
    protected int many() {
        return 24;
    }

    @Override
    protected Duration patience() {
        return Duration.ofMinutes(2);
    }
}
