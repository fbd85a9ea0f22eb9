package dev.tranche.runtime.ec2.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.ec2.NeedsEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ConflictException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * The stand-in does what AWS does, asked with AWS's own SDK. Quoted is what AWS's models and guides say: RunTask, StopTask,
 * ListTasks and DescribeTasks of the API reference; "Ensuring idempotency"; "Request throttling for the Amazon ECS API";
 * "Stopped task error codes"; GetLogEvents of CloudWatch Logs.
 */
@NeedsEngine
class AwsStandInTest {
    private static final String GROUP = "/aws/batch/job";

    private final AwsStandIn aws = new AwsStandIn();
    private final StandInCluster cluster = aws.cluster("lab");
    private final EcsClient ecs = client(EcsClient.builder());
    private final CloudWatchLogsClient logs = client(CloudWatchLogsClient.builder());

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of(AwsStandIn.REGION))
                .endpointOverride(aws.endpoint())
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void close() {
        ecs.close();
        logs.close();
        aws.close();
    }

    // ---- words of the tests

    private String define(UnaryOperator<ContainerDefinition.Builder> words) {
        ContainerDefinition container = words.apply(ContainerDefinition.builder()
                        .name("default")
                        .image(AwsStandIn.IMAGE)
                        .cpu(1_024)
                        .memory(64)
                        .stopTimeout(2))
                .build();
        return ecs.registerTaskDefinition(r -> r.family("f" + UUID.randomUUID()).containerDefinitions(container))
                .taskDefinition()
                .taskDefinitionArn();
    }

    private String shell(String script) {
        return define(c -> c.command("sh", "-c", script));
    }

    private RunTaskRequest.Builder start(String definition) {
        return RunTaskRequest.builder().cluster("lab").taskDefinition(definition);
    }

    private Task run(String definition) {
        RunTaskResponse answer = ecs.runTask(start(definition).build());
        assertThat(answer.failures()).isEmpty();
        return answer.tasks().get(0);
    }

    private List<Task> look(String arn) {
        return ecs.describeTasks(r -> r.cluster("lab").tasks(arn)).tasks();
    }

    @CanIgnoreReturnValue
    private Task until(String arn, Predicate<Task> condition) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .until(() -> look(arn).get(0), condition);
    }

    private Task stopped(String arn) {
        return until(arn, task -> task.lastStatus().equals("STOPPED"));
    }

    private static boolean isRunning(Task task) {
        return task.lastStatus().equals("RUNNING");
    }

    private static void refused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        });
    }

    private int remainingCpu() {
        ContainerInstance instance = ecs.describeContainerInstances(r -> r.cluster("lab")
                        .containerInstances(ecs.listContainerInstances(l -> l.cluster("lab"))
                                .containerInstanceArns()))
                .containerInstances()
                .get(0);
        return instance.remainingResources().stream()
                .filter(each -> each.name().equals("CPU"))
                .mapToInt(Resource::integerValue)
                .sum();
    }

    private String logged(String script) {
        return define(c -> c.command("sh", "-c", script).logConfiguration(log(GROUP)));
    }

    private void untilItSays(Task task, String line) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .ignoreException(ResourceNotFoundException.class)
                .until(() -> events(task, "").events().get(0).message(), line::equals);
    }

    // ---- life and end of tasks

    @Test
    void a_task_is_a_real_container_with_its_exit_code_and_times() {
        cluster.host(2, 512);
        Task end = stopped(run(shell("exit 7")).taskArn());

        assertThat(end.containers().get(0).exitCode()).isEqualTo(7);
        assertThat(end.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(end.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(end.createdAt()).isBeforeOrEqualTo(end.startedAt());
        assertThat(end.startedAt()).isBeforeOrEqualTo(end.stoppedAt());
    }

    @Test
    void a_container_that_takes_too_much_memory_is_killed() {
        cluster.host(2, 512);
        Task end = stopped(run(shell("tail /dev/zero")).taskArn());

        assertThat(end.containers().get(0).exitCode()).isEqualTo(137);
        assertThat(end.containers().get(0).reason())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void what_cannot_be_pulled_or_prepared_has_no_exit_code_and_the_prefix_of_ecs() {
        cluster.host(4, 512);
        Task pull = stopped(run(define(c -> c.image("127.0.0.1:1/no:1"))).taskArn());
        Task secret = stopped(run(define(c -> c.secrets(
                        Secret.builder().name("P").valueFrom("/nowhere").build())))
                .taskArn());
        Task noGroup =
                stopped(run(define(c -> c.logConfiguration(log("/no/group")))).taskArn());

        assertThat(pull.containers().get(0).exitCode()).isNull();
        assertThat(pull.containers().get(0).reason()).startsWith("CannotPullContainerError: ");
        assertThat(pull.stopCodeAsString()).isEqualTo("TaskFailedToStart");
        assertThat(secret.stoppedReason()).startsWith("ResourceInitializationError: unable to pull secrets");
        assertThat(noGroup.containers().get(0).reason())
                .startsWith("CannotStartContainerError: ")
                .contains("The specified log group does not exist");
    }

    @Test
    void a_stop_is_sigterm_and_after_the_stop_timeout_sigkill() {
        cluster.host(4, 512);
        logs.createLogGroup(r -> r.logGroupName(GROUP));
        Task polite = run(logged("trap 'exit 0' TERM; echo set; while :; do sleep 1 & wait $!; done"));
        Task stubborn = run(logged("trap '' TERM; echo set; while :; do sleep 1; done"));
        for (Task each : List.of(polite, stubborn)) {
            untilItSays(each, "set");
            assertThat(ecs.stopTask(r -> r.cluster("lab").task(each.taskArn()).reason("enough"))
                            .task()
                            .desiredStatus())
                    .isEqualTo("STOPPED");
        }

        Task first = stopped(polite.taskArn());
        Task second = stopped(stubborn.taskArn());
        assertThat(first.stopCodeAsString()).isEqualTo("UserInitiated");
        assertThat(first.stoppedReason()).isEqualTo("enough");
        assertThat(first.containers().get(0).exitCode()).isZero();
        assertThat(second.containers().get(0).exitCode()).isEqualTo(137);
    }

    @Test
    void resources_are_free_when_a_task_is_stopped_and_not_when_its_container_has_ended() {
        cluster.host(2, 512);
        aws.inject().stopsLate(Duration.ofSeconds(3));
        String arn = run(shell("true")).taskArn();
        until(arn, task -> task.containers().get(0).exitCode() != null);
        assertThat(look(arn).get(0).lastStatus()).isNotEqualTo("STOPPED");
        assertThat(remainingCpu()).isEqualTo(1_024);

        stopped(arn);
        assertThat(remainingCpu()).isEqualTo(2_048);
    }

    // "Stopped tasks currently appear in the returned results for at least one hour."
    @Test
    void a_stopped_task_is_gone_after_an_hour() {
        cluster.host(2, 512);
        String arn = run(shell("true")).taskArn();
        stopped(arn);
        aws.advance(Duration.ofMinutes(61));

        var answer = ecs.describeTasks(r -> r.cluster("lab").tasks(arn));
        assertThat(answer.tasks()).isEmpty();
        assertThat(answer.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo(arn);
            assertThat(failure.reason()).isEqualTo("MISSING");
        });
    }

    // ---- starting once

    // "If you retry a request that completed successfully using the same client token and the same parameters, the
    // retry
    // succeeds without performing any further actions."
    @Test
    void the_same_token_and_words_give_the_same_task_also_when_it_has_stopped() {
        cluster.host(2, 512);
        RunTaskRequest request = start(shell("true")).clientToken("t-1").build();
        String arn = ecs.runTask(request).tasks().get(0).taskArn();
        stopped(arn);

        assertThat(ecs.runTask(request).tasks().get(0).taskArn()).isEqualTo(arn);
        assertThat(aws.startedTasks()).isEqualTo(1);
    }

    @Test
    void the_same_token_with_other_words_is_a_conflict_that_names_the_task() {
        cluster.host(2, 512);
        String definition = shell("true");
        String arn = ecs.runTask(start(definition).clientToken("t-1").build())
                .tasks()
                .get(0)
                .taskArn();

        assertThatThrownBy(() -> ecs.runTask(
                        start(definition).clientToken("t-1").group("other").build()))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e -> assertThat(e.resourceIds()).containsExactly(arn));
    }

    // the lesser of "24 hours" and "the lifetime of the resource plus 1 hour"
    @Test
    void a_token_is_forgotten_an_hour_after_the_end_of_its_task() {
        cluster.host(2, 512);
        RunTaskRequest request = start(shell("true")).clientToken("t-1").build();
        String arn = ecs.runTask(request).tasks().get(0).taskArn();
        stopped(arn);
        aws.advance(Duration.ofMinutes(61));

        assertThat(ecs.runTask(request).tasks().get(0).taskArn()).isNotEqualTo(arn);
    }

    // "Up to 64 characters are allowed. The valid characters are characters in the range of 33-126, inclusive."
    @Test
    void a_token_and_an_owner_keep_to_their_characters_and_lengths() {
        cluster.host(2, 512);
        String definition = shell("true");
        refused(
                () -> ecs.runTask(start(definition).clientToken("a b").build()),
                "InvalidParameterException",
                "clientToken");
        refused(
                () -> ecs.runTask(start(definition).clientToken("x".repeat(65)).build()),
                "InvalidParameterException",
                "clientToken");
        // "Up to 128 letters (uppercase and lowercase), numbers, hyphens (-), forward slash (/), and underscores (_)"
        refused(
                () -> ecs.runTask(start(definition).startedBy("a.b").build()),
                "InvalidParameterException",
                "startedBy");
        refused(
                () -> ecs.runTask(start(definition).startedBy("x".repeat(129)).build()),
                "InvalidParameterException",
                "startedBy");
        assertThat(ecs.runTask(start(definition).startedBy("x".repeat(128)).build())
                        .tasks())
                .hasSize(1);
    }

    @Test
    void a_lost_answer_was_done() {
        cluster.host(2, 512);
        aws.inject().loseAnswers("RunTask", 1);
        refused(() -> ecs.runTask(start(shell("true")).build()), "ServerException", "Service Unavailable");
        assertThat(aws.startedTasks()).isEqualTo(1);
    }

    // ---- refusals

    @Test
    void what_does_not_fit_is_refused_among_the_failures_with_its_resource() {
        cluster.host(1, 64);
        String small = define(c -> c.command("sleep", "30"));
        assertThat(ecs.runTask(start(define(c -> c.cpu(2_048))).build())
                        .failures()
                        .get(0)
                        .reason())
                .isEqualTo("RESOURCE:CPU");
        assertThat(ecs.runTask(start(define(c -> c.memory(128))).build())
                        .failures()
                        .get(0)
                        .reason())
                .isEqualTo("RESOURCE:MEMORY");
        run(small);
        assertThat(ecs.runTask(start(small).build()).failures().get(0).reason()).isEqualTo("RESOURCE:CPU");
    }

    @Test
    void a_constraint_that_nothing_meets_and_an_agent_without_contact_are_refused_among_the_failures() {
        StandInHost host = cluster.host(2, 512);
        String definition = shell("true");
        RunTaskRequest elsewhere = start(definition)
                .placementConstraints(PlacementConstraint.builder()
                        .type(PlacementConstraintType.MEMBER_OF)
                        .expression("ec2InstanceId == i-0")
                        .build())
                .build();
        assertThat(ecs.runTask(elsewhere).failures().get(0).reason())
                .isEqualTo("MemberOf placement constraint unsatisfied.");
        host.disconnect();
        assertThat(ecs.runTask(start(definition).build()).failures().get(0).reason())
                .isEqualTo("AGENT");
    }

    // "A total of 8192 characters are allowed for overrides."
    @Test
    void overrides_and_definitions_have_their_limits() {
        cluster.host(2, 512);
        String definition = shell("true");
        refused(
                () -> ecs.runTask(start(definition)
                        .overrides(TaskOverride.builder()
                                .containerOverrides(ContainerOverride.builder()
                                        .name("default")
                                        .command("x".repeat(8_192))
                                        .build())
                                .build())
                        .build()),
                "InvalidParameterException",
                "Container Overrides length must be at most 8192");
        refused(() -> shell("x".repeat(65_536)), "ClientException", "Max allowed length is '65536' bytes");
        refused(
                () -> define(c -> c.memory(null)),
                "ClientException",
                "At least one of 'memory' or 'memoryReservation' must be specified");
    }

    @Test
    void revisions_meet_each_other_if_that_is_asked_for() {
        aws.inject().concurrentRevisions(1);
        refused(() -> shell("true"), "ClientException", "Too many concurrent attempts to create a new revision");
    }

    // "there may be up to a 10-minute window following deregistration"
    @Test
    void a_definition_that_was_deregistered_starts_tasks_for_ten_minutes_more() {
        cluster.host(2, 512);
        String definition = shell("true");
        assertThat(ecs.deregisterTaskDefinition(r -> r.taskDefinition(definition))
                        .taskDefinition()
                        .statusAsString())
                .isEqualTo("INACTIVE");
        run(definition);
        aws.advance(Duration.ofMinutes(11));
        refused(() -> run(definition), "ClientException", "TaskDefinition is inactive");
    }

    // ---- lists

    // "When you specify startedBy as the filter, it must be the only filter that you use."
    @Test
    void tasks_are_listed_by_one_owner_only_and_running_ones_by_default() {
        cluster.host(4, 512);
        String running = ecs.runTask(start(shell("sleep 30")).startedBy("me").build())
                .tasks()
                .get(0)
                .taskArn();
        String ended = ecs.runTask(start(shell("true")).startedBy("me").build())
                .tasks()
                .get(0)
                .taskArn();
        run(shell("sleep 30"));
        stopped(ended);

        assertThat(ecs.listTasks(r -> r.cluster("lab").startedBy("me")).taskArns())
                .containsExactly(running);
        assertThat(ecs.listTasks(r -> r.cluster("lab").desiredStatus(DesiredStatus.STOPPED))
                        .taskArns())
                .containsExactly(ended);
        refused(
                () -> ecs.listTasks(r -> r.cluster("lab").startedBy("me").family("f")),
                "InvalidParameterException",
                "it must be the only filter");
    }

    // "The Amazon ECS API follows an eventual consistency model."
    @Test
    void a_task_that_was_just_started_is_not_seen_for_a_moment() {
        cluster.host(2, 512);
        aws.inject().unseenFor(Duration.ofHours(1));
        String arn = run(shell("sleep 30")).taskArn();

        assertThat(ecs.describeTasks(r -> r.cluster("lab").tasks(arn))
                        .failures()
                        .get(0)
                        .reason())
                .isEqualTo("MISSING");
        assertThat(ecs.listTasks(r -> r.cluster("lab")).taskArns()).isEmpty();
        aws.advance(Duration.ofMinutes(61));
        assertThat(look(arn)).hasSize(1);
    }

    @Test
    void more_than_a_hundred_tasks_cannot_be_described_at_once() {
        List<String> many = Collections.nCopies(101, "0".repeat(32));
        refused(
                () -> ecs.describeTasks(r -> r.cluster("lab").tasks(many)),
                "InvalidParameterException",
                "cannot have more than 100 elements");
    }

    @Test
    void a_cluster_that_is_not_there_is_refused() {
        refused(() -> ecs.listTasks(r -> r.cluster("absent")), "ClusterNotFoundException", "Cluster not found.");
    }

    // ---- instances

    @Test
    void a_host_that_ends_leaves_its_tasks_running_for_a_while_and_then_stopped_without_a_code() {
        StandInHost host = cluster.host(2, 512);
        String arn = run(shell("sleep 60")).taskArn();
        until(arn, AwsStandInTest::isRunning);
        host.terminate();

        assertThat(look(arn).get(0).lastStatus()).isEqualTo("RUNNING");
        Task end = stopped(arn);
        assertThat(end.containers().get(0).exitCode()).isNull();
        assertThat(end.stoppedReason()).isEqualTo("Host EC2 (instance " + host.instanceId() + ") terminated.");
        assertThat(ecs.listContainerInstances(r -> r.cluster("lab")).containerInstanceArns())
                .isEmpty();
    }

    // "Container instances with a DRAINING status don't accept new tasks"; standalone tasks run on
    @Test
    void an_instance_that_drains_takes_nothing_new_and_stops_nothing() {
        StandInHost host = cluster.host(2, 512);
        String arn = run(shell("sleep 60")).taskArn();
        until(arn, AwsStandInTest::isRunning);
        host.drain();

        assertThat(ecs.runTask(start(shell("true")).build()).failures()).hasSize(1);
        assertThat(look(arn).get(0).lastStatus()).isEqualTo("RUNNING");
    }

    @Test
    void what_happens_on_an_instance_without_contact_is_seen_when_that_is_back() {
        StandInHost host = cluster.host(2, 512);
        logs.createLogGroup(r -> r.logGroupName(GROUP));
        Task task = run(logged("sleep 2; echo over; exit 3"));
        String arn = task.taskArn();
        until(arn, AwsStandInTest::isRunning);
        host.disconnect();
        untilItSays(task, "over");

        assertThat(look(arn).get(0).lastStatus()).isEqualTo("RUNNING");
        host.connect();
        assertThat(stopped(arn).containers().get(0).exitCode()).isEqualTo(3);
    }

    // ---- rates

    // "All API actions in a category share the same token bucket."
    @Test
    void calls_are_throttled_by_buckets_that_operations_share() {
        aws.enforceRates();
        int passed = 0;
        try {
            for (int i = 0; i < 400; i++) {
                if (i % 2 == 0) {
                    var tasks = ecs.listTasks(r -> r.cluster("lab"));
                    passed += tasks.taskArns().size() + 1;
                } else {
                    var instances = ecs.listContainerInstances(r -> r.cluster("lab"));
                    passed += instances.containerInstanceArns().size() + 1;
                }
            }
        } catch (AwsServiceException e) {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException");
            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo("Rate exceeded");
            assertThat(e.isThrottlingException()).isTrue();
        }
        assertThat(passed).isBetween(100, 399);
        assertThat(ecs.describeClusters(r -> r.clusters("lab")).clusters()).hasSize(1); // another bucket
    }

    // ---- logs

    private static LogConfiguration log(String group) {
        return LogConfiguration.builder()
                .logDriver(LogDriver.AWSLOGS)
                .options(Map.of(
                        "awslogs-group", group, "awslogs-region", AwsStandIn.REGION, "awslogs-stream-prefix", "p"))
                .build();
    }

    private GetLogEventsResponse events(Task task, String token) {
        String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
        return logs.getLogEvents(r -> r.logGroupName(GROUP)
                .logStreamName("p/default/" + id)
                .startFromHead(true)
                .nextToken(token.isEmpty() ? null : token));
    }

    private Task printing(String script) {
        logs.createLogGroup(r -> r.logGroupName(GROUP));
        return stopped(run(define(c -> c.command("sh", "-c", script).logConfiguration(log(GROUP))))
                .taskArn());
    }

    // "If you have reached the end of the stream, it returns the same token you passed in."
    @Test
    void a_stream_has_the_lines_of_its_container_and_at_its_end_the_same_token() {
        cluster.host(2, 512);
        Task task = printing("echo one; echo; printf two");

        GetLogEventsResponse all = events(task, "");
        assertThat(all.events()).extracting(each -> each.message()).containsExactly("one", "two");
        assertThat(events(task, all.nextForwardToken()).nextForwardToken()).isEqualTo(all.nextForwardToken());
    }

    @Test
    void a_container_that_prints_nothing_has_no_stream() {
        cluster.host(2, 512);
        Task task = printing("true");

        refused(() -> events(task, ""), "ResourceNotFoundException", "The specified log stream does not exist.");
    }

    @Test
    void lines_arrive_late_if_that_is_asked_for() {
        cluster.host(2, 512);
        aws.inject().lateLines(Duration.ofMinutes(5));
        Task task = printing("echo late");

        refused(() -> events(task, ""), "ResourceNotFoundException", "stream");
        aws.advance(Duration.ofMinutes(6));
        assertThat(events(task, "").events()).hasSize(1);
    }

    // ---- time

    @Test
    void its_clock_may_differ_from_ours() {
        cluster.host(2, 512);
        aws.advance(Duration.ofHours(5));

        assertThat(run(shell("true")).createdAt()).isAfter(Instant.now().plus(Duration.ofHours(4)));
    }

    @Test
    void a_request_that_the_model_does_not_allow_is_refused() {
        refused(
                () -> ecs.listTasks(r -> r.cluster("lab").desiredStatus("GONE")),
                "InvalidParameterException",
                "'GONE' is not one of");
    }
}
