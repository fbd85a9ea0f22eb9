package dev.tranche.runtime.docker;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A registry on the loopback interface, which an engine on this machine pulls from without being told to, whatever its
 * certificate. It serves images from memory, to everybody or to one user, and hands out a layer byte by byte for as long as
 * that is held back.
 */
final class TestRegistry implements AutoCloseable {
    static final String MANIFEST_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

    private static final long DRIP_MILLIS = 20;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Optional<String> authorization;
    private final Map<String, Served> images = new ConcurrentHashMap<>();
    private final List<String> manifestsGiven = new CopyOnWriteArrayList<>();

    /** An image, and what became of those who fetched its layer. */
    private static final class Served {
        final TestImage image;
        final CountDownLatch release;
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch givenUp = new CountDownLatch(1);

        Served(TestImage image, boolean held) {
            this.image = image;
            this.release = new CountDownLatch(held ? 1 : 0);
        }
    }

    private TestRegistry(SSLContext tls, Optional<String> authorization) throws IOException {
        this.authorization = authorization;
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/v2/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static TestRegistry open(SSLContext tls) throws IOException {
        return new TestRegistry(tls, Optional.empty());
    }

    /** One that answers this user only. */
    static TestRegistry openTo(SSLContext tls, String user, String password) throws IOException {
        String login = user + ":" + password;
        return new TestRegistry(
                tls,
                Optional.of("Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
    }

    /** The registry as it stands in names of images. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Serves an image under a name and the tag {@code 1}; returns what a job says for it. */
    @CanIgnoreReturnValue
    String serve(String name, TestImage image) {
        images.put(name, new Served(image, false));
        return host() + "/" + name + ":1";
    }

    /** The same, but its layer only trickles until it is released. */
    String hold(String name, TestImage image) {
        images.put(name, new Served(image, true));
        return host() + "/" + name + ":1";
    }

    void release(String name) {
        image(name).release.countDown();
    }

    /** Waits until somebody fetches the layer of an image. */
    void awaitFetching(String name) throws InterruptedException {
        await(image(name).begun, "nobody fetches " + name);
    }

    /** Waits until somebody who fetched the layer of an image has hung up before its end. */
    void awaitGivenUp(String name) throws InterruptedException {
        await(image(name).givenUp, "nobody gave up fetching " + name);
    }

    private static void await(CountDownLatch event, String otherwise) throws InterruptedException {
        if (!event.await(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(otherwise);
        }
    }

    /** How often an image was asked for. */
    long pulls(String name) {
        return manifestsGiven.stream().filter(name::equals).count();
    }

    private Served image(String name) {
        Served served = images.get(name);
        if (served == null) {
            throw new AssertionError("no image " + name);
        }
        return served;
    }

    // ---- the protocol

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            if (authorization.isPresent()
                    && !authorization.get().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
                send(exchange, 401, "application/json", error("UNAUTHORIZED", "authentication required"));
            } else if (path.isEmpty()) {
                send(exchange, 200, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
            } else {
                answer(exchange, path);
            }
        }
    }

    private void answer(HttpExchange exchange, String path) throws IOException {
        int manifests = path.indexOf("/manifests/");
        int blobs = path.indexOf("/blobs/");
        String name = path.substring(0, Math.max(0, Math.max(manifests, blobs)));
        Served served = images.get(name);
        if (served == null) {
            send(exchange, 404, "application/json", error("MANIFEST_UNKNOWN", "manifest unknown"));
        } else if (manifests > 0) {
            if (exchange.getRequestMethod().equals("GET")) {
                manifestsGiven.add(name);
            }
            byte[] manifest = served.image.manifest();
            exchange.getResponseHeaders().add("Docker-Content-Digest", TestImage.digest(manifest));
            send(exchange, 200, MANIFEST_TYPE, manifest);
        } else if (path.endsWith(TestImage.digest(served.image.config))) {
            send(exchange, 200, "application/octet-stream", served.image.config);
        } else {
            sendLayer(exchange, served);
        }
    }

    private static byte[] error(String code, String message) {
        return ("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
        } else {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static void sendLayer(HttpExchange exchange, Served served) throws IOException {
        byte[] layer = served.image.compressedLayer;
        exchange.sendResponseHeaders(200, layer.length);
        OutputStream out = exchange.getResponseBody();
        served.begun.countDown();
        int sent = 0;
        try {
            while (!served.release.await(DRIP_MILLIS, TimeUnit.MILLISECONDS) && sent < layer.length - 1) {
                out.write(layer, sent++, 1);
                out.flush();
            }
            out.write(layer, sent, layer.length - sent);
        } catch (IOException e) {
            served.givenUp.countDown();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        images.values().forEach(served -> served.release.countDown());
        server.stop(0);
        threads.shutdownNow();
    }
}
