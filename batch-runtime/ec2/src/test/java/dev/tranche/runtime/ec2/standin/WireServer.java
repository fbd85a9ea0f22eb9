package dev.tranche.runtime.ec2.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Speaks AWS's protocols: JSON 1.1, where a header names the operation, and query, where a form does and the answer is XML. Knows
 * nothing of what the operations do.
 */
final class WireServer implements AutoCloseable {
    static {
        // otherwise each answer waits 40 ms for the acknowledgement of its head
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int THREADS = 32;
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, JsonService> byTarget;
    private final Map<String, QueryService> byVersion;
    private final StandInClock clock;
    private final CallLog calls;
    private final Injections injections;
    private final RateLimits limits;

    /** An answer that the models do not allow: the fault is the stand-in's, and every test has to know. */
    private final AtomicReference<@Nullable String> fault = new AtomicReference<>();

    /** A service that speaks JSON 1.1. */
    interface JsonService {
        String name();

        ApiModel model();

        ObjectNode call(String operation, JsonNode request);
    }

    /** A service that speaks query. */
    interface QueryService {
        String name();

        /** The answer as XML, with its root element. */
        String call(String operation, Map<String, String> parameters);
    }

    WireServer(
            Map<String, JsonService> byTarget,
            Map<String, QueryService> byVersion,
            StandInClock clock,
            CallLog calls,
            Injections injections,
            RateLimits limits) {
        this.byTarget = byTarget;
        this.byVersion = byVersion;
        this.clock = clock;
        this.calls = calls;
        this.injections = injections;
        this.limits = limits;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            exchange.getResponseHeaders()
                    .set("Date", HTTP_DATE.format(clock.now().atOffset(ZoneOffset.UTC)));
            exchange.getResponseHeaders()
                    .set("x-amzn-RequestId", UUID.randomUUID().toString());
            if (target != null) {
                json(exchange, target, body);
            } else {
                query(exchange, form(body));
            }
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e.toString());
            throw e;
        }
    }

    private void json(HttpExchange exchange, String target, String body) throws IOException {
        int dot = target.lastIndexOf('.');
        JsonService service = byTarget.get(target.substring(0, dot));
        String operation = target.substring(dot + 1);
        try {
            if (service == null || !service.model().has(operation)) {
                throw new ApiError(400, "UnknownOperationException", "unknown operation " + target);
            }
            calls.add(new CallLog.Call(operation, clock.now(), body));
            limits.take(operation);
            injections.before(service.name(), operation);
            JsonNode request = JSON.readTree(body.isEmpty() ? "{}" : body);
            service.model().wrongInput(operation, request).ifPresent(wrong -> {
                throw ApiError.invalid(wrong);
            });
            ObjectNode answer = service.call(operation, request);
            service.model().wrongOutput(operation, answer).ifPresent(wrong -> {
                throw new AssertionError(operation + " answers what the model does not allow: " + wrong);
            });
            injections.after(operation);
            send(exchange, 200, "application/x-amz-json-1.1", JSON.writeValueAsString(answer));
        } catch (ApiError e) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("__type", e.code);
            error.put("message", e.getMessage());
            error.putAll(e.more);
            send(exchange, e.status, "application/x-amz-json-1.1", JSON.writeValueAsString(error));
        }
    }

    private void query(HttpExchange exchange, Map<String, String> parameters) throws IOException {
        String operation = parameters.getOrDefault("Action", "");
        QueryService service = byVersion.get(parameters.getOrDefault("Version", ""));
        if (service == null) {
            throw new AssertionError("no service has action " + operation);
        }
        try {
            calls.add(new CallLog.Call(operation, clock.now(), parameters.toString()));
            injections.before(service.name(), operation);
            String answer = service.call(operation, parameters);
            injections.after(operation);
            send(exchange, 200, "text/xml", answer);
        } catch (ApiError e) {
            send(exchange, e.status, "text/xml", error(service, e));
        }
    }

    private static String error(QueryService service, ApiError e) {
        String inner =
                "<Code>" + e.code + "</Code><Message>" + Xml.escaped(String.valueOf(e.getMessage())) + "</Message>";
        return service.name().equals("ec2")
                ? "<Response><Errors><Error>" + inner + "</Error></Errors><RequestID>r</RequestID></Response>"
                : "<ErrorResponse><Error><Type>Sender</Type>" + inner
                        + "</Error><RequestId>r</RequestId></ErrorResponse>";
    }

    private static Map<String, String> form(String body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String each : body.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(each.substring(0, equals)), decoded(each.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        if (fault.get() != null) {
            throw new AssertionError("the stand-in failed: " + fault.get());
        }
    }
}
