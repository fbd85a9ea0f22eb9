package dev.tranche.model;

/** The words of an unmanaged environment, as far as they have been said. */
final class UnmanagedEnvironmentChain implements UnmanagedEnvironmentBuilder {
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
    public UnmanagedEnvironment build() {
        return new UnmanagedEnvironment(base.plus(chain.said()));
    }
}
