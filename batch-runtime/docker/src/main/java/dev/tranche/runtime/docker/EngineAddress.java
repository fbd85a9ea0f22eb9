package dev.tranche.runtime.docker;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEngine;
import dev.tranche.model.DockerEnvironment;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where an engine is, and how it is spoken to.
 *
 * @param engine how its host is used
 * @param config what the client needs
 * @param found how the address came about, for those who have to correct it
 */
record EngineAddress(DockerEngine engine, DockerClientConfig config, String found) {
    private static final String DOCKER_HOST = "DOCKER_HOST";
    private static final String DOCKER_CONTEXT = "DOCKER_CONTEXT";

    /** The addresses of an environment's engines; without a word it is the one that Docker's own tools would use. */
    static List<EngineAddress> of(DockerEnvironment environment, Map<String, String> variables) {
        return environment.engines().isEmpty()
                ? List.of(found(variables))
                : environment.engines().stream().map(EngineAddress::named).toList();
    }

    private static EngineAddress found(Map<String, String> variables) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        if (isSet(variables, DOCKER_CONTEXT) && !isSet(variables, DOCKER_HOST)) {
            builder.withDockerContext(variables.get(DOCKER_CONTEXT));
        }
        DockerClientConfig config = built(builder, "the settings of Docker's command line");
        DockerEngine engine = ComputeEnvironment.named("found")
                .docker()
                .engine(config.getDockerHost())
                .build()
                .engines()
                .get(0);
        return new EngineAddress(engine, config, origin(variables));
    }

    private static String origin(Map<String, String> variables) {
        if (isSet(variables, DOCKER_HOST)) {
            return "from " + DOCKER_HOST;
        }
        if (isSet(variables, DOCKER_CONTEXT)) {
            return "from " + DOCKER_CONTEXT + "=" + variables.get(DOCKER_CONTEXT);
        }
        return DOCKER_HOST + " is not set; from the current context of Docker's command line, or its default";
    }

    private static boolean isSet(Map<String, String> variables, String name) {
        return !variables.getOrDefault(name, "").isBlank();
    }

    /** The variables and the context are about another engine, so they do not count here. */
    private static EngineAddress named(DockerEngine engine) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerContext("default")
                .withDockerHost(address(engine).toString())
                .withDockerTlsVerify(engine.tls().isPresent())
                .withDockerCertPath(engine.tls().map(Path::toString).orElse(null));
        return new EngineAddress(engine, built(builder, engine.host().toString()), "from the environment's engine(…)");
    }

    private static DockerClientConfig built(DefaultDockerClientConfig.Builder builder, String what) {
        try {
            return builder.build();
        } catch (DockerClientException e) {
            throw new IllegalArgumentException("cannot use " + what + ": " + e.getMessage(), e);
        }
    }

    /** docker-java knows HTTP as {@code tcp}, with or without TLS. */
    private static URI address(DockerEngine engine) {
        URI host = engine.host();
        boolean https = "https".equals(host.getScheme());
        if (https && engine.tls().isEmpty()) {
            throw new IllegalArgumentException(
                    "engine " + host + " speaks TLS: say with which certificates, engine(uri, e -> e.tls(directory))");
        }
        return https || "http".equals(host.getScheme())
                ? URI.create("tcp" + host.toString().substring(host.getScheme().length()))
                : host;
    }

    /** The engine's name as a host: its socket's path, or its host and port. */
    String name() {
        URI host = config.getDockerHost();
        return host.getAuthority() == null ? host.getPath() : host.getAuthority();
    }

    /** Whether it is on this machine, so that its disk is ours. */
    boolean isHere() {
        String scheme = config.getDockerHost().getScheme();
        return "unix".equals(scheme) || "npipe".equals(scheme);
    }
}
