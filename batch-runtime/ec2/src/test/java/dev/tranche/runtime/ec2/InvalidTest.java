package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What is wrong in the account is told in AWS's words, and other environments go on. */
@NeedsEngine
class InvalidTest extends Lab {
    private final UnmanagedEnvironment lab = Rig.environment(aws);

    @Test
    void a_cluster_that_is_not_there_makes_the_environment_invalid_until_it_is() {
        UnmanagedEnvironment absent = lab.toBuilder().cluster("absent").build();
        JobQueue queue = queue(absent);
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(handle.explain().toString())
                    .contains("environment lab is INVALID: ClusterNotFoundException: Cluster not found."));

            aws.cluster("absent").host(1, 512);
            assertThat(handle.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(runtime.environment(absent).invalid()).isEmpty();
        }
    }

    @Test
    void a_cluster_that_is_deleted_under_us_makes_it_invalid_too() {
        cluster.host(1, 512);
        JobQueue queue = queue(lab);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.environment(lab).invalid()).isEmpty();
            cluster.delete();

            soon(() -> assertThat(runtime.environment(lab).invalid())
                    .contains("ClusterNotFoundException: Cluster not found."));
        }
    }

    @Test
    void a_cluster_without_instances_says_what_to_do() {
        JobQueue queue = queue(lab);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.environment(lab).invalid().orElse(""))
                    .isEqualTo(
                            "ECS lists no container instances in cluster lab that can be used; start some, or see whether"
                                    + " only(…) leaves any");
        }
    }

    @Test
    void a_right_that_is_missing_is_named_and_the_next_environment_of_the_queue_is_used() {
        cluster.host(1, 512);
        aws.inject().deny("ecs:RunTask");
        ComputeEnvironment other = lab.toBuilder().name("other").build();
        JobQueue queue = queue(lab, other);
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(runtime.environment(lab).invalid().orElse(""))
                    .startsWith(
                            "AccessDeniedException: User: arn:aws:iam::123456789012:user/tester is not authorized to"
                                    + " perform: ecs:RunTask"));
            aws.inject().allow("ecs:RunTask");

            JobDetail end = handle.await(SOON);
            assertThat(end.attempts().get(0).reason().orElse("")).contains("ecs:RunTask");
        }
    }

    @Test
    void rights_to_look_that_are_missing_are_named() {
        cluster.host(1, 512);
        aws.inject().deny("ecs:ListContainerInstances");
        JobQueue queue = queue(lab);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.environment(lab).invalid().orElse("")).contains("ecs:ListContainerInstances");

            aws.inject().allow("ecs:ListContainerInstances");
            soon(() -> assertThat(runtime.environment(lab).invalid()).isEmpty());
        }
    }

    @Test
    void a_log_group_that_cannot_be_made_is_named() {
        cluster.host(1, 512);
        aws.inject().deny("logs:CreateLogGroup");
        JobQueue queue = queue(lab);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.environment(lab).invalid().orElse("")).contains("logs:CreateLogGroup");
        }
    }

    @Test
    void without_credentials_the_environment_says_so() {
        JobQueue queue = queue(lab);
        Ec2Backend nobody = Rig.backend().credentials(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        });
        try (BatchRuntime runtime = open(queue, nobody)) {
            assertThat(runtime.environment(lab).invalid().orElse("")).contains("Unable to load credentials");
        }
    }

    @Test
    void a_role_that_may_not_be_assumed_is_named_and_one_that_may_is_used() {
        cluster.host(1, 512);
        String forbidden = "arn:aws:iam::123456789012:role/forbidden";
        JobQueue refused = queue(lab.toBuilder().assumeRole(forbidden).build());
        try (BatchRuntime runtime = open(refused)) {
            assertThat(runtime.environment(refused.computeEnvironmentOrder().get(0))
                            .invalid()
                            .orElse(""))
                    .contains("sts:AssumeRole on resource: " + forbidden);
        }
        JobQueue taken = queue(lab.toBuilder()
                .assumeRole("arn:aws:iam::123456789012:role/batch")
                .build());
        try (BatchRuntime runtime = open(taken)) {
            assertThat(runtime.submit(job("j", Rig.script("true")), taken)
                            .await(SOON)
                            .status())
                    .isEqualTo(JobStatus.SUCCEEDED);
        }
    }

    @Test
    void a_role_of_a_definition_that_is_none_fails_in_the_words_of_ecs_and_leaves_the_environment_valid() {
        cluster.host(1, 512);
        JobQueue queue = queue(lab);
        JobDefinition wrong = Rig.script("true").toBuilder()
                .jobRole("arn:aws:iam::999999999999:role/of-others")
                .build();
        try (BatchRuntime runtime = open(queue)) {
            JobDetail end = runtime.submit(job("j", wrong), queue).await(SOON);

            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.START_FAILED);
            assertThat(end.attempts().get(0).reason().orElse("")).isEqualTo("ClientException: Role is not valid");
            assertThat(runtime.environment(lab).invalid()).isEmpty();
        }
    }

    @Test
    void an_address_where_nobody_answers_is_told_and_others_go_on() {
        cluster.host(1, 512);
        UnmanagedEnvironment nowhere = lab.toBuilder()
                .name("nowhere")
                .endpoint(URI.create("http://127.0.0.1:1"))
                .build();
        JobQueue queue = queue(nowhere, lab);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.submit(job("j", Rig.script("true")), queue)
                            .await(SOON)
                            .status())
                    .isEqualTo(JobStatus.SUCCEEDED);
            soon(() -> assertThat(runtime.environment(nowhere).invalid().orElse(""))
                    .contains("Connection refused"));
        }
    }

    @Test
    void a_region_that_is_none_is_told_and_the_opening_does_not_wait_for_it() {
        UnmanagedEnvironment nowhere = computeEnvironment("nowhere")
                .unmanaged("lab")
                .region("eu-nowhere-9")
                .build();
        JobQueue queue = queue(nowhere);
        try (BatchRuntime runtime = open(queue)) {
            assertThat(runtime.environment(nowhere).invalid()).isPresent();
            soon(() -> assertThat(runtime.environment(nowhere).invalid().orElse(""))
                    .contains("eu-nowhere-9"));
        }
    }
}
