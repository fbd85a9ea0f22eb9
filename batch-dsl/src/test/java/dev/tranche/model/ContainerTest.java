package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.Container.Condition;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContainerTest {
    private final Container plain =
            Container.named("app").image("acme/app").vcpus(1).memory(gib(1)).build();

    @Test
    void what_is_not_said_is_left_to_the_engine() {
        ContainerProgram program = plain.program();

        assertThat(plain.name()).isEqualTo("app");
        assertThat(plain.millivcpus()).isEqualTo(1000);
        assertThat(plain.memory()).isEqualTo(gib(1));
        assertThat(plain.gpus()).isZero();
        assertThat(plain.essential()).isTrue();
        assertThat(plain.startAfter()).isEmpty();
        assertThat(plain.environment()).isEmpty();
        assertThat(plain.secrets()).isEmpty();
        assertThat(plain.raw()).isEmpty();
        assertThat(program.image()).isEqualTo("acme/app");
        assertThat(program.command()).isEmpty();
        assertThat(program.script()).isEmpty();
        assertThat(program.mounts()).isEmpty();
        assertThat(program.tmpfs()).isEmpty();
        assertThat(program.sharedMemory()).isEmpty();
        assertThat(program.ulimits()).isEmpty();
        assertThat(program.user()).isEmpty();
        assertThat(program.privileged()).isFalse();
        assertThat(program.readOnlyRoot()).isFalse();
        assertThat(program.devices()).isEmpty();
        assertThat(program.init()).isFalse();
        assertThat(program.maxSwap()).isEmpty();
        assertThat(program.swappiness()).isEmpty();
        assertThat(program.log()).isEmpty();
    }

    @Test
    void what_is_said_can_be_read() {
        Container all = Container.named("app")
                .image(
                        "acme/app",
                        c -> c.script("run")
                                .mount(Volume.named("data"), "/data")
                                .mount(Volume.host("etc", Path.of("/etc")), "/etc2", Access.READ_ONLY)
                                .tmpfs("/tmp", mib(10))
                                .sharedMemory(mib(20))
                                .ulimit("nofile", 1024, Ulimit.UNLIMITED)
                                .user("1000:1000")
                                .privileged()
                                .readOnlyRoot()
                                .linux(l -> l.device("/dev/fuse")
                                        .device("/dev/kvm", "/dev/vm")
                                        .init()
                                        .swap(mib(0))
                                        .swappiness(60))
                                .logDriver("awslogs", Map.of("b", "2", "a", "1"))
                                .secret("S", Secret.file(Path.of("/run/secret")))
                                .raw("docker", "HostConfig.CpuQuota", 5000))
                .millivcpus(250)
                .memory(gib(1))
                .gpus(2)
                .environment("A", "1")
                .environment(Map.of("B", "2"))
                .nonEssential()
                .build();
        ContainerProgram program = all.program();

        assertThat(all.millivcpus()).isEqualTo(250);
        assertThat(all.gpus()).isEqualTo(2);
        assertThat(all.essential()).isFalse();
        assertThat(all.environment()).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
        assertThat(all.secrets()).containsExactly(Map.entry("S", Secret.file(Path.of("/run/secret"))));
        assertThat(all.raw()).containsExactly(new RawSetting("docker", "HostConfig.CpuQuota", 5000));
        assertThat(program.script()).contains("run");
        assertThat(program.mounts())
                .containsExactly(
                        new Mount(Volume.named("data"), "/data", Access.READ_WRITE),
                        new Mount(Volume.host("etc", Path.of("/etc")), "/etc2", Access.READ_ONLY));
        assertThat(program.tmpfs()).containsExactly(Map.entry("/tmp", mib(10)));
        assertThat(program.sharedMemory()).contains(mib(20));
        assertThat(program.ulimits()).containsExactly(new Ulimit("nofile", 1024, -1));
        assertThat(program.user()).contains("1000:1000");
        assertThat(program.privileged()).isTrue();
        assertThat(program.readOnlyRoot()).isTrue();
        assertThat(program.devices())
                .containsExactly(Map.entry("/dev/fuse", "/dev/fuse"), Map.entry("/dev/kvm", "/dev/vm"));
        assertThat(program.init()).isTrue();
        assertThat(program.maxSwap()).contains(mib(0));
        assertThat(program.swappiness()).hasValue(60);
        assertThat(program.log().orElseThrow().driver()).isEqualTo("awslogs");
        assertThat(program.log().orElseThrow().options()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongOptions")
    void a_wrong_option_fails_in_its_own_call(UnaryOperator<Container.Options> options, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Container.named("app").image("acme/app", options))
                .withMessage(message);
    }

    static Stream<Arguments> wrongOptions() {
        return Stream.of(
                wrong(c -> c.command("a", "\0"), "command must not contain NUL characters: '\\0'"),
                wrong(c -> c.script(""), "script must not be empty: ''"),
                wrong(c -> c.mount(Volume.named("a"), "data"), "container path must be absolute: 'data'"),
                wrong(c -> c.tmpfs("tmp", gib(1)), "container path must be absolute: 'tmp'"),
                wrong(c -> c.tmpfs("/tmp", mib(0)), "tmpfs must be from 1 MiB to 1048576 GiB: 0 bytes"),
                wrong(c -> c.sharedMemory(mib(0)), "shared memory must be from 1 MiB to 1048576 GiB: 0 bytes"),
                wrong(c -> c.user(" "), "user must not be empty: ' '"),
                wrong(c -> c.logDriver("", Map.of()), "log driver must not be empty: ''"),
                wrong(c -> c.linux(l -> l.device("fuse")), "device must be absolute: 'fuse'"),
                wrong(c -> c.linux(l -> l.swappiness(101)), "swappiness must be from 0 to 100: 101"),
                wrong(
                        c -> c.ulimit("files", 1, 1),
                        "ulimit must be one of [core, cpu, data, fsize, locks, memlock, msgqueue, nice, nofile, nproc,"
                                + " rss, rtprio, rttime, sigpending, stack]: 'files'"),
                wrong(c -> c.ulimit("core", 2, 1), "soft ulimit core must be at most the hard one 1: 2"),
                wrong(c -> c.ulimit("core", -1, 1), "soft ulimit core must be at most the hard one 1: -1"),
                wrong(c -> c.ulimit("core", -2, 1), "soft ulimit core must be from -1 to 9223372036854775807: -2"));
    }

    private static Arguments wrong(UnaryOperator<Container.Options> options, String message) {
        return Arguments.of(options, message);
    }

    @Test
    void an_option_is_said_once() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Container.named("app")
                        .image("acme/app", c -> c.mount(Volume.named("a"), "/a").mount(Volume.named("b"), "/a")))
                .withMessageStartingWith("mount /a was already set to Mount[volume=NamedVolume[name=a]");
        assertThatIllegalStateException()
                .isThrownBy(() -> Container.named("app")
                        .image("acme/app", c -> c.privileged().privileged()))
                .withMessage("privileged was already set to true");
    }

    @Test
    void the_end_of_an_essential_container_cannot_be_waited_for() {
        var next = Container.named("next").image("acme/next").vcpus(1).memory(gib(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.startAfter(plain, Condition.SUCCESS))
                .withMessage(
                        "startAfter(app, SUCCESS) can never come true: the end of an essential container is the end"
                                + " of the job");
        assertThat(next.startAfter(plain, Condition.START).build().startAfter())
                .containsExactly(Map.entry("app", Condition.START));
    }

    @Test
    void a_container_leads_back_to_its_builder() {
        Container changed = plain.toBuilder()
                .name("app2")
                .image("acme/app:2")
                .vcpus(2)
                .memory(gib(2))
                .container(c -> c.user("1"))
                .build();

        assertThat(changed.name()).isEqualTo("app2");
        assertThat(changed.program().image()).isEqualTo("acme/app:2");
        assertThat(changed.millivcpus()).isEqualTo(2000);
        assertThat(plain.toBuilder().build()).isEqualTo(plain).hasSameHashCodeAs(plain);
    }

    @Test
    void what_does_not_fit_together_is_told_when_the_container_is_complete() {
        var chain = plain.toBuilder().container(c -> c.command("a").script("b"));

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("container app / command: the container runs a script already; say one of them");
    }

    @Test
    void a_later_layer_may_replace_a_command_by_a_script() {
        Container command = plain.toBuilder().container(c -> c.command("a")).build();
        Container script = command.toBuilder().container(c -> c.script("b")).build();

        assertThat(script.program().script()).contains("b");
        assertThat(script.program().command()).isEqualTo(List.of());
    }
}
