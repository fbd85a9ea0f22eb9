package dev.tranche.model;

import java.net.URI;
import java.util.regex.Pattern;

/** The words of an unmanaged environment, as far as they have been said. */
final class UnmanagedEnvironmentChain implements UnmanagedEnvironmentBuilder {
    /** What ECS takes at the most. */
    private static final int MAX_EXPRESSION = 2_000;

    private static final Pattern REGION = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d+");
    private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/\\S+");

    private final Settings base;
    private final Chain chain = new Chain();

    UnmanagedEnvironmentChain(Settings base) {
        this.base = base;
    }

    @Override
    public UnmanagedEnvironmentChain name(String name) {
        chain.say(Setting.NAME, Check.name("compute environment", name));
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain cluster(String cluster) {
        chain.say(UnmanagedEnvironment.CLUSTER, Check.present("cluster", cluster));
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain unmanagedVcpus(int vcpus) {
        chain.say(UnmanagedEnvironment.UNMANAGED_VCPUS, Check.range("unmanaged vCPUs", vcpus, 1, Check.MAX_VCPUS));
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain region(String region) {
        chain.say(
                UnmanagedEnvironment.REGION,
                Check.matching(REGION, region, "region must be the name of a region like eu-central-1"));
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain endpoint(URI endpoint) {
        boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
        Check.ensure(
                http && endpoint.getHost() != null, endpoint.toString(), "endpoint must be an http or https address");
        chain.say(UnmanagedEnvironment.ENDPOINT, endpoint);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain assumeRole(String role) {
        chain.say(
                UnmanagedEnvironment.ASSUME_ROLE,
                Check.matching(ROLE, role, "role to assume must be an ARN like arn:aws:iam::123456789012:role/batch"));
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain only(String expression) {
        Check.present("only", expression);
        Check.ensure(
                expression.length() <= MAX_EXPRESSION,
                expression,
                "only must be an expression of at most " + MAX_EXPRESSION + " characters");
        chain.say(UnmanagedEnvironment.ONLY, expression);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain onInterruption(OnInterruption choice) {
        chain.say(UnmanagedEnvironment.ON_INTERRUPTION, choice);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain baseImage(String image) {
        chain.say(UnmanagedEnvironment.BASE_IMAGE, Check.image(image));
        return this;
    }

    @Override
    public UnmanagedEnvironment build() {
        return new UnmanagedEnvironment(base.plus(chain.said()));
    }
}
