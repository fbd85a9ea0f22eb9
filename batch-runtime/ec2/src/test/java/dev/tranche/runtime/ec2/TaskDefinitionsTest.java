package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** Task definitions are found, registered and removed, with time that passes only where somebody waits. */
class TaskDefinitionsTest {
    private final AtomicLong now = new AtomicLong();
    private final Registry registry = new Registry();
    private final TaskDefinitions definitions = new TaskDefinitions(
            registry, new Calls(new Rates("a test", 1, now::get, length -> now.addAndGet(length.toNanos()))), now::get);

    /** What ECS has of task definitions. */
    private static final class Registry implements EcsClient {
        final Map<String, Integer> revisions = new LinkedHashMap<>();
        final List<String> calls = new ArrayList<>();
        final List<EcsException> refusals = new ArrayList<>();

        @Override
        public RegisterTaskDefinitionResponse registerTaskDefinition(RegisterTaskDefinitionRequest request) {
            calls.add("register");
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
            int revision = revisions.merge(request.family(), 1, Integer::sum);
            return RegisterTaskDefinitionResponse.builder()
                    .taskDefinition(definition(request.family() + ":" + revision))
                    .build();
        }

        @Override
        public DescribeTaskDefinitionResponse describeTaskDefinition(DescribeTaskDefinitionRequest request) {
            calls.add("describe");
            Integer revision = revisions.get(request.taskDefinition());
            if (revision == null) {
                throw refusal("Unable to describe task definition.");
            }
            return DescribeTaskDefinitionResponse.builder()
                    .taskDefinition(definition(request.taskDefinition() + ":" + revision))
                    .build();
        }

        @Override
        public DeregisterTaskDefinitionResponse deregisterTaskDefinition(DeregisterTaskDefinitionRequest request) {
            calls.add("deregister " + request.taskDefinition());
            if (!refusals.isEmpty()) {
                throw refusals.remove(0);
            }
            return DeregisterTaskDefinitionResponse.builder().build();
        }

        private static TaskDefinition definition(String arn) {
            return TaskDefinition.builder()
                    .taskDefinitionArn(arn)
                    .status(TaskDefinitionStatus.ACTIVE)
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    private static EcsException refusal(String message) {
        return (EcsException) ClientException.builder()
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode("ClientException")
                        .errorMessage(message)
                        .build())
                .statusCode(400)
                .build();
    }

    private static RegisterTaskDefinitionRequest content(String family) {
        return RegisterTaskDefinitionRequest.builder().family(family).build();
    }

    @Test
    void one_is_registered_once_and_one_that_is_there_not_at_all() throws InterruptedException {
        registry.revisions.put("there", 4);

        assertThat(definitions.arn(content("there"))).isEqualTo("there:4");
        assertThat(definitions.arn(content("fresh"))).isEqualTo("fresh:1");
        assertThat(definitions.arn(content("fresh"))).isEqualTo("fresh:1");
        assertThat(registry.calls).containsExactly("describe", "describe", "register");
    }

    @Test
    void a_meeting_with_another_registration_passes_and_is_tried_a_bounded_number_of_times()
            throws InterruptedException {
        String meeting = "Too many concurrent attempts to create a new revision of the specified family.";
        for (int i = 1; i < Calls.MOST_TRIES; i++) {
            registry.refusals.add(refusal(meeting));
        }
        assertThat(definitions.arn(content("f"))).isEqualTo("f:1");

        for (int i = 0; i < Calls.MOST_TRIES; i++) {
            registry.refusals.add(refusal(meeting));
        }
        assertThatThrownBy(() -> definitions.arn(content("g"))).isInstanceOf(ClientException.class);
        assertThat(registry.refusals).isEmpty();
    }

    @Test
    void a_refusal_is_told_and_the_next_who_wants_it_asks_again() throws InterruptedException {
        registry.refusals.add(refusal("Role is not valid"));
        assertThatThrownBy(() -> definitions.arn(content("f"))).hasMessageContaining("Role is not valid");

        assertThat(definitions.arn(content("f"))).isEqualTo("f:1");
    }

    @Test
    void one_that_somebody_removed_is_looked_for_anew() throws InterruptedException {
        assertThat(definitions.arn(content("f"))).isEqualTo("f:1");
        definitions.gone("f:1");
        registry.revisions.put("f", 2);

        assertThat(definitions.arn(content("f"))).isEqualTo("f:2");
    }

    @Test
    void one_that_nothing_needs_is_removed_after_its_time_and_one_that_is_needed_stays() throws InterruptedException {
        assertThat(definitions.arn(content("old"))).isEqualTo("old:1");
        now.addAndGet(TaskDefinitions.KEPT_FOR.toNanos());
        assertThat(definitions.arn(content("young"))).isEqualTo("young:1");
        now.addAndGet(1);

        definitions.removeUnneeded();

        assertThat(registry.calls).contains("deregister old:1").doesNotContain("deregister young:1");
    }

    @Test
    void one_that_an_earlier_opening_made_is_used_and_removed_as_those_of_this_one() throws InterruptedException {
        definitions.adopt("arn:aws:ecs:eu-west-1:123456789012:task-definition/old:3");

        assertThat(definitions.arn(content("old"))).endsWith("/old:3");
        now.addAndGet(TaskDefinitions.KEPT_FOR.toNanos() + 1);
        definitions.removeUnneeded();
        assertThat(registry.calls)
                .containsExactly("deregister arn:aws:ecs:eu-west-1:123456789012:task-definition/old:3");
    }

    @Test
    void the_close_removes_a_bounded_number_and_stops_where_aws_does_not_answer() throws InterruptedException {
        for (int i = 0; i <= TaskDefinitions.REMOVED_AT_CLOSE; i++) {
            assertThat(definitions.arn(content("f" + i))).isEqualTo("f" + i + ":1");
        }
        definitions.close();
        assertThat(registry.calls.stream().filter(call -> call.startsWith("deregister")))
                .hasSize(TaskDefinitions.REMOVED_AT_CLOSE);

        assertThat(definitions.arn(content("more"))).isEqualTo("more:1");
        registry.calls.clear();
        registry.refusals.add(refusal("no"));
        definitions.close();
        assertThat(registry.calls).hasSize(1);
    }
}
