package dev.tranche.model;

/** The words of a local environment, as far as they have been said. */
final class LocalEnvironmentChain implements LocalEnvironmentBuilder {
    private final Settings base;
    private final Chain chain = new Chain();

    LocalEnvironmentChain(Settings base) {
        this.base = base;
    }

    @Override
    public LocalEnvironmentChain name(String name) {
        chain.say(Setting.NAME, Check.name("compute environment", name));
        return this;
    }

    @Override
    public LocalEnvironmentChain vcpus(int vcpus) {
        chain.say(LocalEnvironment.VCPUS, Check.range("vcpus", vcpus, 1, Check.MAX_VCPUS));
        return this;
    }

    @Override
    public LocalEnvironmentChain memory(MemorySize memory) {
        chain.say(LocalEnvironment.MEMORY, Check.memory(memory));
        return this;
    }

    @Override
    public LocalEnvironment build() {
        return new LocalEnvironment(base.plus(chain.said()));
    }
}
