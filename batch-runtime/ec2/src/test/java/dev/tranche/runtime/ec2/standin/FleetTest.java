package dev.tranche.runtime.ec2.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.ec2.NeedsEngine;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What EC2 does with fleets and instances, in the words of AWS that each test is about. */
@NeedsEngine
class FleetTest {
    private final AwsStandIn aws = new AwsStandIn();
    private final Ec2Client ec2 = Ec2Client.builder()
            .region(Region.of(AwsStandIn.REGION))
            .endpointOverride(aws.endpoint())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEXAMPLE", "x")))
            .build();

    @BeforeEach
    void makeTemplate() {
        var made = ec2.createLaunchTemplate(
                r -> r.launchTemplateName("workers").launchTemplateData(data -> data.imageId("ami-00000000000000086")));
        assertThat(made.launchTemplate().launchTemplateName()).isEqualTo("workers");
    }

    @AfterEach
    void close() {
        ec2.close();
        aws.close();
    }

    private CreateFleetResponse fleet(int count, UnaryOperator<CreateFleetRequest.Builder> more) {
        return ec2.createFleet(more.apply(CreateFleetRequest.builder()
                        .type(FleetType.INSTANT)
                        .clientToken("token")
                        .targetCapacitySpecification(
                                target -> target.totalTargetCapacity(count).defaultTargetCapacityType("on-demand"))
                        .launchTemplateConfigs(config -> config.launchTemplateSpecification(template ->
                                        template.launchTemplateName("workers").version("1"))
                                .overrides(override("m7i.large"), override("m7i.xlarge"))))
                .build());
    }

    private static FleetLaunchTemplateOverridesRequest override(String type) {
        return FleetLaunchTemplateOverridesRequest.builder()
                .instanceType(type)
                .subnetId("subnet-a")
                .build();
    }

    private static List<String> ids(CreateFleetResponse answer) {
        return answer.instances().stream()
                .flatMap(some -> some.instanceIds().stream())
                .toList();
    }

    /** "CreateFleet […] LaunchTemplateConfigs: required". */
    @Test
    void a_launch_template_is_required() {
        assertThatThrownBy(() -> fleet(1, request -> request.launchTemplateConfigs(List.of())))
                .hasMessageContaining("LaunchTemplateConfigs");
        assertThatThrownBy(() -> fleet(
                        1,
                        request -> request.launchTemplateConfigs(config -> config.launchTemplateSpecification(
                                        template -> template.launchTemplateName("absent")
                                                .version("1"))
                                .overrides(override("m7i.large")))))
                .hasMessageContaining("absent, does not exist");
    }

    /** "Errors: Information about the instances that could not be launched by the fleet", beside those that could. */
    @Test
    void instances_and_errors_come_in_one_answer() {
        aws.ec2().capacity("m7i.large", 1).capacity("m7i.xlarge", 0);

        CreateFleetResponse answer = fleet(3, request -> request);

        assertThat(ids(answer)).hasSize(1);
        assertThat(answer.errors())
                .extracting(error -> error.errorCode() + " "
                        + error.launchTemplateAndOverrides().overrides().instanceTypeAsString())
                .containsExactly("InsufficientInstanceCapacity m7i.large", "InsufficientInstanceCapacity m7i.xlarge");
    }

    /** "MinTargetCapacity: The minimum target capacity […]. If this minimum isn't reached, no instances are launched". */
    @Test
    void a_minimum_that_cannot_be_satisfied_launches_nothing() {
        aws.ec2().capacity("m7i.large", 1).capacity("m7i.xlarge", 0);

        CreateFleetResponse answer =
                fleet(3, request -> request.onDemandOptions(options -> options.minTargetCapacity(2)));

        assertThat(ids(answer)).isEmpty();
        assertThat(answer.errors()).hasSize(2);
        assertThat(aws.ec2().launched()).isEmpty();
        assertThat(ids(fleet(1, request -> request.clientToken("another")))).hasSize(1);
    }

    /** "A retry with the same client token returns the result of the first request" (Ensuring idempotency). */
    @Test
    void a_token_that_was_used_gives_the_same_instances_also_when_they_have_ended() {
        List<String> first = ids(fleet(2, request -> request));
        var ended = ec2.terminateInstances(r -> r.instanceIds(first));

        assertThat(ended.terminatingInstances()).hasSize(2);
        assertThat(ids(fleet(2, request -> request))).isEqualTo(first);
        assertThat(aws.ec2().launched()).hasSize(2);
        assertThatThrownBy(() -> fleet(3, request -> request)).hasMessageContaining("different parameters");
    }

    /** "If you specify multiple instances and the request fails (for example, because of a single incorrect ID), none are terminated". */
    @Test
    void one_bad_id_ends_none() {
        List<String> both = ids(fleet(2, request -> request));

        assertThatThrownBy(() ->
                        ec2.terminateInstances(r -> r.instanceIds(both.get(0), "i-0123456789abcdef0", both.get(1))))
                .hasMessageContaining("The instance ID 'i-0123456789abcdef0' does not exist");
        assertThat(aws.ec2().living()).hasSize(2);
    }

    /** "Terminated instances remain visible after termination (for approximately one hour)". */
    @Test
    void what_has_ended_can_be_seen_for_an_hour() {
        List<String> id = ids(fleet(1, request -> request));
        aws.ec2().living().get(0).end();
        aws.advance(Duration.ofMinutes(59));
        assertThat(instances(id)).extracting(each -> each.state().name()).containsExactly(InstanceStateName.TERMINATED);

        aws.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> instances(id)).hasMessageContaining("does not exist");
    }

    /** "It can take a few minutes for the ID to propagate through the system" (InvalidInstanceID.NotFound). */
    @Test
    void what_was_just_launched_may_not_be_found() {
        aws.ec2().unseenFor(Duration.ofMinutes(1));
        List<String> id = ids(fleet(1, request -> request));
        assertThatThrownBy(() -> instances(id)).hasMessageContaining("does not exist");

        aws.advance(Duration.ofMinutes(1));
        assertThat(instances(id)).hasSize(1);
    }

    private List<Instance> instances(List<String> ids) {
        return ec2.describeInstances(r -> r.instanceIds(ids)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }
}
