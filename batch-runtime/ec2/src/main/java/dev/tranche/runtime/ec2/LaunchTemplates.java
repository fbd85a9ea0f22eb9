package dev.tranche.runtime.ec2;

import com.google.common.hash.Hashing;
import dev.tranche.model.ManagedEnvironment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateHttpTokensState;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateInstanceMetadataTagsState;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;

/**
 * What instances of an environment are made from: one launch template for each content, called by the hash of it and never changed,
 * so that the same words always mean the same instance. One thread at a time.
 */
final class LaunchTemplates {
    /** Templates have one version, as they are never changed. */
    static final String VERSION = "1";

    /**
     * So far a process on an instance may be from its metadata: containers with a network of their own are one step farther. Those
     * with the network of the host, as our tasks have, are not.
     */
    private static final int HOP_LIMIT = 1;

    private static final String ALREADY_THERE = "InvalidLaunchTemplateName.AlreadyExistsException";
    private static final String ARN = "arn:";
    private static final int HASH_DIGITS = 12;
    private static final Logger LOG = LoggerFactory.getLogger(LaunchTemplates.class);

    private final ManagedEnvironment environment;
    private final String cluster;
    private final String owner;
    private final Duration lease;
    private final Ec2Client ec2;
    private final Calls calls;
    private final Map<String, String> byImage = new HashMap<>();
    private @Nullable RequestLaunchTemplateData base;

    LaunchTemplates(
            ManagedEnvironment environment, String cluster, String owner, Duration lease, Ec2Client ec2, Calls calls) {
        this.environment = environment;
        this.cluster = cluster;
        this.owner = owner;
        this.lease = lease;
        this.ec2 = ec2;
        this.calls = calls;
    }

    /**
     * The name of the template for an image; it is made if it is not there.
     *
     * @throws MisfitException if the template that the environment starts from says what ours must say
     * @throws SdkException if AWS does not take it
     */
    String of(String image) throws InterruptedException {
        String known = byImage.get(image);
        if (known == null) {
            known = make(content(image));
            byImage.put(image, known);
        }
        return known;
    }

    /**
     * Whether one could be made for an image: the template that the environment starts from is looked at, and nothing is made.
     *
     * @throws MisfitException if it says what ours must say
     * @throws SdkException if EC2 does not say
     */
    void check(String image) throws InterruptedException {
        var unused = content(image);
    }

    /** Somebody else may have removed them: they are looked for anew. */
    void forget() {
        byImage.clear();
        base = null;
    }

    private String make(RequestLaunchTemplateData content) throws InterruptedException {
        String name = owner + "-" + hash(environment.name()) + "-" + hash(ModelText.of(content));
        try {
            var made = calls.again(
                    "CreateLaunchTemplate",
                    () -> ec2.createLaunchTemplate(request -> request.launchTemplateName(name)
                            .launchTemplateData(content)
                            .tagSpecifications(OwnerTags.specification(
                                    ResourceType.LAUNCH_TEMPLATE, OwnerTags.of(owner, environment.name())))));
            LOG.debug("made {}", made);
        } catch (SdkException e) {
            if (!Trouble.code(e).equals(ALREADY_THERE)) {
                throw e;
            }
        }
        return name;
    }

    /** A few characters that stand for a text, where AWS takes only few. */
    static String hash(String text) {
        return Hashing.sha256()
                .hashString(text, StandardCharsets.UTF_8)
                .toString()
                .substring(0, HASH_DIGITS);
    }

    /** What is said of every instance, on top of what the user's template says. */
    private RequestLaunchTemplateData content(String image) throws InterruptedException {
        RequestLaunchTemplateData from = base();
        RequestLaunchTemplateData.Builder content = from.toBuilder()
                .imageId(image)
                .iamInstanceProfile(profile())
                .instanceInitiatedShutdownBehavior(ShutdownBehavior.TERMINATE)
                .metadataOptions(metadata(from))
                .userData(UserData.encoded(
                        Optional.ofNullable(from.userData()).orElse(""), UserData.script(environment, cluster, lease)));
        environment.keyPair().ifPresent(content::keyName);
        if (!environment.securityGroups().isEmpty()) {
            content.securityGroupIds(environment.securityGroups());
        }
        return content.build();
    }

    private LaunchTemplateIamInstanceProfileSpecificationRequest profile() {
        String role = environment.instanceRole();
        return role.startsWith(ARN)
                ? LaunchTemplateIamInstanceProfileSpecificationRequest.builder()
                        .arn(role)
                        .build()
                : LaunchTemplateIamInstanceProfileSpecificationRequest.builder()
                        .name(role)
                        .build();
    }

    private static LaunchTemplateInstanceMetadataOptionsRequest metadata(RequestLaunchTemplateData from) {
        Integer hops =
                from.metadataOptions() == null ? null : from.metadataOptions().httpPutResponseHopLimit();
        return LaunchTemplateInstanceMetadataOptionsRequest.builder()
                .httpTokens(LaunchTemplateHttpTokensState.REQUIRED)
                .httpPutResponseHopLimit(hops == null ? HOP_LIMIT : hops)
                .instanceMetadataTags(LaunchTemplateInstanceMetadataTagsState.ENABLED)
                .build();
    }

    private RequestLaunchTemplateData base() throws InterruptedException {
        RequestLaunchTemplateData known = base;
        if (known == null) {
            known = environment.launchTemplate().isPresent()
                    ? checked(environment.launchTemplate().get())
                    : RequestLaunchTemplateData.builder().build();
            base = known;
        }
        return known;
    }

    private RequestLaunchTemplateData checked(String template) throws InterruptedException {
        ResponseLaunchTemplateData said;
        try {
            said = calls.again(
                            "DescribeLaunchTemplateVersions",
                            () -> ec2.describeLaunchTemplateVersions(request ->
                                    request.launchTemplateName(template).versions("$Default")))
                    .launchTemplateVersions()
                    .get(0)
                    .launchTemplateData();
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.REFUSED) {
                throw new MisfitException("launch template " + template + ": " + Trouble.text(e));
            }
            throw e;
        }
        List<String> conflicts = conflicts(said);
        if (!conflicts.isEmpty()) {
            throw new MisfitException("launch template " + template + " says what the environment has to say: "
                    + String.join(", ", conflicts) + "; leave that out of its default version");
        }
        RequestLaunchTemplateData.Builder copy = RequestLaunchTemplateData.builder();
        ModelCopy.copy(said, copy);
        return copy.build();
    }

    /** What would let an instance cost more, live longer or be another than the environment says. */
    private List<String> conflicts(ResponseLaunchTemplateData said) {
        List<String> found = new ArrayList<>();
        conflict(said.instanceMarketOptions() != null, "InstanceMarketOptions", found);
        conflict(said.instanceRequirements() != null, "InstanceRequirements", found);
        conflict(
                said.instanceInitiatedShutdownBehavior() == ShutdownBehavior.STOP,
                "InstanceInitiatedShutdownBehavior stop",
                found);
        conflict(Boolean.TRUE.equals(said.disableApiTermination()), "DisableApiTermination", found);
        conflict(
                said.hibernationOptions() != null
                        && Boolean.TRUE.equals(said.hibernationOptions().configured()),
                "HibernationOptions",
                found);
        conflict(
                said.metadataOptions() != null
                        && "disabled".equals(said.metadataOptions().httpEndpointAsString()),
                "MetadataOptions.HttpEndpoint disabled",
                found);
        conflict(
                said.hasNetworkInterfaces() && !environment.securityGroups().isEmpty(),
                "NetworkInterfaces beside securityGroups(…)",
                found);
        return found;
    }

    private static void conflict(boolean is, String what, List<String> into) {
        if (is) {
            into.add(what);
        }
    }

    /** Removes all that were made for an owner, in this environment or, if it is gone, all of it. */
    static void removeAll(Ec2Client ec2, Calls calls, Map<String, String> tags) throws InterruptedException {
        Optional<String> page = Optional.empty();
        do {
            DescribeLaunchTemplatesRequest request = DescribeLaunchTemplatesRequest.builder()
                    .filters(OwnerTags.filters(tags))
                    .nextToken(page.orElse(null))
                    .build();
            DescribeLaunchTemplatesResponse answer =
                    calls.again("DescribeLaunchTemplates", () -> ec2.describeLaunchTemplates(request));
            for (LaunchTemplate template : answer.launchTemplates()) {
                remove(ec2, calls, template.launchTemplateId());
            }
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
    }

    private static void remove(Ec2Client ec2, Calls calls, String id) throws InterruptedException {
        try {
            var removed = calls.again(
                    "DeleteLaunchTemplate", () -> ec2.deleteLaunchTemplate(request -> request.launchTemplateId(id)));
            LOG.debug("removed {}", removed);
        } catch (SdkException e) {
            LOG.warn("launch template {} stays: {}", id, Trouble.text(e));
        }
    }
}
