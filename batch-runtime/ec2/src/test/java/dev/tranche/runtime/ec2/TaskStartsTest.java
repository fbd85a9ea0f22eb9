package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.testkit.RecordingReports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What is said of a start, again and again until it is certain, and where that ends. */
class TaskStartsTest implements TaskStarts.Surroundings {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final AttemptId ID = new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1);
    private static final HostId HOST = new HostId("lab", "i-1");
    private static final String ARN = "arn:aws:ecs:eu-central-1:123456789012:task/lab/0123";

    private final AtomicLong nanos = new AtomicLong();
    private final Steps steps = new Steps(nanos);
    private final RecordingReports reports = new RecordingReports();
    private final List<RunTaskRequest> said = new ArrayList<>();
    private final List<EcsTask> there = new ArrayList<>();
    private final Validity validity = new Validity(nanos::get);
    private Supplier<RunTaskResponse> answer = TaskStartsTest::taken;

    private final Calls calls =
            new Calls(new Rates("a test", 1, nanos::get, length -> nanos.addAndGet(length.toNanos())));
    private final Ecs ecs = new Ecs();
    private final Cluster cluster = new Cluster("lab", Optional.empty(), ecs, calls);
    private final TaskDefinitions definitions = new TaskDefinitions(ecs, calls, nanos::get);

    /** An ECS that answers starts as the test says, and lists no tasks. */
    private final class Ecs implements EcsClient {
        @Override
        public RunTaskResponse runTask(RunTaskRequest request) {
            said.add(request);
            return answer.get();
        }

        @Override
        public ListTasksResponse listTasks(ListTasksRequest request) {
            return ListTasksResponse.builder().build();
        }

        @Override
        public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
            return DescribeTaskDefinitionResponse.builder()
                    .taskDefinition(TaskDefinition.builder()
                            .taskDefinitionArn(request.taskDefinition() + ":1")
                            .status("ACTIVE")
                            .build())
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Override
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public TaskDefinitions definitions() {
        return definitions;
    }

    @Override
    public TaskSettings settings() {
        return new TaskSettings(Optional.empty(), "/aws/batch/job", "eu-central-1");
    }

    @Override
    public void isThere(EcsTask task) {
        there.add(task);
    }

    @CanIgnoreReturnValue
    private EcsTask start(boolean ofEarlierOpening, Duration ago) {
        JobDefinition definition = JobDefinition.named("d")
                .image("app:1")
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
        Launch launch = new Launch(ID, HOST, "j", definition, Map.of(), Map.of(), Optional.empty());
        EcsTask task = new EcsTask(ID, HOST, Need.NONE, ofEarlierOpening, reports, nanos::get);
        new TaskStarts("me", validity, steps, this, Clock.fixed(NOW, ZoneOffset.UTC), nanos::get)
                .start(task, launch.placedAt(NOW.minus(ago)));
        return task;
    }

    @CanIgnoreReturnValue
    private EcsTask start() {
        return start(false, Duration.ZERO);
    }

    private static RunTaskResponse taken() {
        return RunTaskResponse.builder()
                .tasks(Task.builder().taskArn(ARN).build())
                .build();
    }

    private static Supplier<RunTaskResponse> failure(String reason) {
        return () -> RunTaskResponse.builder()
                .failures(Failure.builder().reason(reason).build())
                .build();
    }

    private static Supplier<RunTaskResponse> refusal(String code, int status, String message) {
        return () -> {
            throw (EcsException) EcsException.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode(code)
                            .errorMessage(message)
                            .build())
                    .statusCode(status)
                    .build();
        };
    }

    @Test
    void a_start_is_pinned_to_its_host_and_says_whose_it_is() throws InterruptedException {
        EcsTask task = start();
        steps.step();

        assertThat(there).containsExactly(task);
        assertThat(task.arn()).contains(ARN);
        RunTaskRequest request = said.get(0);
        assertThat(request.placementConstraints().get(0).expression()).isEqualTo("ec2InstanceId == i-1");
        assertThat(request.clientToken()).isEqualTo(ID.toString());
        assertThat(request.startedBy()).isEqualTo("me");
        assertThat(request.count()).isEqualTo(1);
    }

    @Test
    void without_an_answer_it_is_said_again_word_for_word_less_and_less_often() throws InterruptedException {
        answer = refusal("ServerException", 500, "later");
        start();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            pauses.add(steps.step());
        }
        answer = TaskStartsTest::taken;
        steps.step();

        assertThat(pauses)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15));
        assertThat(said).hasSize(8);
        assertThat(said.stream().distinct()).hasSize(1);
        assertThat(there).hasSize(1);
    }

    @Test
    void what_ecs_may_have_forgotten_is_looked_for_and_not_said_again() throws InterruptedException {
        answer = refusal("ServerException", 500, "later");
        start();
        steps.step();
        nanos.addAndGet(TaskStarts.TOKEN_LIFE.toNanos());
        steps.step();

        assertThat(said).hasSize(1);
        assertThat(reports.ends(ID)).singleElement().isInstanceOf(AttemptEnd.Unknown.class);
        assertThat(steps.isIdle()).isTrue();
    }

    @Test
    void a_start_of_an_earlier_opening_is_said_again_within_the_hour_and_looked_for_after_it()
            throws InterruptedException {
        start(true, TaskStarts.TOKEN_LIFE);
        steps.step();
        assertThat(said).hasSize(1);

        start(true, TaskStarts.TOKEN_LIFE.plusNanos(1));
        steps.step();
        assertThat(said).hasSize(1);
        assertThat(reports.ends(ID)).singleElement().isInstanceOf(AttemptEnd.Unknown.class);
    }

    @Test
    void a_refusal_of_what_an_earlier_opening_may_have_started_is_not_believed() throws InterruptedException {
        answer = refusal("AccessDeniedException", 400, "no");
        start(true, Duration.ZERO);
        steps.step();
        assertThat(reports.ends(ID)).isEmpty();

        answer = TaskStartsTest::taken;
        steps.step();
        assertThat(there).hasSize(1);
    }

    @Test
    void a_conflict_names_the_task_that_is_there() throws InterruptedException {
        answer = () -> {
            throw ConflictException.builder().resourceIds(ARN).message("used").build();
        };
        EcsTask task = start();
        steps.step();

        assertThat(task.arn()).contains(ARN);
        assertThat(there).containsExactly(task);
    }

    @Test
    void a_host_without_room_or_contact_is_tried_for_a_bounded_time_and_the_job_is_placed_anew()
            throws InterruptedException {
        answer = failure("RESOURCE:MEMORY");
        EcsTask task = start();
        steps.step();
        assertThat(task.startWait().orElse(""))
                .isEqualTo("ECS refuses the start on i-1: RESOURCE:MEMORY; tried again in 1 s");
        answer = failure("AGENT");
        steps.step();
        nanos.addAndGet(TaskStarts.NO_ROOM_FOR.toNanos()
                - nanos.get()
                - Duration.ofSeconds(2).toNanos());
        steps.step();
        assertThat(reports.ends(ID)).isEmpty();

        steps.step();
        assertThat(reports.ends(ID))
                .containsExactly(new AttemptEnd.NotPlaced("Host EC2 (instance i-1) did not take it: AGENT", NOW));
        assertThat(steps.isIdle()).isTrue();
    }

    @Test
    void an_instance_that_can_not_do_what_the_task_needs_is_a_start_that_failed() throws InterruptedException {
        answer = failure("ATTRIBUTE");
        start();
        steps.step();

        assertThat(reports.ends(ID)).containsExactly(new AttemptEnd.StartFailed("ATTRIBUTE", NOW));
    }

    @Test
    void a_cluster_whose_last_instance_has_just_left_is_no_attempt() throws InterruptedException {
        answer = refusal("InvalidParameterException", 400, "No Container Instances were found in your cluster.");
        start();
        steps.step();
        assertThat(reports.ends(ID)).isEmpty();

        answer = TaskStartsTest::taken;
        steps.step();
        assertThat(there).hasSize(1);
    }

    @Test
    void what_ecs_does_not_take_fails_with_its_words_and_what_it_denies_makes_the_environment_invalid()
            throws InterruptedException {
        answer = refusal("ClientException", 400, "Role is not valid");
        start();
        steps.step();
        assertThat(reports.ends(ID))
                .containsExactly(new AttemptEnd.StartFailed("ClientException: Role is not valid", NOW));

        validity.clusterWell();
        answer = refusal("AccessDeniedException", 400, "not authorized");
        start();
        steps.step();
        assertThat(validity.trouble()).contains("AccessDeniedException: not authorized");
        nanos.addAndGet(Validity.DENIED_FOR.toNanos() + 1);
        assertThat(validity.trouble()).isEmpty();
    }
}
