package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog.Following;
import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.testkit.RecordingReports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** How a log is followed, and where that ends. */
class TaskLogTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final Steps steps = new Steps(nanos);
    private final Logs logs = new Logs();
    private final EcsTask task = new EcsTask(
            new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1),
            new HostId("lab", "i-1"),
            Need.NONE,
            false,
            new RecordingReports(),
            nanos::get);
    private final LogReader reader = new LogReader(
            logs, new Calls(new Rates("a test", 1, nanos::get, length -> nanos.addAndGet(length.toNanos()))));
    private final TaskLog log = new TaskLog(task, arn -> List.of(new LogPlace("group", "stream")), () -> reader, steps);
    private final List<String> lines = new ArrayList<>();

    /** One stream, which grows as the test says. */
    private static final class Logs implements CloudWatchLogsClient {
        final List<String> printed = new ArrayList<>();
        int calls;
        boolean denies;

        @Override
        public GetLogEventsResponse getLogEvents(GetLogEventsRequest request) {
            calls++;
            if (denies) {
                throw (CloudWatchLogsException) CloudWatchLogsException.builder()
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("AccessDeniedException")
                                .errorMessage("no")
                                .build())
                        .statusCode(400)
                        .build();
            }
            int from = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
            if (!request.startFromHead() && request.nextToken() != null) {
                from = printed.size(); // all has been read
            }
            return GetLogEventsResponse.builder()
                    .events(printed.subList(from, printed.size()).stream()
                            .map(each -> OutputLogEvent.builder()
                                    .timestamp(NOW.toEpochMilli())
                                    .message(each)
                                    .build())
                            .toList())
                    .nextForwardToken(Integer.toString(printed.size()))
                    .nextBackwardToken("0")
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @CanIgnoreReturnValue
    private Following follow() {
        assertThat(task.beginSending()).isTrue();
        task.known("task/1");
        return log.follow(Stream.STDOUT, lines::add);
    }

    private void end() {
        task.ended(new AttemptEnd.Exited(0, NOW));
    }

    @Test
    void a_silent_log_is_looked_at_less_and_less_often_and_one_that_speaks_at_once() throws InterruptedException {
        Following following = follow();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pauses.add(steps.step());
        }
        assertThat(pauses)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        logs.printed.add("one");
        steps.step();
        assertThat(steps.step()).isZero();
        assertThat(lines).containsExactly("one");

        following.close();
        int calls = logs.calls;
        steps.step();
        assertThat(logs.calls).isEqualTo(calls);
        assertThat(steps.isIdle()).isTrue();
    }

    @Test
    void lines_that_arrive_after_the_end_are_given_and_then_it_is_over() throws InterruptedException {
        follow();
        steps.step();
        end();
        logs.printed.add("late");
        steps.step();
        assertThat(lines).containsExactly("late");

        nanos.addAndGet(TaskLog.LATE.toNanos());
        steps.step();
        assertThat(steps.isIdle()).isTrue();
    }

    @Test
    void a_log_that_cannot_be_read_is_tried_until_the_end_and_then_says_why() throws InterruptedException {
        logs.denies = true;
        follow();
        steps.step();
        steps.step();
        assertThat(lines).isEmpty();

        end();
        nanos.addAndGet(TaskLog.LATE.toNanos());
        steps.step();
        assertThat(lines).containsExactly("(the log cannot be read: AccessDeniedException: no)");
        assertThat(steps.isIdle()).isTrue();
    }

    @Test
    void output_that_goes_elsewhere_is_said_to_and_not_looked_for() throws InterruptedException {
        assertThat(task.beginSending()).isTrue();
        task.known("task/1");
        TaskLog elsewhere = new TaskLog(task, arn -> List.of(), () -> reader, steps);

        try (Following following = elsewhere.follow(Stream.STDOUT, lines::add)) {
            assertThat(following).isNotNull();
            steps.step();
            steps.step();
        }
        assertThat(lines).containsExactly(TaskLog.ELSEWHERE);
        assertThat(steps.isIdle()).isTrue();
        assertThat(elsewhere.text(Stream.STDOUT, 1_000)).isEqualTo(TaskLog.ELSEWHERE + "\n");
        assertThat(logs.calls).isZero();
    }

    @Test
    void a_line_that_the_log_driver_has_cut_is_one_line_again() {
        assertThat(task.beginSending()).isTrue();
        task.known("task/1");
        String part = "x".repeat(262_118);
        logs.printed.addAll(List.of(part, "end", "next"));

        assertThat(log.text(Stream.STDOUT, Integer.MAX_VALUE)).isEqualTo(part + "end\nnext\n");
    }
}
