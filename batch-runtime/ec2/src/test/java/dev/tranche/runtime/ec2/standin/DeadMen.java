package dev.tranche.runtime.ec2.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs what user data has installed as the dead man's timer of an instance: the script itself, with the metadata service and the
 * agent's introspection that it would find there, and a {@code shutdown} that ends the instance.
 */
public final class DeadMen implements AutoCloseable {
    private static final Pattern SCRIPT = Pattern.compile("<<'DEADMAN'\n(.*?)DEADMAN\n", Pattern.DOTALL);
    private static final Pattern TAG = Pattern.compile("/imds/([^/]+)/meta-data/tags/instance/(.+)");
    private static final Pattern TASKS = Pattern.compile("/agent/([^/]+)/tasks");
    private static final String TOKEN = "token-of-the-metadata-service";
    private static final int SHUT_DOWN = 77;

    private final AwsStandIn aws;
    private final EcsState state;
    private final Path directory;
    private final HttpServer server;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean agentsAnswer = true;

    DeadMen(AwsStandIn aws, EcsState state) {
        this.aws = aws;
        this.state = state;
        try {
            directory = Files.createTempDirectory("dead-men");
            Path shutdown = Files.createFile(
                    directory.resolve("shutdown"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(shutdown, "#!/bin/sh\nexit " + SHUT_DOWN + "\n");
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Every agent is dead: its introspection does not answer. */
    public DeadMen agentsAnswer(boolean whether) {
        agentsAnswer = whether;
        return this;
    }

    /** Runs the timers of all instances from now on. */
    public void every(Duration pace) {
        var unused = timer.scheduleWithFixedDelay(
                () -> aws.ec2().living().forEach(this::tick), pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Runs the timer of an instance once, as old as it is. */
    public void tick(StandInInstance instance) {
        tick(instance, Duration.between(instance.launchedAt(), Instant.now()));
    }

    /** Runs the timer of an instance once, as if it had been up for so long. */
    public void tick(StandInInstance instance, Duration up) {
        try {
            Path script = Files.writeString(directory.resolve(instance.id()), script(instance));
            Path uptime = Files.writeString(directory.resolve(instance.id() + ".up"), up.toSeconds() + ".25 1.00\n");
            ProcessBuilder run = new ProcessBuilder("sh", script.toString()).inheritIO();
            String address = "http://127.0.0.1:" + server.getAddress().getPort();
            run.environment().put("IMDS", address + "/imds/" + instance.id());
            run.environment().put("AGENT", address + "/agent/" + instance.id());
            run.environment().put("UPTIME", uptime.toString());
            run.environment().merge("PATH", directory.toString(), (path, own) -> own + ":" + path);
            if (run.start().waitFor() == SHUT_DOWN) {
                instance.end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String script(StandInInstance instance) {
        Matcher found = SCRIPT.matcher(instance.userData());
        if (!found.find()) {
            throw new AssertionError("user data without a dead man's script: " + instance.userData());
        }
        return found.group(1);
    }

    // ---- what a process on the instance sees

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/api/token")) {
                send(exchange, exchange.getRequestMethod().equals("PUT") ? Optional.of(TOKEN) : Optional.empty());
            } else if (path.startsWith("/imds/")) {
                boolean known = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
                send(exchange, known ? tag(path) : Optional.empty());
            } else {
                send(exchange, agentsAnswer ? tasks(path) : Optional.empty());
            }
        }
    }

    private static void send(HttpExchange exchange, Optional<String> body) throws IOException {
        byte[] bytes = body.orElse("").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(body.isPresent() ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Optional<StandInInstance> instance(String id) {
        return aws.ec2().launched().stream()
                .filter(each -> each.id().equals(id))
                .findFirst();
    }

    private Optional<String> tag(String path) {
        Matcher asked = TAG.matcher(path);
        return asked.matches()
                ? instance(asked.group(1)).map(each -> each.tags().get(asked.group(2)))
                : Optional.empty();
    }

    private Optional<String> tasks(String path) {
        Matcher asked = TASKS.matcher(path);
        if (!asked.matches()) {
            return Optional.empty();
        }
        ObjectNode answer = WireServer.JSON.createObjectNode();
        ArrayNode tasks = answer.putArray("Tasks");
        List<TaskRun> all = state.all();
        synchronized (state) {
            instance(asked.group(1))
                    .flatMap(StandInInstance::host)
                    .ifPresent(host -> all.stream()
                            .filter(task -> task.host() == host)
                            .forEach(task ->
                                    tasks.addObject().put("Arn", task.arn()).put("KnownStatus", task.lastStatus())));
        }
        return Optional.of(answer.toString());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        server.stop(0);
    }
}
