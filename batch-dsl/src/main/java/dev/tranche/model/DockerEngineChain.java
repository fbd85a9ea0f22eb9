package dev.tranche.model;

import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.nio.file.Path;

/** The words of a container engine, as far as they have been said. */
final class DockerEngineChain implements DockerEnvironment.Engine {
    private static final ImmutableSet<String> SCHEMES = ImmutableSet.of("unix", "npipe", "tcp", "http", "https");

    private final Chain chain = new Chain();

    DockerEngineChain(URI host) {
        boolean right = host.getScheme() != null && SCHEMES.contains(host.getScheme());
        Check.ensure(right, host.toString(), "engine must be a URI with one of the schemes " + SCHEMES);
        chain.say(DockerEngine.HOST, host);
    }

    @Override
    public DockerEngineChain tls(Path certificates) {
        chain.say(DockerEngine.TLS, certificates);
        return this;
    }

    @Override
    public DockerEngineChain keepBack(int vcpus, MemorySize memory) {
        chain.say(DockerEngine.KEPT_VCPUS, Check.range("vCPUs kept back", vcpus, 0, Check.MAX_VCPUS));
        chain.say(DockerEngine.KEPT_MEMORY, Check.size("memory kept back", memory, MemorySize.mib(0)));
        return this;
    }

    @Override
    public DockerEngineChain maxConcurrent(int containers) {
        chain.say(DockerEngine.MAX_CONCURRENT, Check.positive("max concurrent", containers));
        return this;
    }

    DockerEngine build() {
        return new DockerEngine(chain.said());
    }
}
