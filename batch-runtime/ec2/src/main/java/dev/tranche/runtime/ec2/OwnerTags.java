package dev.tranche.runtime.ec2;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** How things in EC2 say whose they are. */
final class OwnerTags {
    static final String OWNER = "tranche-owner";
    static final String ENVIRONMENT = "tranche-environment";

    /** Under which number an instance was asked for. */
    static final String REQUEST = "tranche-request";

    /** Until when an instance may be idle, in seconds since 1970; its dead man's timer reads it. */
    static final String LEASE = "tranche-lease";

    private static final int LONGEST_VALUE = 256;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    private OwnerTags() {}

    static Tag tag(String key, String value) {
        return Tag.builder()
                .key(key)
                .value(value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) : value)
                .build();
    }

    /** The tags of all that an owner has for an environment. */
    static Map<String, String> of(String owner, String environment) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put(OWNER, owner);
        tags.put(ENVIRONMENT, environment);
        return tags;
    }

    static TagSpecification specification(ResourceType resource, Map<String, String> tags) {
        return TagSpecification.builder()
                .resourceType(resource)
                .tags(tags.entrySet().stream()
                        .map(tag -> tag(tag.getKey(), tag.getValue()))
                        .toList())
                .build();
    }

    /** What finds all that has such tags. */
    static List<Filter> filters(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Filter.builder()
                        .name("tag:" + tag.getKey())
                        .values(tag.getValue())
                        .build())
                .toList();
    }

    /** Until when an instance may be idle; empty if it has no lease, or somebody else has written something there. */
    static Optional<Instant> lease(Instance instance) {
        return instance.tags().stream()
                .filter(tag ->
                        LEASE.equals(tag.key()) && SECONDS.matcher(tag.value()).matches())
                .map(tag -> Instant.ofEpochSecond(Long.parseLong(tag.value())))
                .findFirst();
    }
}
