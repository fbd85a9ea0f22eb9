package dev.tranche.model;

import java.net.URI;
import java.util.regex.Pattern;

/** What can be said of any {@link EcsEnvironment}, and what may be said. */
final class EcsWords {
    static final Setting<String> REGION = Setting.of("region");
    static final Setting<URI> ENDPOINT = Setting.of("endpoint");
    static final Setting<String> ASSUME_ROLE = Setting.of("role to assume");
    static final Setting<OnInterruption> ON_INTERRUPTION = Setting.of("on interruption");
    static final Setting<String> BASE_IMAGE = Setting.of("base image");

    private static final Pattern REGION_NAME = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S+");

    private EcsWords() {}

    static void region(Chain chain, String region) {
        chain.say(REGION, Check.matching(REGION_NAME, region, "region must be the name of a region like eu-central-1"));
    }

    static void endpoint(Chain chain, URI endpoint) {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        Check.ensure(
                http && endpoint.getHost() != null, endpoint.toString(), "endpoint must be an http or https address");
        chain.say(ENDPOINT, endpoint);
    }

    static void assumeRole(Chain chain, String role) {
        chain.say(
                ASSUME_ROLE,
                Check.matching(ROLE, role, "role to assume must be an ARN like arn:aws:iam::123456789012:role/batch"));
    }

    static void baseImage(Chain chain, String image) {
        chain.say(BASE_IMAGE, Check.image(image));
    }
}
