package dev.tranche.model;

import java.net.URI;

/** The words of an unmanaged environment, as far as they have been said. */
final class UnmanagedEnvironmentChain implements UnmanagedEnvironmentBuilder {
    /** What ECS takes at the most. */
    private static final int MAX_EXPRESSION = 2_000;

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
        EcsWords.region(chain, region);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain endpoint(URI endpoint) {
        EcsWords.endpoint(chain, endpoint);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain assumeRole(String role) {
        EcsWords.assumeRole(chain, role);
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
        chain.say(EcsWords.ON_INTERRUPTION, choice);
        return this;
    }

    @Override
    public UnmanagedEnvironmentChain baseImage(String image) {
        EcsWords.baseImage(chain, image);
        return this;
    }

    @Override
    public UnmanagedEnvironment build() {
        return new UnmanagedEnvironment(base.plus(chain.said()));
    }
}
