package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudWatch Logs: groups, streams, events. A page has at most a MiB or 10,000 events; who has read all gets the token that it
 * came with ("If you have reached the end of the stream, it returns the same token you passed in").
 */
final class LogsService implements WireServer.JsonService {
    static final int LARGEST_EVENT = 262_118;
    private static final int MOST_EVENTS = 10_000;
    private static final long LARGEST_PAGE = 1_048_576;

    private final ApiModel model = ApiModel.of("logs");
    private final StandInClock clock;
    private final Supplier<Duration> late;
    private final Map<String, Integer> retention = new ConcurrentHashMap<>();
    private final Map<String, Map<String, List<Event>>> groups = new ConcurrentHashMap<>();

    private record Event(Instant at, Instant visibleAt, String message) {}

    LogsService(StandInClock clock, Supplier<Duration> late) {
        this.clock = clock;
        this.late = late;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public ApiModel model() {
        return model;
    }

    boolean hasGroup(String name) {
        return groups.containsKey(name);
    }

    void createGroup(String name) {
        if (groups.putIfAbsent(name, new ConcurrentHashMap<>()) != null) {
            throw new ApiError(400, "ResourceAlreadyExistsException", "The specified log group already exists");
        }
    }

    /** A line of a container arrives; its stream is made by the first. An event is never empty, so an empty line is none. */
    void put(String group, String stream, Instant at, String message) {
        Map<String, List<Event>> streams = groups.get(group);
        if (streams == null || message.isEmpty()) {
            return;
        }
        List<Event> events = streams.computeIfAbsent(stream, name -> new ArrayList<>());
        synchronized (events) {
            for (int from = 0; from < message.length(); from += LARGEST_EVENT) {
                String part = message.substring(from, Math.min(message.length(), from + LARGEST_EVENT));
                events.add(new Event(at, clock.now().plus(late.get()), part));
            }
        }
    }

    @Override
    public ObjectNode call(String operation, JsonNode request) {
        ObjectNode answer = WireServer.JSON.createObjectNode();
        switch (operation) {
            case "CreateLogGroup" -> createGroup(request.path("logGroupName").asString());
            case "PutRetentionPolicy" -> {
                group(request);
                retention.put(
                        request.path("logGroupName").asString(),
                        request.path("retentionInDays").asInt());
            }
            case "DescribeLogGroups" -> describeGroups(request, answer);
            case "GetLogEvents" -> events(request, answer);
            default -> throw new ApiError(400, "UnknownOperationException", operation);
        }
        return answer;
    }

    private void describeGroups(JsonNode request, ObjectNode answer) {
        var list = answer.putArray("logGroups");
        groups.keySet().stream()
                .filter(name ->
                        name.startsWith(request.path("logGroupNamePrefix").asString("")))
                .sorted()
                .forEach(name -> {
                    ObjectNode group = list.addObject().put("logGroupName", name);
                    Integer days = retention.get(name);
                    if (days != null) {
                        group.put("retentionInDays", days);
                    }
                });
    }

    private Map<String, List<Event>> group(JsonNode request) {
        Map<String, List<Event>> streams =
                groups.get(request.path("logGroupName").asString());
        if (streams == null) {
            throw new ApiError(400, "ResourceNotFoundException", "The specified log group does not exist.");
        }
        return streams;
    }

    private void events(JsonNode request, ObjectNode answer) {
        List<Event> stream = group(request).get(request.path("logStreamName").asString());
        List<Event> visible = stream == null ? List.of() : visible(stream);
        if (visible.isEmpty()) {
            throw new ApiError(400, "ResourceNotFoundException", "The specified log stream does not exist.");
        }
        String token = request.path("nextToken").asString("");
        boolean forward = token.isEmpty() ? request.path("startFromHead").asBoolean(false) : token.startsWith("f/");
        int at = token.isEmpty() ? (forward ? 0 : visible.size()) : Integer.parseInt(token.substring(2));
        int from = forward ? at : start(visible, at);
        int to = forward ? end(visible, at) : at;
        var list = answer.putArray("events");
        for (Event event : visible.subList(from, to)) {
            list.addObject()
                    .put("timestamp", event.at().toEpochMilli())
                    .put("message", event.message())
                    .put("ingestionTime", event.visibleAt().toEpochMilli());
        }
        answer.put("nextForwardToken", "f/" + to);
        answer.put("nextBackwardToken", "b/" + from);
    }

    private List<Event> visible(List<Event> stream) {
        Instant now = clock.now();
        synchronized (stream) {
            return stream.stream()
                    .filter(event -> !event.visibleAt().isAfter(now))
                    .toList();
        }
    }

    private static int end(List<Event> events, int from) {
        long bytes = 0;
        int to = from;
        while (to < events.size() && to - from < MOST_EVENTS && bytes + size(events.get(to)) <= LARGEST_PAGE) {
            bytes += size(events.get(to++));
        }
        return to;
    }

    private static int start(List<Event> events, int to) {
        long bytes = 0;
        int from = to;
        while (from > 0 && to - from < MOST_EVENTS && bytes + size(events.get(from - 1)) <= LARGEST_PAGE) {
            bytes += size(events.get(--from));
        }
        return from;
    }

    private static int size(Event event) {
        return event.message().length() + 26;
    }
}
