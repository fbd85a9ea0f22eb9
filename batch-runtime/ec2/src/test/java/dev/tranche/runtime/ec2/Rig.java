package dev.tranche.runtime.ec2;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironmentBuilder;
import dev.tranche.model.MemorySize;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.model.UnmanagedEnvironmentBuilder;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What tests on the stand-in have in common. */
final class Rig {
    static final String CLUSTER = "lab";

    /** Of the region of the stand-in. */
    static final Path PRICES = Path.of("src/test/resources/prices.csv");

    static final AwsCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "of-the-tests"));

    private Rig() {}

    /** A backend that knows its credentials, takes all of AWS's rates, and looks at the cluster all the time. */
    static Ec2Backend backend() {
        return inPeace().rateShare(1).clusterPace(Duration.ofMillis(500));
    }

    /** A backend as it is, but that it knows its credentials. */
    static Ec2Backend inPeace() {
        return Ec2Backend.factory().credentials(CREDENTIALS);
    }

    static UnmanagedEnvironmentBuilder unmanaged(AwsStandIn aws) {
        return unmanaged(aws.endpoint());
    }

    static UnmanagedEnvironmentBuilder unmanaged(URI aws) {
        return ComputeEnvironment.named("lab")
                .unmanaged(CLUSTER)
                .region(AwsStandIn.REGION)
                .endpoint(aws)
                .baseImage(AwsStandIn.IMAGE);
    }

    static UnmanagedEnvironment environment(AwsStandIn aws) {
        return unmanaged(aws).build();
    }

    /** A backend that sees at once what becomes of instances, with prices of the region of the stand-in. */
    static Ec2Backend launching() {
        return backend().launchWithoutJournal().prices(PRICES);
    }

    static ManagedEnvironmentBuilder onDemand(AwsStandIn aws, int maxVcpus) {
        return onDemand(aws.endpoint(), maxVcpus);
    }

    static ManagedEnvironmentBuilder onDemand(URI aws, int maxVcpus) {
        return managed(
                aws, ComputeEnvironment.named("cloud").managed().onDemand().maxVcpus(maxVcpus));
    }

    static ManagedEnvironmentBuilder spot(AwsStandIn aws, int maxVcpus) {
        return spot(aws.endpoint(), maxVcpus);
    }

    static ManagedEnvironmentBuilder spot(URI aws, int maxVcpus) {
        return managed(aws, ComputeEnvironment.named("spot").managed().spot().maxVcpus(maxVcpus));
    }

    private static ManagedEnvironmentBuilder managed(URI aws, ManagedEnvironment.NeedsSubnets sized) {
        return sized.subnets("subnet-a", "subnet-b")
                .instanceRole("ecsInstanceRole")
                .instanceTypes("m7i.large", "m7i.xlarge")
                .region(AwsStandIn.REGION)
                .endpoint(aws)
                .baseImage(AwsStandIn.IMAGE);
    }

    static JobDefinition script(String text) {
        return JobDefinition.named("script")
                .script(text)
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
    }
}
