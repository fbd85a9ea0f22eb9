package dev.tranche.runtime.ec2;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.model.UnmanagedEnvironmentBuilder;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What tests on the stand-in have in common. */
final class Rig {
    static final String CLUSTER = "lab";

    private Rig() {}

    /** A backend that knows its credentials, and takes all of AWS's rates. */
    static Ec2Backend backend() {
        return Ec2Backend.factory()
                .credentials(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "of-the-tests")))
                .rateShare(1);
    }

    static UnmanagedEnvironmentBuilder unmanaged(AwsStandIn aws) {
        return ComputeEnvironment.named("lab")
                .unmanaged(CLUSTER)
                .region(AwsStandIn.REGION)
                .endpoint(aws.endpoint())
                .baseImage(AwsStandIn.IMAGE);
    }

    static UnmanagedEnvironment environment(AwsStandIn aws) {
        return unmanaged(aws).build();
    }

    static JobDefinition script(String text) {
        return JobDefinition.named("script")
                .script(text)
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
    }
}
