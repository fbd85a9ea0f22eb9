package dev.tranche.runtime.ec2;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What EC2 says of an instance that ECS has lost sight of. Without the right to ask, nothing. Any thread. */
final class Ec2Instances {
    private static final String NOT_FOUND = "InvalidInstanceID.NotFound";
    private static final List<InstanceStateName> ENDED = List.of(
            InstanceStateName.SHUTTING_DOWN,
            InstanceStateName.TERMINATED,
            InstanceStateName.STOPPING,
            InstanceStateName.STOPPED);
    private static final Logger LOG = LoggerFactory.getLogger(Ec2Instances.class);

    private final Ec2Client ec2;
    private final Calls calls;

    Ec2Instances(Ec2Client ec2, Calls calls) {
        this.ec2 = ec2;
        this.calls = calls;
    }

    /** Why an instance has ended, in AWS Batch's words; empty if it has not, or that cannot be known. */
    Optional<String> whyEnded(String instance) throws InterruptedException {
        try {
            boolean ended = calls
                    .again("DescribeInstances", () -> ec2.describeInstances(request -> request.instanceIds(instance)))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(Instance::state)
                    .anyMatch(state -> ENDED.contains(state.name()));
            return ended ? Optional.of(terminated(instance)) : Optional.empty();
        } catch (SdkException e) {
            if (Trouble.code(e).equals(NOT_FOUND)) {
                return Optional.of(terminated(instance));
            }
            LOG.debug("EC2 does not say what became of instance {}: {}", instance, Trouble.text(e));
            return Optional.empty();
        }
    }

    /** What AWS Batch gives as the reason of a job whose instance has ended. */
    static String terminated(String instance) {
        return "Host EC2 (instance " + instance + ") terminated.";
    }
}
