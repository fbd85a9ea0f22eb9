package dev.tranche.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clients of one engine. Ours are two: a call has to be answered within its time, and a stream may be silent for days. One
 * that the application gave serves for both and stays open.
 */
final class EngineConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineConnection.class);

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /** A start on an engine with much to do takes seconds; nothing that is well takes longer than this. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final String name;
    private final DockerClient calls;
    private final DockerClient streams;
    private final boolean ours;

    private EngineConnection(String name, DockerClient calls, DockerClient streams, boolean ours) {
        this.name = name;
        this.calls = calls;
        this.streams = streams;
        this.ours = ours;
    }

    /** Prepares a connection; nothing is sent yet. */
    static EngineConnection to(String name, DockerClientConfig config) {
        return new EngineConnection(name, client(config, ANSWER), client(config, null), true);
    }

    /** A client of the application. */
    static EngineConnection of(String name, DockerClient given) {
        return new EngineConnection(name, given, given, false);
    }

    private static DockerClient client(DockerClientConfig config, @Nullable Duration answer) {
        ZerodepDockerHttpClient.Builder http = new ZerodepDockerHttpClient.Builder()
                .dockerHost(config.getDockerHost())
                .sslConfig(config.getSSLConfig())
                .connectionTimeout(CONNECT);
        return DockerClientImpl.getInstance(config, (answer == null ? http : http.responseTimeout(answer)).build());
    }

    String name() {
        return name;
    }

    DockerClient calls() {
        return calls;
    }

    DockerClient streams() {
        return streams;
    }

    @Override
    public void close() {
        if (ours) {
            close(calls);
            close(streams);
        }
    }

    private void close(DockerClient client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.warn("a connection to engine {} cannot be closed", name, e);
        }
    }
}
