package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Documents that were made for AWS, or by it, are read. */
class AwsDocumentTest {
    @Test
    void an_answer_of_describe_job_definitions_is_a_definition() {
        JobDefinition read = BatchJson.readJobDefinition("""
                {
                  "jobDefinitionName": "nightly", "revision": 7, "status": "ACTIVE", "type": "container",
                  "jobDefinitionArn": "arn:aws:batch:eu-west-1:123456789012:job-definition/nightly:7",
                  "containerOrchestrationType": "ECS", "platformCapabilities": ["EC2"],
                  "parameters": {}, "tags": {},
                  "retryStrategy": {"attempts": 3, "evaluateOnExit": [
                    {"onStatusReason": "Host EC2*", "action": "retry"}, {"onReason": "*", "action": "EXIT"}]},
                  "timeout": {"attemptDurationSeconds": 3600},
                  "containerProperties": {
                    "image": "busybox", "vcpus": 2, "memory": 2000, "command": [],
                    "environment": [], "mountPoints": [], "volumes": [], "ulimits": [], "secrets": [
                      {"name": "DB", "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"},
                      {"name": "KEY", "valueFrom": "/prod/key"}],
                    "resourceRequirements": [], "privileged": false, "enableExecuteCommand": false,
                    "linuxParameters": {"devices": [{"hostPath": "/dev/fuse", "permissions": ["MKNOD", "READ", "WRITE"]}],
                      "tmpfs": [{"containerPath": "/t", "size": 64, "mountOptions": []}]}
                  }
                }
                """);

        assertThat(read)
                .isEqualTo(jobDefinition("nightly")
                        .image("busybox", c -> c.tmpfs("/t", mib(64)).linux(l -> l.device("/dev/fuse")))
                        .vcpus(2)
                        .memory(mib(2000))
                        .secret("DB", Secret.secretsManager("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"))
                        .secret("KEY", Secret.ssmParameter("/prod/key"))
                        .timeout(Duration.ofHours(1))
                        .retry(r ->
                                r.attempts(3).retryOnStatusReason("Host EC2*").exitOtherwise())
                        .build());
    }

    @Test
    void one_of_several_containers_can_be_given_a_part_of_a_vcpu() {
        String json = """
                {"jobName": "j", "jobDefinition": "migrate", "ecsPropertiesOverride": {"taskProperties": [{"containers": [
                  {"name": "db", "resourceRequirements": [{"type": "VCPU", "value": "0.25"}]}]}]}}
                """;
        JobDefinition migrate = jobDefinition("migrate")
                .containers(container("db").image("db").vcpus(1).memory(mib(64)).build())
                .build();

        JobRequest read = (JobRequest) BatchJson.readSubmission(json, References.NONE.jobDefinition(migrate));

        assertThat(read).isEqualTo(job("j", migrate).override(d -> d.container("db", c -> c.millivcpus(250))));
        assertThat(read.effectiveDefinition().millivcpus()).isEqualTo(250);
    }

    @Test
    void the_narrower_of_two_node_ranges_counts_wherever_it_stands() {
        MultiNodeJobDefinition read = BatchJson.readMultiNodeJobDefinition(nodes("0:0", "1:3", "0:"));

        assertThat(read.definitionOf(0)).isEqualTo(node(0));
        assertThat(read.definitionOf(1)).isEqualTo(node(1));
        assertThat(read.definitionOf(3)).isEqualTo(node(1));
        assertThat(read.definitionOf(4)).isEqualTo(node(2));
    }

    @Test
    void node_ranges_need_not_hold_all_nodes_in_one() {
        MultiNodeJobDefinition read = BatchJson.readMultiNodeJobDefinition(nodes(":1", "2:"));

        assertThat(read.definitionOf(1)).isEqualTo(node(0));
        assertThat(read.definitionOf(2)).isEqualTo(node(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readMultiNodeJobDefinition(nodes(":1", "3:")))
                .withMessage("$.nodeProperties.nodeRangeProperties: no range has node 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readMultiNodeJobDefinition(nodes("all")))
                .withMessage("$.nodeProperties.nodeRangeProperties[0].targetNodes:"
                        + " must be a range of nodes like 0:3: 'all'");
    }

    private static String nodes(String... ranges) {
        var json = new StringBuilder("{\"jobDefinitionName\": \"mpi\", \"type\": \"multinode\","
                + " \"nodeProperties\": {\"numNodes\": 5, \"mainNode\": 0, \"nodeRangeProperties\": [");
        for (int i = 0; i < ranges.length; i++) {
            json.append(i == 0 ? "" : ", ")
                    .append("{\"targetNodes\": \"" + ranges[i] + "\", \"container\": {\"image\": \"image:" + i
                            + "\", \"vcpus\": 1, \"memory\": 64}}");
        }
        return json.append("]}}").toString();
    }

    private static JobDefinition node(int image) {
        return jobDefinition("mpi")
                .image("image:" + image)
                .vcpus(1)
                .memory(mib(64))
                .build();
    }

    @Test
    void a_managed_environment_without_a_strategy_has_that_of_aws() {
        ComputeEnvironment read = BatchJson.readComputeEnvironment("""
                {"computeEnvironmentName": "steady", "type": "MANAGED", "state": "ENABLED", "status": "VALID",
                 "computeEnvironmentArn": "arn:aws:batch:eu-west-1:123456789012:compute-environment/steady",
                 "ecsClusterArn": "arn:aws:ecs:eu-west-1:123456789012:cluster/steady", "tags": {},
                 "serviceRole": "arn:aws:iam::123456789012:role/batch", "statusReason": "ComputeEnvironment Healthy",
                 "computeResources": {"type": "EC2", "minvCpus": 0, "maxvCpus": 16, "desiredvCpus": 4,
                   "instanceTypes": ["optimal"], "subnets": ["subnet-1"], "securityGroupIds": [],
                   "instanceRole": "ecsInstanceRole"}}
                """);

        assertThat(read)
                .isEqualTo(computeEnvironment("steady")
                        .managed()
                        .onDemand(o -> o.allocation(ManagedEnvironment.OnDemandAllocation.BEST_FIT))
                        .maxVcpus(16)
                        .subnets("subnet-1")
                        .instanceRole("ecsInstanceRole")
                        .build());
    }

    @Test
    void an_unmanaged_environment_has_the_cluster_that_aws_made_for_it() {
        ComputeEnvironment read = BatchJson.readComputeEnvironment("""
                {"computeEnvironmentName": "own", "type": "UNMANAGED", "unmanagedvCpus": 8, "ecsClusterArn": "arn:aws:ecs:x"}
                """);

        assertThat(read)
                .isEqualTo(computeEnvironment("own")
                        .unmanaged("arn:aws:ecs:x")
                        .unmanagedVcpus(8)
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readComputeEnvironment(
                        "{\"computeEnvironmentName\": \"own\", \"type\": \"UNMANAGED\"}"))
                .withMessage("$.tranche.cluster: is missing");
    }

    @Test
    void fargate_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readComputeEnvironment("""
                        {"computeEnvironmentName": "f", "type": "MANAGED",
                         "computeResources": {"type": "FARGATE", "maxvCpus": 16}}
                        """))
                .withMessage("$.computeResources.type: must be one of [EC2, SPOT]: 'FARGATE'");
    }

    @Test
    void names_stand_for_what_the_references_give() {
        ComputeEnvironment spot = Samples.environment("spot");
        JobQueue queue = BatchJson.readJobQueue("""
                {"jobQueueName": "night", "priority": 5, "state": "ENABLED", "status": "VALID", "tags": {},
                 "jobQueueArn": "arn:aws:batch:eu-west-1:123456789012:job-queue/night", "jobQueueType": "ECS",
                 "computeEnvironmentOrder": [{"order": 7,
                   "computeEnvironment": "arn:aws:batch:eu-west-1:123456789012:compute-environment/cheap"}]}
                """, References.NONE.computeEnvironment(spot));

        assertThat(queue)
                .isEqualTo(jobQueue("night")
                        .computeEnvironmentOrder(spot)
                        .priority(5)
                        .build());
        assertThat(BatchJson.readSubmission(
                        "{\"jobName\": \"one\", \"jobQueue\": \"night\", \"jobDefinition\": \"count:3\"}",
                        References.NONE.jobQueue(queue).jobDefinition(Samples.SCRIPT)))
                .isEqualTo(job("one", Samples.SCRIPT).queue(queue));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BatchJson.readSubmission("{\"jobName\": \"one\", \"jobDefinition\": \"count\"}"))
                .withMessage("$.jobDefinition: no such job definition is known: 'count'; give it as a reference");
    }
}
