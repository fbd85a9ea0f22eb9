package dev.tranche.runtime.ec2;

import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits for what a backend does by itself. */
final class Awaits {
    private Awaits() {}

    /** Until every environment has looked at its cluster once more from beginning to end. */
    static void aLookAtTheCluster(AwsStandIn aws) {
        int before = aws.calls().count("ListContainerInstances");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> aws.calls().count("ListContainerInstances") >= before + 3);
    }
}
