package dev.tranche.runtime.ec2;

import dev.tranche.runtime.spi.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** Reads log streams of CloudWatch Logs, page by page, at the rate of their region. A stream that is not there is empty. */
final class LogReader {
    /** How many pages of one stream are read in one go; a page has up to a MiB or 10,000 events. */
    static final int MOST_PAGES = 64;

    private final CloudWatchLogsClient logs;
    private final Calls calls;

    LogReader(CloudWatchLogsClient logs, Calls calls) {
        this.logs = logs;
        this.calls = calls;
    }

    /** What was read going forward, and where to go on. */
    record Page(List<LogLine> lines, @Nullable String token) {}

    /** The last lines of some streams in the order of their times, as many as have so many bytes. */
    List<LogLine> last(List<LogPlace> places, int maxBytes) throws InterruptedException {
        List<LogLine> all = new ArrayList<>();
        for (LogPlace place : places) {
            all.addAll(last(place, maxBytes));
        }
        if (places.size() > 1) {
            all.sort(Comparator.comparing(line -> line.at().orElse(Instant.EPOCH)));
        }
        return all;
    }

    private List<LogLine> last(LogPlace place, int maxBytes) throws InterruptedException {
        Deque<LogLine> lines = new ArrayDeque<>();
        long bytes = 0;
        String token = null;
        for (int page = 0; page < MOST_PAGES && bytes < maxBytes; page++) {
            Optional<GetLogEventsResponse> answer = get(place, token, false);
            if (answer.isEmpty() || answer.get().nextBackwardToken().equals(token)) {
                break;
            }
            List<OutputLogEvent> events = answer.get().events();
            for (int i = events.size() - 1; i >= 0 && bytes < maxBytes; i--) {
                LogLine line = line(events.get(i));
                lines.addFirst(line);
                bytes += line.text().getBytes(StandardCharsets.UTF_8).length + 1L;
            }
            token = answer.get().nextBackwardToken();
        }
        return List.copyOf(lines);
    }

    /** What has come since a page, or from the beginning. */
    Page next(LogPlace place, @Nullable String token) throws InterruptedException {
        Optional<GetLogEventsResponse> answer = get(place, token, true);
        return answer.isEmpty()
                ? new Page(List.of(), token)
                : new Page(
                        answer.get().events().stream().map(LogReader::line).toList(),
                        answer.get().nextForwardToken());
    }

    private Optional<GetLogEventsResponse> get(LogPlace place, @Nullable String token, boolean forward)
            throws InterruptedException {
        try {
            return Optional.of(calls.again(
                    "GetLogEvents",
                    () -> logs.getLogEvents(request -> request.logGroupName(place.group())
                            .logStreamName(place.stream())
                            .startFromHead(forward)
                            .nextToken(token))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty(); // nothing has been printed, or it has not arrived
        }
    }

    private static LogLine line(OutputLogEvent event) {
        return new LogLine(Optional.of(Instant.ofEpochMilli(event.timestamp())), event.message());
    }
}
