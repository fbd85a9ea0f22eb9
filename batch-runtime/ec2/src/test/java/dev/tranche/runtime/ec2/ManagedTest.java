package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironment.OnDemandAllocation;
import dev.tranche.model.MemorySize;
import dev.tranche.model.OnInterruption;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Instances are launched for jobs, used, and ended. */
@NeedsEngine
class ManagedTest extends Lab {
    private static JobDefinition sized(int vcpus, int memoryMib) {
        return JobDefinition.named("sized-" + vcpus + "-" + memoryMib)
                .script("true")
                .vcpus(vcpus)
                .memory(MemorySize.mib(memoryMib))
                .build();
    }

    @CanIgnoreReturnValue
    private static JobDetail succeeds(JobHandle handle) {
        JobDetail end = handle.await(SOON);
        assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
        return end;
    }

    private static String hostOf(JobDetail job) {
        return job.attempts().get(job.attempts().size() - 1).host().name();
    }

    @Test
    void a_job_gets_an_instance_that_is_launched_for_it_and_a_close_leaves_nothing() {
        JobQueue queue = queue(Rig.onDemand(aws, 8).tag("team", "aero").build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobDetail end = succeeds(runtime.submit(job("first", Rig.script("true")), queue));

            List<StandInInstance> launched = aws.ec2().launched();
            assertThat(launched).hasSize(1);
            assertThat(hostOf(end)).isEqualTo(launched.get(0).id());
            assertThat(launched.get(0).type()).isEqualTo("m7i.large");
            assertThat(launched.get(0).isSpot()).isFalse();
            assertThat(launched.get(0).tags())
                    .containsEntry("team", "aero")
                    .containsEntry("Name", "cloud")
                    .containsEntry(OwnerTags.ENVIRONMENT, "cloud")
                    .containsKeys(OwnerTags.OWNER, OwnerTags.LEASE);
        }
        assertThat(aws.ec2().living()).isEmpty();
        assertThat(aws.ec2().templateNames()).isEmpty();
        assertThat(aws.clusterNames()).containsExactly(Rig.CLUSTER);
    }

    @Test
    void a_spot_instance_is_bid_for_and_the_full_price_is_not_said() {
        JobQueue queue = queue(Rig.spot(aws, 2).build());
        JobQueue cheap = queue(ComputeEnvironment.named("cheap")
                .managed()
                .spot(s -> s.bidPercentage(60))
                .maxVcpus(2)
                .subnets("subnet-a")
                .instanceRole("role")
                .instanceTypes("m7i.large")
                .region(AwsStandIn.REGION)
                .endpoint(aws.endpoint())
                .baseImage(AwsStandIn.IMAGE)
                .build());
        try (BatchRuntime full = open(queue, Rig.launching());
                BatchRuntime bidding = open(cheap, Rig.launching())) {
            succeeds(full.submit(job("full", Rig.script("true")), queue));
            assertThat(aws.calls().of("CreateFleet").get(0).request())
                    .contains("DefaultTargetCapacityType=spot")
                    .doesNotContain("MaxPrice");
            succeeds(bidding.submit(job("cheap", Rig.script("true")), cheap));

            assertThat(aws.calls().of("CreateFleet").get(1).request()).contains("MaxPrice=0.07245");
            assertThat(aws.ec2().launched()).allMatch(StandInInstance::isSpot);
        }
    }

    @Test
    void many_jobs_share_instances_and_never_more_than_there_may_be() {
        JobQueue queue = queue(Rig.onDemand(aws, 8).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            List<JobHandle> handles = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                handles.add(runtime.submit(job("j" + i, Rig.script("sleep 1")), queue));
            }
            handles.forEach(ManagedTest::succeeds);
        }
        assertThat(aws.ec2().most("cloud", StandInInstance::vcpus))
                .isGreaterThan(2)
                .isLessThanOrEqualTo(8);
    }

    @Test
    void where_there_is_no_capacity_another_type_is_launched_and_the_wait_is_explained() {
        aws.ec2().capacity("m7i.large", 0);
        JobQueue queue = queue(Rig.onDemand(aws, 4).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            succeeds(runtime.submit(job("j", Rig.script("true")), queue));

            assertThat(aws.ec2().launched().get(0).type()).isEqualTo("m7i.xlarge");
        }
        aws.ec2().capacity("m7i.xlarge", 0);
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);

            soon(() -> assertThat(waiting.explain().toString())
                    .contains("m7i.large")
                    .contains("InsufficientInstanceCapacity in eu-central-1a"));
        }
    }

    @Test
    void spot_first_then_on_demand() {
        aws.ec2().capacity("m7i.large", 1);
        JobQueue queue = queue(
                Rig.spot(aws, 2).build(),
                Rig.onDemand(aws, 4).build().toBuilder()
                        .instanceTypes("m7i.xlarge")
                        .build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle onSpot = runtime.submit(job("a", Rig.script("sleep 600")).array(2), queue)
                    .child(0);
            soon(() -> assertThat(onSpot.describe().status()).isEqualTo(JobStatus.RUNNING));
            JobDetail second = succeeds(runtime.submit(job("b", Rig.script("true")), queue));

            assertThat(onSpot.describe().attempts().get(0).host().environment()).isEqualTo("spot");
            assertThat(second.attempts().get(0).host().environment()).isEqualTo("cloud");
        }
    }

    @Test
    void an_interrupted_job_moves_on_demand_if_it_says_so() {
        JobQueue queue = queue(Rig.spot(aws, 2).build(), Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle handle = runtime.submit(
                    job("j", Rig.script("[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] || sleep 600"))
                            .retry(r -> r.attempts(3).nextEnvironmentAfterInterruptions(1)),
                    queue);
            soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
            StandInInstance first = aws.ec2().living().get(0);
            first.end();

            JobDetail end = succeeds(handle);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
            assertThat(end.attempts().get(0).statusReason())
                    .contains("Host EC2 (instance " + first.id() + ") terminated.");
            assertThat(end.attempts().get(1).host().environment()).isEqualTo("cloud");
        }
    }

    @Test
    void a_notice_is_seen_and_what_runs_is_stopped_in_time() {
        JobQueue queue = queue(Rig.spot(aws, 2)
                .onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(1)))
                .build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle handle = runtime.submit(
                    job(
                                    "j",
                                    Rig.script(
                                            "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] && exit 0; trap 'exit 9' TERM; while :; do sleep 1 & wait $!; done"))
                            .retry(r -> r.attempts(2)),
                    queue);
            soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
            StandInInstance first = aws.ec2().living().get(0);
            first.notice();
            soon(() -> assertThat(handle.describe().attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED));
            first.end();

            assertThat(hostOf(succeeds(handle))).isNotEqualTo(first.id());
        }
    }

    @Test
    void a_type_that_registers_less_is_not_launched_again_for_what_does_not_fit() {
        aws.ec2().registers("m7i.large", 5_000);
        JobQueue queue = queue(Rig.onDemand(aws, 16).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobDetail end = succeeds(runtime.submit(job("j", sized(1, 7_000)), queue));

            assertThat(aws.ec2().launched())
                    .extracting(StandInInstance::type)
                    .containsExactly("m7i.large", "m7i.xlarge");
            assertThat(hostOf(end)).isEqualTo(aws.ec2().launched().get(1).id());
        }
    }

    @Test
    void instances_in_the_order_that_is_said() {
        JobQueue queue = queue(ComputeEnvironment.named("ordered")
                .managed()
                .onDemand(o -> o.allocation(OnDemandAllocation.BEST_FIT_PROGRESSIVE_ORDERED))
                .maxVcpus(16)
                .subnets("subnet-a")
                .instanceRole("role")
                .instanceTypes("m7i.xlarge", "m7i.large")
                .region(AwsStandIn.REGION)
                .endpoint(aws.endpoint())
                .baseImage(AwsStandIn.IMAGE)
                .build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            succeeds(runtime.submit(job("j", Rig.script("true")), queue));

            assertThat(aws.ec2().launched().get(0).type()).isEqualTo("m7i.xlarge");
        }
    }

    @Test
    void lost_answers_and_throttling_launch_nothing_twice() {
        for (String operation : List.of(
                "CreateFleet", "CreateTags", "DescribeInstances", "TerminateInstances", "CreateLaunchTemplate")) {
            aws.inject().loseAnswers(operation, 0.3).throttle(operation, 0.2);
        }
        aws.ec2().unseenFor(Duration.ofSeconds(2));
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            succeeds(runtime.submit(job("j", Rig.script("true")), queue));

            assertThat(aws.ec2().launched()).hasSize(1);
        }
        assertThat(aws.ec2().living()).isEmpty();
    }

    @Test
    void a_launch_template_is_started_from_and_says_all_that_it_has_to() {
        ObjectNode mine = JsonMapper.builder().build().createObjectNode();
        mine.putArray("BlockDeviceMappings")
                .addObject()
                .put("DeviceName", "/dev/xvda")
                .putObject("Ebs")
                .put("VolumeSize", 100);
        mine.putObject("MetadataOptions").put("HttpPutResponseHopLimit", 2);
        mine.put("UserData", base64("""
                        Content-Type: multipart/mixed; boundary="MINE"

                        --MINE
                        Content-Type: text/x-shellscript

                        echo mine
                        --MINE--
                        """));
        aws.ec2().template("mine", mine);
        ManagedEnvironment plain = Rig.onDemand(aws, 2).build();
        JobQueue ours = queue(plain);
        JobQueue theirs = queue(plain.toBuilder()
                .launchTemplate("mine")
                .securityGroups("sg-1")
                .keyPair("ops")
                .build());
        try (BatchRuntime first = open(ours, Rig.launching());
                BatchRuntime second = open(theirs, Rig.launching())) {
            succeeds(first.submit(job("j", Rig.script("true")), ours));
            succeeds(second.submit(job("j", Rig.script("true")), theirs));
        }
        assertThat(aws.calls().of("CreateLaunchTemplate").get(0).request())
                .contains("LaunchTemplateData.InstanceInitiatedShutdownBehavior=terminate")
                .contains("LaunchTemplateData.MetadataOptions.HttpTokens=required")
                .contains("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit=1")
                .contains("LaunchTemplateData.MetadataOptions.InstanceMetadataTags=enabled")
                .contains("LaunchTemplateData.IamInstanceProfile.Name=ecsInstanceRole")
                .contains("LaunchTemplateData.ImageId=ami-00000000000000086");
        assertThat(aws.calls().of("CreateLaunchTemplate").get(1).request())
                .contains("LaunchTemplateData.BlockDeviceMapping.1.DeviceName=/dev/xvda")
                .contains("LaunchTemplateData.BlockDeviceMapping.1.Ebs.VolumeSize=100")
                .contains("LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit=2")
                .contains("LaunchTemplateData.SecurityGroupId.1=sg-1")
                .contains("LaunchTemplateData.KeyName=ops");
        assertThat(aws.ec2().launched().get(1).userData())
                .containsSubsequence(
                        "echo mine", "ECS_CLUSTER=tranche-", "ECS_IMAGE_PULL_BEHAVIOR=default", "--MINE--");
        assertThat(aws.ec2().templateNames()).containsExactly("mine");
    }

    @Test
    void a_launch_template_that_somebody_has_removed_is_made_again() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            soon(() -> assertThat(aws.ec2().templateNames()).hasSize(1));
            aws.ec2().removeTemplates();
            succeeds(runtime.submit(job("j", Rig.script("true")), queue));

            assertThat(aws.ec2().launched()).hasSize(1);
        }
    }

    @Test
    void an_instance_whose_agent_is_silent_for_too_long_is_ended_with_what_runs_there() {
        JobQueue queue = queue(Rig.onDemand(aws, 4).build());
        try (BatchRuntime runtime = open(queue, Rig.launching().lostAfter(Duration.ofSeconds(2)))) {
            JobHandle handle = runtime.submit(
                    job("j", Rig.script("[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] || sleep 600"))
                            .retry(r -> r.attempts(2)),
                    queue);
            soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
            StandInInstance silent = aws.ec2().living().get(0);
            silent.host().orElseThrow().disconnect();

            assertThat(hostOf(succeeds(handle))).isNotEqualTo(silent.id());
            soon(() -> assertThat(silent.hasEnded()).isTrue());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_instance_that_joins_twice_is_one_host() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobDetail first = succeeds(runtime.submit(job("first", Rig.script("true")), queue));
            aws.ec2().living().get(0).joinAgain();
            Awaits.aLookAtTheCluster(aws);
            JobDetail second = succeeds(runtime.submit(job("second", Rig.script("true")), queue));

            assertThat(hostOf(second)).isEqualTo(hostOf(first));
            assertThat(aws.ec2().launched()).hasSize(1);
        }
    }
}
