package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironmentBuilder;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.JobRefusedException;
import dev.tranche.runtime.OpenRefusedException;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What an environment says and is not there, or may not be, is named with its place and the way out; nothing is launched. */
@NeedsEngine
class ManagedMisfitTest extends Lab {
    @TempDir
    private Path directory;

    private ManagedEnvironmentBuilder like() {
        return Rig.onDemand(aws, 4).build().toBuilder();
    }

    /** Why the environment is INVALID. */
    private String invalid(ManagedEnvironment environment) {
        JobQueue queue = queue(environment);
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            soon(() -> assertThat(runtime.environment(environment).invalid()).isPresent());
            String why = runtime.environment(environment).invalid().orElseThrow();
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(waiting.explain().toString()).contains(why));
            assertThat(aws.ec2().launched()).isEmpty();
            return why;
        }
    }

    /** Why it is INVALID when the first launch has been tried. */
    private String afterALaunch(ManagedEnvironment environment) {
        JobQueue queue = queue(environment);
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(runtime.environment(environment).invalid()).isPresent());
            String why = runtime.environment(environment).invalid().orElseThrow();
            soon(() -> assertThat(waiting.explain().toString()).contains(why));
            return why;
        }
    }

    @Test
    void a_type_that_is_not_known() {
        assertThat(invalid(like().instanceTypes("m7i.large", "m9x.huge").build()))
                .isEqualTo("instance type m9x.huge is not known in eu-central-1; give a type like m7i.large or a family"
                        + " like m7i with instanceTypes(…)");
    }

    @Test
    void types_of_two_architectures() {
        assertThat(invalid(like().instanceTypes("m7i.large", "m7g.large").build()))
                .isEqualTo(
                        "instance types run different programs: {arm64=[m7g.large], x86_64=[m7i.large]}; name those of"
                                + " one architecture, and make an environment for the other");
    }

    @Test
    void an_image_for_other_processors() {
        assertThat(invalid(like().instanceTypes("m7g.large")
                        .imageId("ami-0000000000000beef")
                        .build()))
                .isEqualTo(
                        "image ami-0000000000000beef is for x86_64, and m7g.large is arm64; name another image or other"
                                + " types");
    }

    @Test
    void an_image_that_is_not_there() {
        assertThat(invalid(like().imageId("ami-1").build()))
                .isEqualTo("image ami-1: InvalidAMIID.NotFound: The image id '[ami-1]' does not exist");
    }

    @Test
    void a_tag_that_an_instance_could_not_be_shown() {
        assertThat(invalid(like().tag("cost centre", "7").build()))
                .startsWith("tag 'cost centre' of environment cloud: an instance reads its lease among its tags");
    }

    @Test
    void a_subnet_that_is_not_there() {
        ManagedEnvironment nowhere = ComputeEnvironment.named("nowhere")
                .managed()
                .onDemand()
                .maxVcpus(4)
                .subnets("subnet-a", "subnet-z")
                .instanceRole("role")
                .region(AwsStandIn.REGION)
                .endpoint(aws.endpoint())
                .baseImage(AwsStandIn.IMAGE)
                .build();
        assertThat(invalid(nowhere))
                .isEqualTo("subnets [subnet-a, subnet-z]: InvalidSubnetID.NotFound: The subnet ID 'subnet-z' does not"
                        + " exist");
    }

    @Test
    void fewer_vcpus_than_the_smallest_type_has() {
        assertThat(invalid(like().maxVcpus(1).build()))
                .isEqualTo("maxVcpus(1) is less than any of the instance types has; allow more, or name smaller types");
    }

    @Test
    void a_cap_on_the_cost_below_the_cheapest_type_is_said_by_the_scheduler() {
        JobQueue queue = queue(like().maxHourlyCost(new BigDecimal("0.1")).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            assertThatThrownBy(() -> runtime.submit(job("j", Rig.script("true")), queue))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining(
                            "environment cloud may not have any host that could hold it: m7i.large has 2.0"
                                    + " vCPU and costs 0.12075 dollars an hour, and maxVcpus is 4, maxHourlyCost is 0.1");
            assertThat(aws.ec2().launched()).isEmpty();
        }
    }

    @Test
    void a_launch_template_that_says_what_the_environment_says() {
        ObjectNode data = JsonMapper.builder().build().createObjectNode();
        data.putObject("InstanceMarketOptions").put("MarketType", "spot");
        data.put("InstanceInitiatedShutdownBehavior", "stop");
        aws.ec2().template("mine", data);

        assertThat(invalid(like().launchTemplate("mine").build()))
                .isEqualTo("launch template mine says what the environment has to say: InstanceMarketOptions,"
                        + " InstanceInitiatedShutdownBehavior stop; leave that out of its default version");
        assertThat(invalid(like().launchTemplate("absent").build()))
                .startsWith("launch template absent: InvalidLaunchTemplateName.NotFoundException");
    }

    @Test
    void user_data_to_which_nothing_can_be_added() {
        ObjectNode data = JsonMapper.builder().build().createObjectNode();
        data.put("UserData", "IyEvYmluL3NoCg==");
        aws.ec2().template("mine", data);

        assertThat(invalid(like().launchTemplate("mine").build()))
                .startsWith("the user data of the launch template must be a MIME message of several parts");
    }

    @Test
    void no_right_to_look_and_no_right_to_launch() {
        aws.inject().deny("ec2:DescribeInstanceTypes");
        assertThat(invalid(like().build()))
                .startsWith("UnauthorizedOperation: ")
                .contains("ec2:DescribeInstanceTypes");
        aws.inject().allow("ec2:DescribeInstanceTypes").deny("ec2:RunInstances");
        assertThat(afterALaunch(like().build()))
                .startsWith("UnauthorizedOperation in eu-central-1")
                .contains("ec2:RunInstances");
        aws.inject().allow("ec2:RunInstances").deny("ec2:CreateFleet");
        assertThat(afterALaunch(like().build())).contains("ec2:CreateFleet");
        assertThat(aws.ec2().launched()).isEmpty();
    }

    private String noCapacity(ManagedEnvironment environment) {
        JobQueue queue = queue(environment);
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(waiting.explain().toString()).contains("no capacity for m7i.large"));
            assertThat(runtime.environment(environment).invalid()).isEmpty();
            return waiting.explain().toString();
        }
    }

    @Test
    void a_quota_of_zero_a_bid_below_the_market_and_a_full_subnet_are_no_capacity() {
        aws.ec2().vcpuLimit(0);
        assertThat(noCapacity(like().build())).contains("VcpuLimitExceeded in eu-central-1a");
        assertThat(noCapacity(Rig.spot(aws, 4).build())).contains("MaxSpotInstanceCountExceeded");
        aws.ec2().vcpuLimit(100).spotPrice("m7i.large", 0.1);
        ManagedEnvironment low = ComputeEnvironment.named("low")
                .managed()
                .spot(s -> s.bidPercentage(50))
                .maxVcpus(4)
                .subnets("subnet-a")
                .instanceRole("role")
                .instanceTypes("m7i.large")
                .region(AwsStandIn.REGION)
                .endpoint(aws.endpoint())
                .baseImage(AwsStandIn.IMAGE)
                .build();
        assertThat(noCapacity(low)).contains("SpotMaxPriceTooLow").contains("0.060375 is lower than");
        aws.ec2().addresses("subnet-a", 0).addresses("subnet-b", 0);
        assertThat(noCapacity(like().build())).contains("InsufficientFreeAddressesInSubnet");
    }

    @Test
    void prices_that_are_not_there_or_too_old() throws Exception {
        assertThat(invalid(like().region("eu-west-1").build()))
                .isEqualTo("no prices are known in eu-west-1; give a table of them with"
                        + " Ec2Backend.factory().prices(file)");
        assertThat(invalid(like().instanceTypes("m7i.metal-24xl").maxVcpus(96).build()))
                .startsWith("no price is known of m7i.metal-24xl in eu-central-1");
        Path old = Files.writeString(directory.resolve("old.csv"), "date,2024-01-01\neu-central-1,m7i.large,0.1\n");
        JobQueue queue = queue(like().build());
        assertThatThrownBy(() -> open(queue, Rig.launching().prices(old)))
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("prices are of 2024-01-01");
        open(queue, Rig.launching().prices(old).acceptOldPrices()).close();
        Path wrong = Files.writeString(directory.resolve("wrong.csv"), "date,2026-01-01\neu-central-1;m7i.large\n");
        assertThatThrownBy(() -> open(queue, Rig.launching().prices(wrong)))
                .hasMessageContaining("wrong.csv, line 2: must be")
                .hasMessageContaining("'eu-central-1;m7i.large'");
    }

    @Test
    void a_runtime_without_a_journal_needs_a_word() {
        JobQueue queue = queue(like().build());
        assertThatThrownBy(() -> open(queue, Rig.backend().prices(Rig.PRICES)))
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("environment cloud is managed and the runtime has no journal")
                .hasMessageContaining("launchWithoutJournal()");
        assertThatThrownBy(() -> open(queue, Rig.launching().atClose(AtClose.LEAVE)))
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("nobody could take them over");
    }

    @Test
    void three_that_do_not_join_in_a_row_make_it_invalid_and_their_console_is_kept() throws Exception {
        aws.ec2().joins(false);
        ManagedEnvironment lone = like().instanceTypes("m7i.large").maxVcpus(2).build();
        JobQueue queue = queue(lone);
        Ec2Backend backend = Rig.launching().joinsWithin(Duration.ofSeconds(2)).directory(directory);
        try (BatchRuntime runtime = open(queue, backend)) {
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);
            soon(() -> assertThat(runtime.environment(lone).invalid()).isPresent());

            assertThat(runtime.environment(lone).invalid().orElseThrow())
                    .startsWith("3 instances in a row have not joined; of the last, ")
                    .contains("it has not joined the cluster within PT2S; its console output is in " + directory);
            soon(() -> assertThat(aws.ec2().launched()).hasSize(3).allMatch(StandInInstance::hasEnded));
            String last = aws.ec2().launched().get(2).id();
            assertThat(Files.readString(directory.resolve("tranche-console-" + last + ".txt")))
                    .isEqualTo("cloud-init: " + last + " has booted from ami-00000000000000086\n");
            assertThat(waiting.explain().toString()).contains("3 instances in a row");
        }
    }

    @Test
    void one_that_joins_after_it_was_given_up_gets_nothing() {
        aws.ec2().joins(false);
        UnaryOperator<ManagedEnvironmentBuilder> small =
                words -> words.instanceTypes("m7i.large").maxVcpus(4);
        JobQueue queue = queue(small.apply(like()).build());
        try (BatchRuntime runtime = open(queue, Rig.launching().joinsWithin(Duration.ofSeconds(2)))) {
            JobHandle waiting = runtime.submit(job("j", Rig.script("true")), queue);
            aws.inject().fail("TerminateInstances", 1);
            soon(() -> assertThat(aws.calls().count("GetConsoleOutput")).isPositive());
            StandInInstance late = aws.ec2().launched().get(0);
            aws.ec2().joins(true);
            soon(() -> assertThat(late.host()).isPresent());
            aws.inject().fail("TerminateInstances", 0);

            assertThat(waiting.await(SOON).attempts().get(0).host().name()).isNotEqualTo(late.id());
            soon(() -> assertThat(late.hasEnded()).isTrue());
        }
    }
}
