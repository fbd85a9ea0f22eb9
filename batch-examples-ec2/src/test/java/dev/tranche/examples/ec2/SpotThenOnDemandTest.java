package dev.tranche.examples.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.ec2.Ec2Backend;
import dev.tranche.runtime.ec2.NeedsEngine;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

@NeedsEngine
class SpotThenOnDemandTest {
    private final AwsStandIn aws = new AwsStandIn();
    private final PrintStream original = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        System.setOut(original);
        aws.close();
    }

    /** Prices of a day that is long past by the time that somebody runs this; the instances cost nothing. */
    private void run() {
        System.setProperty("examples.target", directory.toString());
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        SpotThenOnDemand.run(
                "subnet-a",
                "ecsInstanceRole",
                words -> words.region("us-east-1").endpoint(aws.endpoint()),
                Ec2Backend.factory()
                        .acceptOldPrices()
                        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "x"))));
    }

    @Test
    void it_runs_on_spot_instances_as_far_as_there_may_be_any_and_leaves_nothing() {
        run();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("ok      ec2:CreateFleet")
                .contains("\nstep 11\n")
                .containsPattern("cost of the jobs: 0\\.\\d+ dollars");
        assertThat(aws.ec2().most("spot", StandInInstance::vcpus)).isEqualTo(8);
        assertThat(aws.ec2().most("steady", StandInInstance::vcpus)).isEqualTo(4);
        assertThat(aws.ec2().living()).isEmpty();
    }

    @Test
    void what_is_missing_is_said_and_nothing_is_launched() {
        aws.inject().deny("ec2:CreateFleet");

        run();

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("MISSING ec2:CreateFleet");
        assertThat(aws.ec2().launched()).isEmpty();
    }
}
