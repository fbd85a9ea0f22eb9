package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.ComputeEnvironment.NeedsKind;
import dev.tranche.model.DockerEnvironment.Pull;
import dev.tranche.model.ManagedEnvironment.OnDemandAllocation;
import dev.tranche.model.ManagedEnvironment.Purchase;
import dev.tranche.model.ManagedEnvironment.SpotAllocation;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComputeEnvironmentTest {
    private static final URI SOCKET = URI.create("unix:///var/run/docker.sock");

    private static NeedsKind environment() {
        return ComputeEnvironment.named("e");
    }

    private static ManagedEnvironmentBuilder managed() {
        return environment()
                .managed()
                .onDemand()
                .maxVcpus(8)
                .subnets("subnet-1")
                .instanceRole("role");
    }

    @Test
    void a_local_environment_is_the_whole_machine_or_a_part_of_it() {
        LocalEnvironment whole = environment().local().build();
        LocalEnvironment part =
                whole.toBuilder().name("part").vcpus(4).memory(gib(8)).build();

        assertThat(whole.backend()).isEqualTo("local");
        assertThat(whole.vcpus()).isEmpty();
        assertThat(whole.memory()).isEmpty();
        assertThat(part.name()).isEqualTo("part");
        assertThat(part.vcpus()).hasValue(4);
        assertThat(part.memory()).contains(gib(8));
    }

    @Test
    void a_docker_environment_is_the_engine_at_hand_or_several() {
        DockerEnvironment plain = environment().docker().build();
        DockerEnvironment several = plain.toBuilder()
                .engine(SOCKET)
                .engine(
                        URI.create("tcp://10.0.0.5:2376"),
                        e -> e.tls(Path.of("/certs")).keepBack(2, gib(4)).maxConcurrent(10))
                .baseImage("debian:12")
                .pull(Pull.ALWAYS)
                .pinDigests()
                .build();
        DockerEngine first = several.engines().get(0);
        DockerEngine second = several.engines().get(1);

        assertThat(plain.backend()).isEqualTo("docker");
        assertThat(plain.engines()).isEmpty();
        assertThat(plain.baseImage()).isEmpty();
        assertThat(plain.pull()).isEqualTo(Pull.IF_MISSING);
        assertThat(plain.pinsDigests()).isFalse();
        assertThat(several.pinsDigests()).isTrue();
        assertThat(first.host()).isEqualTo(SOCKET);
        assertThat(first.tls()).isEmpty();
        assertThat(first.vcpusKeptBack()).isZero();
        assertThat(first.memoryKeptBack()).isEqualTo(mib(0));
        assertThat(first.maxConcurrent()).isEmpty();
        assertThat(second.tls()).contains(Path.of("/certs"));
        assertThat(second.vcpusKeptBack()).isEqualTo(2);
        assertThat(second.memoryKeptBack()).isEqualTo(gib(4));
        assertThat(second.maxConcurrent()).hasValue(10);
        assertThat(several.toBuilder().build()).isEqualTo(several);
    }

    @Test
    void an_engine_is_added_once() {
        assertThatIllegalStateException()
                .isThrownBy(() -> environment().docker().engine(SOCKET).engine(SOCKET))
                .withMessage("engine unix:///var/run/docker.sock was already added");
    }

    @Test
    void a_managed_environment_has_the_defaults_of_its_purchase() {
        ManagedEnvironment onDemand = managed().build();
        ManagedEnvironment spot = environment()
                .managed()
                .spot()
                .maxVcpus(8)
                .subnets("subnet-1")
                .instanceRole("role")
                .build();

        assertThat(onDemand.backend()).isEqualTo("ec2");
        assertThat(onDemand.purchase()).isEqualTo(Purchase.ON_DEMAND);
        assertThat(onDemand.allocation()).isEqualTo(OnDemandAllocation.BEST_FIT_PROGRESSIVE);
        assertThat(onDemand.bidPercentage()).isEmpty();
        assertThat(onDemand.minVcpus()).isZero();
        assertThat(onDemand.instanceTypes()).containsExactly("optimal");
        assertThat(onDemand.securityGroups()).isEmpty();
        assertThat(onDemand.imageId()).isEmpty();
        assertThat(onDemand.keyPair()).isEmpty();
        assertThat(onDemand.launchTemplate()).isEmpty();
        assertThat(onDemand.scaleDownDelay()).isZero();
        assertThat(onDemand.maxInstances()).isEmpty();
        assertThat(onDemand.maxHourlyCost()).isEmpty();
        assertThat(onDemand.maxInstanceLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(onDemand.region()).isEmpty();
        assertThat(onDemand.endpoint()).isEmpty();
        assertThat(onDemand.assumeRole()).isEmpty();
        assertThat(onDemand.onInterruption().stopsAfter()).isEmpty();
        assertThat(onDemand.baseImage()).isEmpty();
        assertThat(onDemand.tags()).isEmpty();
        assertThat(spot.purchase()).isEqualTo(Purchase.SPOT);
        assertThat(spot.allocation()).isEqualTo(SpotAllocation.SPOT_PRICE_CAPACITY_OPTIMIZED);
        assertThat(spot.bidPercentage()).hasValue(100);
    }

    @Test
    void what_is_said_of_a_managed_environment_can_be_read() {
        ManagedEnvironment all = environment()
                .managed()
                .onDemand(o -> o.allocation(OnDemandAllocation.BEST_FIT))
                .maxVcpus(256)
                .subnets("subnet-1", "subnet-2")
                .instanceRole("role")
                .minVcpus(4)
                .instanceTypes("m7i", "c7i.large")
                .securityGroups("sg-1")
                .imageId("ami-1")
                .keyPair("key")
                .launchTemplate("template")
                .scaleDownDelay(Duration.ofMinutes(20))
                .maxInstances(12)
                .maxHourlyCost(new BigDecimal("2.50"))
                .maxInstanceLifetime(Duration.ofHours(6))
                .region("us-gov-west-1")
                .endpoint(URI.create("http://localhost:4566"))
                .assumeRole("arn:aws-us-gov:iam::123456789012:role/path/batch")
                .onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(90)))
                .baseImage("debian:12")
                .tag("team", "a")
                .build();

        assertThat(all.allocation().name()).isEqualTo("BEST_FIT");
        assertThat(all.maxVcpus()).isEqualTo(256);
        assertThat(all.subnets()).containsExactly("subnet-1", "subnet-2");
        assertThat(all.instanceRole()).isEqualTo("role");
        assertThat(all.minVcpus()).isEqualTo(4);
        assertThat(all.instanceTypes()).containsExactly("m7i", "c7i.large");
        assertThat(all.securityGroups()).containsExactly("sg-1");
        assertThat(all.imageId()).contains("ami-1");
        assertThat(all.keyPair()).contains("key");
        assertThat(all.launchTemplate()).contains("template");
        assertThat(all.scaleDownDelay()).isEqualTo(Duration.ofMinutes(20));
        assertThat(all.maxInstances()).hasValue(12);
        assertThat(all.maxHourlyCost()).contains(new BigDecimal("2.5"));
        assertThat(all.maxInstanceLifetime()).isEqualTo(Duration.ofHours(6));
        assertThat(all.region()).contains("us-gov-west-1");
        assertThat(all.endpoint()).contains(URI.create("http://localhost:4566"));
        assertThat(all.assumeRole()).contains("arn:aws-us-gov:iam::123456789012:role/path/batch");
        assertThat(all.onInterruption().stopsAfter()).contains(Duration.ofSeconds(90));
        assertThat(all.baseImage()).contains("debian:12");
        assertThat(all.tags()).containsExactly(Map.entry("team", "a"));
        assertThat(all.toBuilder().name("f").maxVcpus(8).build().maxVcpus()).isEqualTo(8);
    }

    @Test
    void the_least_cannot_be_more_than_the_most() {
        assertThatThrownBy(managed().minVcpus(9)::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("compute environment e / min vCPUs: must be at most the largest number, 8: 9");
    }

    @Test
    void an_unmanaged_environment_is_a_cluster() {
        UnmanagedEnvironment lab =
                environment().unmanaged("lab").unmanagedVcpus(64).build();
        UnmanagedEnvironment all = lab.toBuilder()
                .region("us-gov-west-1")
                .endpoint(URI.create("http://localhost:4566"))
                .assumeRole("arn:aws-us-gov:iam::123456789012:role/path/batch")
                .only("attribute:rack == 7")
                .onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(90)))
                .baseImage("debian:12")
                .build();

        assertThat(lab.backend()).isEqualTo("ec2");
        assertThat(lab.cluster()).isEqualTo("lab");
        assertThat(lab.unmanagedVcpus()).hasValue(64);
        assertThat(lab.region()).isEmpty();
        assertThat(lab.endpoint()).isEmpty();
        assertThat(lab.assumeRole()).isEmpty();
        assertThat(lab.only()).isEmpty();
        assertThat(lab.onInterruption().stopsAfter()).isEmpty();
        assertThat(lab.baseImage()).isEmpty();
        assertThat(all.region()).contains("us-gov-west-1");
        assertThat(all.endpoint()).contains(URI.create("http://localhost:4566"));
        assertThat(all.assumeRole()).contains("arn:aws-us-gov:iam::123456789012:role/path/batch");
        assertThat(all.only()).contains("attribute:rack == 7");
        assertThat(all.onInterruption().stopsAfter()).contains(Duration.ofSeconds(90));
        assertThat(all.baseImage()).contains("debian:12");
        assertThat(lab.toBuilder().onInterruption(OnInterruption.run()).build()).isEqualTo(lab);
        assertThat(lab.toBuilder().cluster("other").name("f").build().cluster()).isEqualTo("other");
    }

    @Test
    void a_custom_environment_carries_what_its_backend_wants_to_know() {
        CustomEnvironment slurm = environment().custom("slurm", Map.of("partition", "debug", "account", "a"));

        assertThat(slurm.name()).isEqualTo("e");
        assertThat(slurm.backend()).isEqualTo("slurm");
        assertThat(slurm.settings()).containsExactly(Map.entry("account", "a"), Map.entry("partition", "debug"));
        assertThat(slurm).isEqualTo(environment().custom("slurm", Map.of("account", "a", "partition", "debug")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void a_wrong_value_fails_in_its_own_call(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        () -> ComputeEnvironment.named("a b"),
                        "compute environment name must be 1 to 128 letters, digits, '-' or '_': 'a b'"),
                wrong(() -> environment().local().vcpus(0), "vcpus must be from 1 to 2147483: 0"),
                wrong(() -> environment().local().memory(mib(1)), "memory must be from 4 MiB to 1048576 GiB: 1 MiB"),
                wrong(
                        () -> environment().docker().engine(URI.create("docker.sock")),
                        "engine must be a URI with one of the schemes [unix, npipe, tcp, http, https]: 'docker.sock'"),
                wrong(
                        () -> environment().docker().engine(SOCKET, e -> e.keepBack(-1, gib(1))),
                        "vCPUs kept back must be from 0 to 2147483: -1"),
                wrong(
                        () -> environment().docker().engine(SOCKET, e -> e.maxConcurrent(0)),
                        "max concurrent must be at least 1: 0"),
                wrong(
                        () -> environment().docker().baseImage(""),
                        "image must be 1 to 255 characters without white space: ''"),
                wrong(
                        () -> environment().managed().spot(s -> s.bidPercentage(0)),
                        "bid percentage must be from 1 to 100: 0"),
                wrong(() -> environment().managed().spot().maxVcpus(0), "max vCPUs must be from 1 to 2147483: 0"),
                wrong(() -> managed().minVcpus(-1), "min vCPUs must be from 0 to 2147483: -1"),
                wrong(
                        () -> environment().managed().spot().maxVcpus(1).subnets("a", ""),
                        "subnet must not be empty: ''"),
                wrong(() -> managed().instanceTypes(""), "instance type must not be empty: ''"),
                wrong(() -> managed().securityGroups(""), "security group must not be empty: ''"),
                wrong(() -> managed().maxInstances(0), "max instances must be at least 1: 0"),
                wrong(
                        () -> managed().maxHourlyCost(BigDecimal.ZERO),
                        "max hourly cost must be above 0 and at most 1000000 dollars, with at most 6 digits after the point: 0"),
                wrong(
                        () -> managed().maxHourlyCost(new BigDecimal("0.0000001")),
                        "max hourly cost must be above 0 and at most 1000000 dollars, with at most 6 digits after the point: 1E-7"),
                wrong(
                        () -> managed().scaleDownDelay(Duration.ofDays(8)),
                        "scale-down delay must be from PT0S to PT168H: PT192H"),
                wrong(
                        () -> managed().maxInstanceLifetime(Duration.ofMinutes(1)),
                        "max instance lifetime must be from PT10M to PT8760H: PT1M"),
                wrong(
                        () -> managed().region("Frankfurt"),
                        "region must be the name of a region like eu-central-1: 'Frankfurt'"),
                wrong(() -> environment().unmanaged(" "), "cluster must not be empty: ' '"),
                wrong(
                        () -> environment().unmanaged("lab").unmanagedVcpus(0),
                        "unmanaged vCPUs must be from 1 to 2147483: 0"),
                wrong(
                        () -> environment().unmanaged("lab").region("Frankfurt"),
                        "region must be the name of a region like eu-central-1: 'Frankfurt'"),
                wrong(
                        () -> environment().unmanaged("lab").endpoint(URI.create("unix:///aws")),
                        "endpoint must be an http or https address: 'unix:///aws'"),
                wrong(
                        () -> environment().unmanaged("lab").assumeRole("batch"),
                        "role to assume must be an ARN like arn:aws:iam::123456789012:role/batch: 'batch'"),
                wrong(() -> environment().unmanaged("lab").only(" "), "only must not be empty: ' '"),
                wrong(
                        () -> OnInterruption.stopAfter(Duration.ofSeconds(-1)),
                        "stopAfter must be from 0 s to one day: PT-1S"),
                wrong(
                        () -> environment().unmanaged("lab").baseImage(""),
                        "image must be 1 to 255 characters without white space: ''"),
                wrong(
                        () -> environment().custom("docker", Map.of()),
                        "the backend of a custom environment must not be one of [local, docker, ec2], which have words"
                                + " of their own: 'docker'"));
    }

    private static Arguments wrong(ThrowingCallable call, String message) {
        return Arguments.of(call, message);
    }
}
