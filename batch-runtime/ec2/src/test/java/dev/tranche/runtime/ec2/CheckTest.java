package dev.tranche.runtime.ec2;

import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.UnmanagedEnvironment;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the check of an environment finds. */
@NeedsEngine
class CheckTest extends Lab {
    private final UnmanagedEnvironment lab = Rig.environment(aws);
    private final JobDefinition train = JobDefinition.named("train")
            .image("train:1")
            .vcpus(1)
            .memory(mib(32))
            .jobRole("arn:aws:iam::123456789012:role/job")
            .build();

    private static String missing(CheckReport report) {
        return report.missing().stream().map(CheckReport.Line::what).collect(Collectors.joining(","));
    }

    @Test
    void an_environment_with_everything_is_well_and_nothing_is_left_of_the_check() {
        cluster.host(2, 512);

        CheckReport report = Rig.backend().check(lab, train);

        assertThat(report.missing()).as(report.toString()).isEmpty();
        assertThat(report.toString())
                .contains("ok      cluster                     lab is ACTIVE")
                .contains("ok      instances                   1, of which 1 are connected: {x86_64=1}")
                .contains("ok      ecs:RunTask                 allowed");
        assertThat(aws.startedTasks()).isZero();
        assertThat(aws.calls().count("RegisterTaskDefinition"))
                .isEqualTo(aws.calls().count("DeregisterTaskDefinition"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ecs:RunTask",
                "ecs:StopTask",
                "ecs:DescribeTasks",
                "ecs:ListTasks",
                "ecs:DescribeTaskDefinition",
                "ecs:DeregisterTaskDefinition",
                "logs:GetLogEvents",
                "logs:PutRetentionPolicy"
            })
    void a_right_that_is_missing_is_named(String action) {
        cluster.host(2, 512);
        aws.inject().deny(action);

        CheckReport report = Rig.backend().check(lab);

        assertThat(missing(report)).as(report.toString()).isEqualTo(action);
        assertThat(report.missing().get(0).answer()).contains("is not authorized to perform: " + action);
    }

    @Test
    void a_log_group_that_may_not_be_made_is_named_and_one_that_is_there_is_enough() {
        cluster.host(2, 512);
        aws.inject().deny("logs:CreateLogGroup");
        CheckReport report = Rig.backend().check(lab);
        assertThat(missing(report)).as(report.toString()).isEqualTo("log group");
        assertThat(report.missing().get(0).answer()).contains("is not authorized to perform: logs:CreateLogGroup");

        aws.inject().allow("logs:CreateLogGroup");
        assertThat(Rig.backend().check(lab).missing()).isEmpty();
        aws.inject().deny("logs:CreateLogGroup");
        assertThat(Rig.backend().check(lab).toString()).contains("/aws/batch/job is there");
    }

    @Test
    void a_role_that_may_not_be_passed_is_named() {
        cluster.host(2, 512);
        aws.inject().deny("iam:PassRole");

        CheckReport report = Rig.backend().check(lab, train);

        assertThat(missing(report)).isEqualTo("definition train");
        assertThat(report.missing().get(0).answer())
                .contains("iam:PassRole on resource: arn:aws:iam::123456789012:role/job");
    }

    @Test
    void a_cluster_without_instances_and_one_that_is_not_there_are_told_apart() {
        assertThat(missing(Rig.backend().check(lab))).isEqualTo("instances");
        assertThat(Rig.backend()
                        .check(lab.toBuilder().cluster("absent").build())
                        .toString())
                .contains("MISSING cluster                     cluster absent is MISSING");
    }

    @Test
    void without_credentials_nothing_else_is_asked() {
        Ec2Backend nobody = Rig.backend().credentials(() -> {
            throw SdkClientException.create("Unable to load credentials from any of the providers in the chain");
        });

        CheckReport report = nobody.check(lab);

        assertThat(report.lines()).hasSize(1);
        assertThat(report.toString()).startsWith("MISSING credentials                 Unable to load credentials");
    }

    @Test
    void a_managed_environment_with_everything_is_well_and_nothing_is_launched() {
        CheckReport report = Rig.launching().check(Rig.spot(aws, 8).build(), train);

        assertThat(report.missing()).as(report.toString()).isEmpty();
        assertThat(report.toString())
                .contains("ok      prices                      of 2026-11-01")
                .contains("subnet-a (eu-central-1a) has 250 free addresses")
                .contains(
                        "2, from m7i.large for 0.12075 dollars an hour to m7i.xlarge for 0.2415 dollars an hour; images"
                                + " [ami-00000000000000086]")
                .contains("ok      boot                        takes minutes")
                .contains("ok      ec2:RunInstances            allowed")
                .contains("1152 vCPUs (L-34B43A08) in the account; the environment may have 8")
                .contains("ok      role AWSServiceRoleForEC2Spot");
        assertThat(aws.ec2().launched()).isEmpty();
        assertThat(aws.ec2().templateNames()).isEmpty();
        assertThat(aws.clusterNames()).containsExactly(Rig.CLUSTER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec2:CreateFleet",
                "ec2:RunInstances",
                "ec2:TerminateInstances",
                "ec2:CreateTags",
                "ec2:CreateLaunchTemplate",
                "ec2:DeleteLaunchTemplate",
                "ec2:GetConsoleOutput",
                "ecs:CreateCluster",
                "ecs:DeleteCluster",
                "ecs:UpdateContainerInstancesState",
                "ecs:DeregisterContainerInstance"
            })
    void a_right_that_a_managed_environment_misses_is_named(String action) {
        aws.inject().deny(action);

        assertThat(missing(Rig.launching().check(Rig.onDemand(aws, 8).build()))).isEqualTo(action);
    }

    @Test
    void what_else_a_managed_environment_misses_is_named() {
        aws.ec2().vcpuLimit(1).addresses("subnet-a", 0).addresses("subnet-b", 0);
        aws.lacksRole("AWSServiceRoleForEC2Spot");
        aws.inject().deny("iam:PassRole");

        assertThat(missing(Rig.launching().check(Rig.spot(aws, 8).build())))
                .isEqualTo("subnets,ec2:RunInstances,quota,role AWSServiceRoleForEC2Spot");
        assertThat(missing(Rig.launching()
                        .check(Rig.onDemand(aws, 8).build().toBuilder()
                                .instanceTypes("m9x.huge")
                                .launchTemplate("absent")
                                .build())))
                .startsWith("subnets,instance types,launch template,");
    }
}
