package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobDefinitionTest {
    private static final JobDefinition SCRIPT =
            JobDefinition.named("count").script("wc").vcpus(1).memory(mib(64)).build();
    private static final JobDefinition IMAGE = JobDefinition.named("train")
            .image("acme/train")
            .vcpus(1)
            .memory(gib(1))
            .build();

    @Test
    void what_is_not_said_has_its_default() {
        assertThat(SCRIPT.gpus()).isZero();
        assertThat(SCRIPT.disk()).isEmpty();
        assertThat(SCRIPT.hardCpuLimit()).isFalse();
        assertThat(SCRIPT.environment()).isEmpty();
        assertThat(SCRIPT.secrets()).isEmpty();
        assertThat(SCRIPT.parameters()).isEmpty();
        assertThat(SCRIPT.jobRole()).isEmpty();
        assertThat(SCRIPT.executionRole()).isEmpty();
        assertThat(SCRIPT.retryStrategy()).isEqualTo(RetryStrategy.NEVER);
        assertThat(SCRIPT.timeout()).isEmpty();
        assertThat(SCRIPT.stopGrace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(SCRIPT.schedulingPriority()).isEmpty();
        assertThat(SCRIPT.consumes()).isEmpty();
        assertThat(SCRIPT.tags()).isEmpty();
        assertThat(SCRIPT.propagateTags()).isFalse();
        assertThat(SCRIPT.raw()).isEmpty();
        assertThat(SCRIPT.onUnknownOutcome()).isEqualTo(UnknownOutcome.HOLD);
    }

    @Test
    void what_is_said_can_be_read() {
        var licence = ConsumableResource.of("licence", 3);
        var all = SCRIPT.toBuilder()
                .name("all")
                .millivcpus(250)
                .memory(gib(2))
                .gpus(4)
                .disk(gib(10))
                .hardCpuLimit()
                .environment("A", "1")
                .secret("S", Secret.environmentVariable("TOKEN"))
                .parameter("p", "x")
                .jobRole("arn:aws:iam::1:role/job")
                .executionRole("arn:aws:iam::1:role/execution")
                .timeout(Duration.ofMillis(1500))
                .queueTimeout(Duration.ofHours(6))
                .stopGrace(Duration.ZERO)
                .schedulingPriority(9999)
                .consumes(licence, 2)
                .tag("team", "a")
                .propagateTags()
                .raw("docker", "HostConfig.CpusetCpus", "0-3")
                .onUnknownOutcome(UnknownOutcome.RERUN)
                .build();

        assertThat(all.name()).isEqualTo("all");
        assertThat(all.program()).isEqualTo(new Script("wc"));
        assertThat(all.millivcpus()).isEqualTo(250);
        assertThat(all.memory()).isEqualTo(gib(2));
        assertThat(all.gpus()).isEqualTo(4);
        assertThat(all.disk()).contains(gib(10));
        assertThat(all.hardCpuLimit()).isTrue();
        assertThat(all.environment()).containsExactly(Map.entry("A", "1"));
        assertThat(all.secrets()).containsExactly(Map.entry("S", Secret.environmentVariable("TOKEN")));
        assertThat(all.parameters()).containsExactly(Map.entry("p", "x"));
        assertThat(all.jobRole()).contains("arn:aws:iam::1:role/job");
        assertThat(all.executionRole()).contains("arn:aws:iam::1:role/execution");
        assertThat(all.timeout()).contains(Duration.ofMillis(1500));
        assertThat(all.queueTimeout()).contains(Duration.ofHours(6));
        assertThat(all.stopGrace()).isZero();
        assertThat(all.schedulingPriority()).hasValue(9999);
        assertThat(all.consumes()).containsExactly(Map.entry(licence, 2L));
        assertThat(all.tags()).containsExactly(Map.entry("team", "a"));
        assertThat(all.propagateTags()).isTrue();
        assertThat(all.raw()).containsExactly(new RawSetting("docker", "HostConfig.CpusetCpus", "0-3"));
        assertThat(all.onUnknownOutcome()).isEqualTo(UnknownOutcome.RERUN);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrongValues")
    void a_wrong_value_fails_in_its_own_call(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    static Stream<Arguments> wrongValues() {
        var licence = ConsumableResource.of("licence", 3);
        return Stream.of(
                wrong(
                        () -> JobDefinition.named("my job"),
                        "job definition name must be 1 to 128 letters, digits, '-' or '_': 'my job'"),
                wrong(() -> JobDefinition.named("a").script(" \n"), "script must not be empty: ' \n'"),
                wrong(() -> JobDefinition.named("a").script("a\0b"), "script must not contain NUL characters: 'a\\0b'"),
                wrong(() -> JobDefinition.named("a").executable(""), "executable must not be empty: ''"),
                wrong(
                        () -> JobDefinition.named("a").executable("Ref::tool"),
                        "executable must not contain Ref::, which is replaced in arguments only: 'Ref::tool'"),
                wrong(
                        () -> JobDefinition.named("a").executable("tar", "\0"),
                        "argument must not contain NUL characters: '\\0'"),
                wrong(
                        () -> JobDefinition.named("a").image("my image"),
                        "image must be 1 to 255 characters without white space: 'my image'"),
                wrong(
                        () -> JobDefinition.named("a").image("x".repeat(256)),
                        "image must be 1 to 255 characters without white space: '" + "x".repeat(80) + "…'"),
                wrong(d -> d.vcpus(0), "vcpus must be from 1 to 2147483: 0"),
                wrong(d -> d.vcpus(2_147_484), "vcpus must be from 1 to 2147483: 2147484"),
                wrong(d -> d.millivcpus(0), "millivcpus must be at least 1: 0"),
                wrong(d -> d.memory(mib(3)), "memory must be from 4 MiB to 1048576 GiB: 3 MiB"),
                wrong(
                        d -> d.memory(new MemorySize(Long.MAX_VALUE)),
                        "memory must be from 4 MiB to 1048576 GiB: 9223372036854775807 bytes"),
                wrong(
                        d -> d.memory(new MemorySize((64 << 20) + 1)),
                        "memory must be a whole number of MiB: 67108865 bytes"),
                wrong(d -> d.tag("half \ud800", ""), "tag key must not contain half a character: 'half \ud800'"),
                wrong(d -> d.raw("docker", "A.\udc00", 1), "raw path must not contain half a character: 'A.\udc00'"),
                wrong(
                        d -> d.raw("docker", "A", Map.of("\ud800", 1)),
                        "a key of a raw map must not contain half a character: '\ud800'"),
                wrong(d -> d.gpus(0), "gpus must be from 1 to 4096: 0"),
                wrong(d -> d.disk(mib(0)), "disk must be from 1 MiB to 1048576 GiB: 0 bytes"),
                wrong(
                        d -> d.environment("AWS_BATCH_X", "1"),
                        "environment variable name must not start with AWS_BATCH, which is reserved: 'AWS_BATCH_X'"),
                wrong(d -> d.environment("A=B", "1"), "environment variable name must not contain '=': 'A=B'"),
                wrong(d -> d.environment("", "1"), "environment variable name must not be empty: ''"),
                wrong(d -> d.environment("A", "\0"), "environment variable A must not contain NUL characters: '\\0'"),
                wrong(
                        d -> d.secret("AWS_BATCH_X", Secret.ssmParameter("x")),
                        "environment variable name must not start with AWS_BATCH, which is reserved: 'AWS_BATCH_X'"),
                wrong(
                        d -> d.parameter("a b", "1"),
                        "parameter name must be 1 to 128 letters, digits, '-' or '_': 'a b'"),
                wrong(d -> d.parameter("a", "\0"), "parameter a must not contain NUL characters: '\\0'"),
                wrong(
                        d -> d.jobRole("train"),
                        "job role must be an ARN, like arn:aws:iam::123456789012:role/train: 'train'"),
                wrong(
                        d -> d.executionRole("train"),
                        "execution role must be an ARN, like arn:aws:iam::123456789012:role/train: 'train'"),
                wrong(d -> d.timeout(Duration.ZERO), "timeout must be positive and at most PT876000H: PT0S"),
                wrong(
                        d -> d.timeout(Duration.ofSeconds(Long.MAX_VALUE)),
                        "timeout must be positive and at most PT876000H: PT2562047788015215H30M7S"),
                wrong(d -> d.queueTimeout(Duration.ZERO), "queue timeout must be positive and at most PT876000H: PT0S"),
                wrong(d -> d.stopGrace(Duration.ofSeconds(-1)), "stop grace must be from PT0S to PT24H: PT-1S"),
                wrong(d -> d.schedulingPriority(10_000), "scheduling priority must be from 0 to 9999: 10000"),
                wrong(d -> d.consumes(licence, 4), "quantity of licence must be from 1 to 3: 4"),
                wrong(d -> d.tag("", "x"), "length of tag key '' must be from 1 to 128: 0"),
                wrong(
                        d -> d.tag("team", "x".repeat(257)),
                        "length of the value of tag team must be from 0 to 256: 257"),
                wrong(
                        d -> d.raw("docker", "a..b", 1),
                        "raw path must be words with dots between them, like HostConfig.CpusetCpus: 'a..b'"),
                wrong(
                        d -> d.raw("docker", "a", new Object()),
                        "raw value must be text, true or false, a number, a list or a map: java.lang.Object"));
    }

    private static Arguments wrong(UnaryOperator<JobDefinitionBuilder> word, String message) {
        return wrong(() -> word.apply(SCRIPT.toBuilder()), message);
    }

    private static Arguments wrong(ThrowingCallable call, String message) {
        return Arguments.of(call, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("saidTwice")
    void a_setting_is_said_once_in_a_chain(UnaryOperator<JobDefinitionBuilder> word, String message) {
        JobDefinitionBuilder once = word.apply(IMAGE.toBuilder());

        assertThatIllegalStateException().isThrownBy(() -> word.apply(once)).withMessage(message);
    }

    static Stream<Arguments> saidTwice() {
        var licence = ConsumableResource.of("licence", 3);
        return Stream.of(
                twice(d -> d.name("x"), "name was already set to x"),
                twice(d -> d.image("x"), "image was already set to x"),
                twice(d -> d.command("a", "b"), "command was already set to [a, b]"),
                twice(d -> d.container(c -> c.user("1")), "user was already set to 1"),
                twice(d -> d.vcpus(2), "millivcpus was already set to 2000"),
                twice(d -> d.memory(gib(2)), "memory was already set to 2 GiB"),
                twice(d -> d.gpus(2), "gpus was already set to 2"),
                twice(d -> d.disk(gib(2)), "disk was already set to 2 GiB"),
                twice(d -> d.hardCpuLimit(), "hard CPU limit was already set to true"),
                twice(d -> d.environment("A", "1"), "environment variable A was already set to 1"),
                twice(d -> d.environment(Map.of("A", "1")), "environment variable A was already set to 1"),
                twice(
                        d -> d.secret("A", Secret.ssmParameter("/a")),
                        "secret A was already set to Secret[source=SSM_PARAMETER, reference=/a]"),
                twice(d -> d.parameter("p", "1"), "parameter p was already set to 1"),
                twice(d -> d.jobRole("arn:a"), "job role was already set to arn:a"),
                twice(d -> d.retry(r -> r.attempts(3)), "retry was already set to RetryStrategy[attempts=3]"),
                twice(d -> d.timeout(Duration.ofMinutes(30)), "timeout was already set to PT30M"),
                twice(d -> d.queueTimeout(Duration.ofHours(1)), "queue timeout was already set to PT1H"),
                twice(d -> d.stopGrace(Duration.ZERO), "stop grace was already set to PT0S"),
                twice(d -> d.schedulingPriority(1), "scheduling priority was already set to 1"),
                twice(d -> d.tag("a", "b"), "tag a was already set to b"),
                twice(
                        d -> d.consumes(licence, 1),
                        "consumption of ConsumableResource[name=licence, totalQuantity=3, replenishable=true]"
                                + " was already set to 1"),
                twice(
                        d -> d.raw("docker", "a.b", 1),
                        "raw setting docker a.b was already set to RawSetting[backend=docker, path=a.b, value=1]"),
                twice(d -> d.onUnknownOutcome(UnknownOutcome.FAIL), "on unknown outcome was already set to FAIL"));
    }

    private static Arguments twice(UnaryOperator<JobDefinitionBuilder> word, String message) {
        return Arguments.of(word, message);
    }

    @Test
    void the_steps_are_part_of_the_chain() {
        var chain = JobDefinition.named("a").image("x").vcpus(1).memory(gib(1));

        assertThatIllegalStateException().isThrownBy(() -> chain.name("b")).withMessage("name was already set to a");
        assertThatIllegalStateException().isThrownBy(() -> chain.image("y")).withMessage("image was already set to x");
        assertThatIllegalStateException()
                .isThrownBy(() -> chain.millivcpus(1))
                .withMessage("millivcpus was already set to 1000");
    }

    @Test
    void a_changed_definition_keeps_what_it_does_not_say() {
        var first = IMAGE.toBuilder()
                .environment("A", "1")
                .environment("B", "2")
                .container(c -> c.user("1").tmpfs("/t", gib(1)))
                .build();
        var second = first.toBuilder()
                .environment("A", "3")
                .environment("C", "4")
                .container(c -> c.user("2"))
                .build();

        assertThat(second.environment()).containsExactly(Map.entry("A", "3"), Map.entry("B", "2"), Map.entry("C", "4"));
        assertThat(((ContainerProgram) second.program()).user()).contains("2");
        assertThat(((ContainerProgram) second.program()).tmpfs()).containsOnlyKeys("/t");
        assertThat(first.environment()).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
    }

    @Test
    void a_builder_that_says_nothing_gives_the_same_definition() {
        assertThat(IMAGE.toBuilder().build()).isEqualTo(IMAGE);
    }

    @Test
    void variables_keep_the_order_they_were_said_in_and_those_of_a_map_go_by_name() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("Z", "1");
        variables.put("Y", "2");
        var definition = SCRIPT.toBuilder()
                .environment("X", "0")
                .environment(variables)
                .environment("A", "3")
                .build();

        assertThat(definition.environment().keySet()).containsExactly("X", "Y", "Z", "A");
    }

    @Test
    void the_order_of_variables_makes_no_difference_to_equality() {
        var ab = SCRIPT.toBuilder().environment("A", "1").environment("B", "2").build();
        var ba = SCRIPT.toBuilder().environment("B", "2").environment("A", "1").build();

        assertThat(ab).isEqualTo(ba).hasSameHashCodeAs(ba);
    }

    @Test
    void what_does_not_fit_together_is_told_all_at_once() {
        var chain = IMAGE.toBuilder()
                .environment("TOKEN", "x")
                .secret("TOKEN", Secret.ssmParameter("/token"))
                .retry(r -> r.attempts(2).moreMemoryAfterOutOfMemory(2, mib(512)))
                .container(c -> c.command("train")
                        .script("train")
                        .linux(l -> l.swappiness(10))
                        .mount(Volume.named("a"), "/a")
                        .mount(Volume.efs("a", "fs-1"), "/b")
                        .tmpfs("/a", gib(1)));

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        job definition train / command: the container runs a script already; say one of them
                        job definition train / swappiness: has no effect without swap(size); say it too
                        job definition train / mount /a: a tmpfs is on the same path; choose another
                        job definition train / volume a: two volumes have this name: NamedVolume[name=a] and \
                        EfsVolume[name=a, fileSystemId=fs-1]
                        job definition train / environment variable TOKEN: is also a secret; say one of them
                        job definition train / memory: 1 GiB is more than the retry strategy's cap of 512 MiB\
                        """);
    }

    @Test
    void a_script_has_no_container_to_say_anything_of() {
        assertThatThrownBy(SCRIPT.toBuilder().image("x").container(c -> c.user("1"))::build)
                .hasMessage("""
                        job definition count / image: the job runs a script, not a container
                        job definition count / user: the job runs a script, not a container\
                        """);
        assertThatThrownBy(SCRIPT.toBuilder().container("db", c -> c.vcpus(2))::build)
                .hasMessage("job definition count / db: the job has no containers with names");
    }

    @Test
    void there_is_an_end_to_tags() {
        JobDefinitionBuilder chain = SCRIPT.toBuilder();
        for (int i = 0; i <= 50; i++) {
            chain = chain.tag("key" + i, "");
        }

        assertThatThrownBy(chain::build).hasMessage("job definition count / tags: there may be at most 50: 51");
    }

    @Test
    void two_resources_of_one_name_are_refused() {
        assertThatThrownBy(SCRIPT.toBuilder()
                        .consumes(ConsumableResource.of("licence", 3), 1)
                        .consumes(ConsumableResource.of("licence", 4), 1)::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("job definition count / consumes: two resources have the name licence");
    }

    @Test
    void a_lambda_that_loses_its_chain_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SCRIPT.toBuilder().retry(r -> new RetryStrategyChain()))
                .withMessage("the lambda of retry must return the chain it was given");
    }
}
