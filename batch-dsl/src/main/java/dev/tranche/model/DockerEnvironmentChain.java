package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The words of a Docker environment, as far as they have been said. */
final class DockerEnvironmentChain implements DockerEnvironmentBuilder {
    private final Settings base;
    private final Chain chain = new Chain();
    private final Map<URI, DockerEngine> engines = new LinkedHashMap<>();

    DockerEnvironmentChain(Settings base) {
        this.base = base;
    }

    @Override
    public DockerEnvironmentChain name(String name) {
        chain.say(Setting.NAME, Check.name("compute environment", name));
        return this;
    }

    @Override
    public DockerEnvironmentChain engine(URI host) {
        return engine(host, engine -> engine);
    }

    @Override
    public DockerEnvironmentChain engine(URI host, UnaryOperator<DockerEnvironment.Engine> engine) {
        DockerEngine built =
                Chain.nested("engine", engine, new DockerEngineChain(host)).build();
        if (engines.putIfAbsent(host, built) != null) {
            throw new IllegalStateException("engine " + host + " was already added");
        }
        return this;
    }

    @Override
    public DockerEnvironmentChain baseImage(String image) {
        chain.say(DockerEnvironment.BASE_IMAGE, Check.image(image));
        return this;
    }

    @Override
    public DockerEnvironmentChain pull(DockerEnvironment.Pull pull) {
        chain.say(DockerEnvironment.PULL, pull);
        return this;
    }

    @Override
    public DockerEnvironmentChain pinDigests() {
        chain.say(DockerEnvironment.PIN_DIGESTS, true);
        return this;
    }

    @Override
    public DockerEnvironment build() {
        Settings all = base.plus(chain.said());
        return new DockerEnvironment(
                engines.isEmpty() ? all : all.with(DockerEnvironment.ENGINES, ImmutableList.copyOf(engines.values())));
    }
}
