package dev.tranche.runtime.ec2;

import com.google.common.collect.Lists;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What EC2 says of instances, and what it is told of them. Any thread. */
final class Ec2Instances {
    static final String NOT_FOUND = "InvalidInstanceID.NotFound";

    /** How many instances are named in a call that changes them. */
    static final int AT_ONCE = 500;

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

    /**
     * Why an instance has ended, in AWS Batch's words; empty if it has not, or that cannot be known: we may have no right to ask.
     */
    Optional<String> whyEnded(String instance) throws InterruptedException {
        try {
            boolean ended = calls
                    .again("DescribeInstances", () -> ec2.describeInstances(request -> request.instanceIds(instance)))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .anyMatch(Ec2Instances::hasEnded);
            return ended ? Optional.of(terminated(instance)) : Optional.empty();
        } catch (SdkException e) {
            if (Trouble.code(e).equals(NOT_FOUND)) {
                return Optional.of(terminated(instance));
            }
            LOG.debug("EC2 does not say what became of instance {}: {}", instance, Trouble.text(e));
            return Optional.empty();
        }
    }

    static boolean hasEnded(Instance instance) {
        return ENDED.contains(instance.state().name());
    }

    /** What AWS Batch gives as the reason of a job whose instance has ended. */
    static String terminated(String instance) {
        return "Host EC2 (instance " + instance + ") terminated.";
    }

    /**
     * All instances that have some tags, also those that have ended within the hour.
     *
     * @throws SdkException if EC2 does not say
     */
    List<Instance> tagged(Map<String, String> tags) throws InterruptedException {
        List<Instance> all = new ArrayList<>();
        Optional<String> page = Optional.empty();
        do {
            DescribeInstancesRequest request = DescribeInstancesRequest.builder()
                    .filters(OwnerTags.filters(tags))
                    .nextToken(page.orElse(null))
                    .build();
            DescribeInstancesResponse answer = calls.again("DescribeInstances", () -> ec2.describeInstances(request));
            answer.reservations().forEach(reservation -> all.addAll(reservation.instances()));
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
        return all;
    }

    /** What comes of a call for one instance. */
    interface Change {
        /**
         * Makes the call.
         *
         * @throws SdkException if EC2 refuses it
         */
        void make(List<String> instances) throws InterruptedException;
    }

    /**
     * Ends instances. One that EC2 does not know would keep all others of its call from ending, so in doubt each is named alone.
     *
     * @return those that EC2 does not know
     */
    List<String> terminate(Collection<String> instances) throws InterruptedException {
        return change(instances, some -> {
            var ending = calls.again("TerminateInstances", () -> ec2.terminateInstances(r -> r.instanceIds(some)));
            LOG.info("instances are ended: {}", ending.terminatingInstances());
        });
    }

    /**
     * Says until when instances may be idle.
     *
     * @return those that EC2 does not know
     */
    List<String> lease(Collection<String> instances, Instant until) throws InterruptedException {
        String seconds = Long.toString(until.getEpochSecond());
        return change(instances, some -> {
            var unused = calls.again(
                    "CreateTags",
                    () -> ec2.createTags(r -> r.resources(some).tags(OwnerTags.tag(OwnerTags.LEASE, seconds))));
        });
    }

    private static List<String> change(Collection<String> instances, Change change) throws InterruptedException {
        List<String> unknown = new ArrayList<>();
        for (List<String> some : Lists.partition(List.copyOf(instances), AT_ONCE)) {
            if (!isMade(some, change)) {
                for (String one : some) {
                    if (some.size() == 1 || !isMade(List.of(one), change)) {
                        unknown.add(one);
                    }
                }
            }
        }
        return unknown;
    }

    private static boolean isMade(List<String> instances, Change change) throws InterruptedException {
        try {
            change.make(instances);
            return true;
        } catch (SdkException e) {
            if (!Trouble.code(e).equals(NOT_FOUND)) {
                throw e;
            }
            return false;
        }
    }

    /** What an instance has said on its console, as far as EC2 has it. */
    String console(String instance) throws InterruptedException {
        try {
            String output = calls.again("GetConsoleOutput", () -> ec2.getConsoleOutput(r -> r.instanceId(instance)))
                    .output();
            return output == null ? "" : new String(Base64.getMimeDecoder().decode(output), StandardCharsets.UTF_8);
        } catch (SdkException e) {
            return "(its console output is not known: " + Trouble.text(e) + ")";
        }
    }
}
