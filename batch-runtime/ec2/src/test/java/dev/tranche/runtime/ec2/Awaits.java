package dev.tranche.runtime.ec2;

import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;

/** Waits for what a backend does by itself. */
final class Awaits {
    private Awaits() {}

    /** Until the lease that an instance has now is over, and as long again as is said. */
    static void pastTheLeaseOf(StandInInstance instance, Duration longer) {
        Instant end = Instant.ofEpochSecond(Long.parseLong(instance.tag(OwnerTags.LEASE)))
                .plus(longer);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> Instant.now().isAfter(end));
    }

    /** Until every environment has looked at its cluster once more from beginning to end. */
    static void aLookAtTheCluster(AwsStandIn aws) {
        int before = aws.calls().count("ListContainerInstances");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> aws.calls().count("ListContainerInstances") >= before + 3);
    }
}
