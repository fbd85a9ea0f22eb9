package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobRequestTest {
    private final JobDefinition script = JobDefinition.named("count")
            .script("wc Ref::in")
            .vcpus(1)
            .memory(mib(64))
            .build();
    private final JobDefinition executable = JobDefinition.named("pack")
            .executable("tar", "-czf", Ref.to("to"), "--directory=Ref::from/data")
            .vcpus(1)
            .memory(mib(64))
            .parameter("to", "out.tgz")
            .build();
    private final JobDefinition image = JobDefinition.named("train")
            .image("acme/train:1", c -> c.command("train", Ref.to("epochs")))
            .vcpus(1)
            .memory(gib(1))
            .environment("A", "1")
            .build();

    @Test
    void a_request_as_its_definition_says_overrides_nothing() {
        JobRequest request = JobRequest.of("count-1", script);

        assertThat(request.name()).isEqualTo("count-1");
        assertThat(request.definition()).isSameAs(script);
        assertThat(request.overrides().isEmpty()).isTrue();
        assertThat(request.effectiveDefinition()).isSameAs(script);
        assertThat(request.dependencies()).isEmpty();
        assertThat(request.queue()).isEmpty();
        assertThat(request.share()).isEmpty();
        assertThat(request.clientToken()).isEmpty();
        assertThat(request).hasToString("JobRequest[name=count-1, definition=" + script + "]");
    }

    @Test
    void the_name_of_a_job_begins_with_a_letter_or_digit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobRequest.of("-a", script))
                .withMessage(
                        "job name must be 1 to 128 letters, digits, '-' or '_', the first a letter or digit: '-a'");
    }

    @Test
    void every_word_overrides_the_definition() {
        JobDefinition effective = JobRequest.of("a", image)
                .command("test", "Ref::epochs")
                .image("acme/train:2")
                .parameter("epochs", "9")
                .environment("A", "2")
                .millivcpus(500)
                .memory(gib(2))
                .gpus(1)
                .disk(gib(3))
                .timeout(Duration.ofMinutes(1))
                .queueTimeout(Duration.ofHours(2))
                .retry(r -> r.attempts(2))
                .schedulingPriority(7)
                .tag("team", "a")
                .override(d -> d.stopGrace(Duration.ZERO)
                        .hardCpuLimit()
                        .secret("S", Secret.ssmParameter("/s"))
                        .jobRole("arn:job")
                        .onUnknownOutcome(UnknownOutcome.FAIL)
                        .container(c -> c.user("1000")))
                .effectiveDefinition();
        var container = (ContainerProgram) effective.program();

        assertThat(container.image()).isEqualTo("acme/train:2");
        assertThat(container.command()).containsExactly("test", "9");
        assertThat(container.user()).contains("1000");
        assertThat(effective.environment()).containsExactly(Map.entry("A", "2"));
        assertThat(effective.millivcpus()).isEqualTo(500);
        assertThat(effective.memory()).isEqualTo(gib(2));
        assertThat(effective.gpus()).isEqualTo(1);
        assertThat(effective.disk()).contains(gib(3));
        assertThat(effective.timeout()).contains(Duration.ofMinutes(1));
        assertThat(effective.queueTimeout()).contains(Duration.ofHours(2));
        assertThat(effective.retryStrategy().attempts()).isEqualTo(2);
        assertThat(effective.schedulingPriority()).hasValue(7);
        assertThat(effective.tags()).containsExactly(Map.entry("team", "a"));
        assertThat(effective.stopGrace()).isZero();
        assertThat(effective.hardCpuLimit()).isTrue();
        assertThat(effective.secrets()).containsOnlyKeys("S");
        assertThat(effective.jobRole()).contains("arn:job");
        assertThat(effective.onUnknownOutcome()).isEqualTo(UnknownOutcome.FAIL);
    }

    @Test
    void overrides_can_be_read_one_by_one() {
        JobOverrides nothing = JobRequest.of("a", image).overrides();
        JobOverrides overrides = JobRequest.of("a", image)
                .vcpus(2)
                .memory(gib(2))
                .command("x")
                .override(d -> d.stopGrace(Duration.ZERO))
                .overrides();

        assertThat(nothing.millivcpus()).isEmpty();
        assertThat(nothing.memory()).isEmpty();
        assertThat(nothing.gpus()).isEmpty();
        assertThat(nothing.retryStrategy()).isEmpty();
        assertThat(nothing.stopGrace()).isEmpty();
        assertThat(nothing.onUnknownOutcome()).isEmpty();
        assertThat(nothing.containers()).isEmpty();
        assertThat(nothing.container().image()).isEmpty();
        assertThat(nothing.container().command()).isEmpty();
        assertThat(overrides.millivcpus()).hasValue(2000);
        assertThat(overrides.memory()).contains(gib(2));
        assertThat(overrides.container().command()).contains(List.of("x"));
        assertThat(overrides.stopGrace()).contains(Duration.ZERO);
    }

    @Test
    void the_last_word_about_a_thing_wins() {
        JobRequest request = JobRequest.of("a", image)
                .memory(gib(2))
                .memory(gib(3))
                .environment("A", "2")
                .environment("A", "3")
                .command("x")
                .override(d -> d.container(c -> c.script("y")));
        var container = (ContainerProgram) request.effectiveDefinition().program();

        assertThat(request.effectiveDefinition().memory()).isEqualTo(gib(3));
        assertThat(request.effectiveDefinition().environment()).containsExactly(Map.entry("A", "3"));
        assertThat(container.script()).contains("y");
        assertThat(container.command()).isEmpty();
    }

    @Test
    void a_retry_strategy_takes_the_place_of_the_whole_other_one() {
        JobDefinition retried = image.toBuilder()
                .retry(r -> r.attempts(5).exitOtherwise())
                .parameter("epochs", "1")
                .build();

        assertThat(JobRequest.of("a", retried)
                        .retry(r -> r.attempts(2))
                        .effectiveDefinition()
                        .retryStrategy()
                        .rules())
                .isEmpty();
    }

    @Test
    void references_are_replaced_in_arguments_verbatim() {
        JobDefinition effective = JobRequest.of("pack", executable)
                .parameter("from", "$1 \\ Ref::to")
                .effectiveDefinition();

        assertThat(effective.program())
                .isEqualTo(new Executable("tar", List.of("-czf", "out.tgz", "--directory=$1 \\ Ref::to/data")));
    }

    @Test
    void references_are_not_replaced_in_a_script() {
        assertThat(JobRequest.of("count", script)
                        .parameter("in", "x")
                        .effectiveDefinition()
                        .program())
                .isEqualTo(new Script("wc Ref::in"));
    }

    @Test
    void a_reference_without_a_value_is_named() {
        assertThatThrownBy(JobRequest.of("pack", executable)::effectiveDefinition)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("job pack / arguments / Ref::from: no such parameter has a value; given are [to]");
        assertThatThrownBy(JobRequest.of("train", image)::effectiveDefinition)
                .hasMessage("job train / command / Ref::epochs: no such parameter has a value; given are []");
    }

    @Test
    void a_command_of_an_executable_is_its_path_and_arguments() {
        JobRequest request = JobRequest.of("pack", executable);

        assertThat(request.command("zip", "-r", Ref.to("to"))
                        .effectiveDefinition()
                        .program())
                .isEqualTo(new Executable("zip", List.of("-r", "out.tgz")));
        assertThatThrownBy(request.parameter("from", ".").command(Ref.to("to"))::effectiveDefinition)
                .hasMessage("job pack / command: its first word must be the path of an executable: 'Ref::to'");
    }

    @Test
    void what_a_definition_does_not_have_cannot_be_overridden() {
        assertThatThrownBy(JobRequest.of("count", script).image("x").command("y")::effectiveDefinition)
                .hasMessage("""
                        job count / image: the job runs a script, not a container
                        job count / command: the job runs a script, not a container\
                        """);
        assertThatThrownBy(
                        JobRequest.of("pack", executable).parameter("from", ".").image("x")::effectiveDefinition)
                .hasMessage("job pack / image: the job runs an executable, not a container");
    }

    @Test
    void two_volumes_of_one_name_are_refused_as_soon_as_they_meet() {
        JobRequest one = JobRequest.of("a", image).override(d -> d.container(c -> c.mount(Volume.named("v"), "/one")));

        assertThatThrownBy(() -> one.override(d -> d.container(c -> c.mount(Volume.efs("v", "fs-1"), "/two"))))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("override / volume v: two volumes have this name: NamedVolume[name=v] and "
                        + "EfsVolume[name=v, fileSystemId=fs-1]");
        assertThat(one.override(d -> d.container(c -> c.mount(Volume.named("v"), "/two")))
                        .overrides()
                        .container()
                        .mounts())
                .hasSize(2);
    }

    @Test
    void two_resources_of_one_name_are_refused_as_soon_as_they_meet() {
        JobRequest one = JobRequest.of("a", script).override(d -> d.consumes(ConsumableResource.of("seat", 3), 1));

        assertThatThrownBy(() -> one.override(d -> d.consumes(ConsumableResource.of("seat", 4), 1)))
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("override / consumes: two resources have the name seat");
    }

    @Test
    void an_override_that_says_nothing_changes_nothing() {
        JobRequest request = JobRequest.of("a", script);

        assertThat(request.override(d -> d)).isEqualTo(request);
        assertThat(request.override(d -> d.memory(gib(1))).override(d -> d)).isNotEqualTo(request);
    }

    @Test
    void what_is_neither_a_job_of_a_workflow_nor_a_submitted_one_cannot_be_waited_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobRequest.of("a", script).after(() -> "b"))
                .withMessage("the key of a predecessor must be a NodeKey or a JobId: java.lang.String");
    }

    @Test
    void a_definition_cannot_be_renamed_by_a_request() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobRequest.of("a", image).override(d -> d.name("b")))
                .withMessage("a request cannot rename its definition; name the job with job(name, definition): 'b'");
    }

    @Test
    void dependencies_keep_their_order_and_none_is_there_twice() {
        var one = new JobId(1, 1, JobId.NO_INDEX);
        var two = new JobId(1, 2, JobId.NO_INDEX);
        JobRequest request = JobRequest.of("a", script)
                .after(() -> two)
                .after(List.<Predecessor>of(() -> one, () -> two))
                .afterAny(() -> one)
                .afterAny(List.of())
                .afterFailure(() -> new JobId(1, 3, JobId.NO_INDEX));

        assertThat(request.dependencies())
                .containsExactly(
                        new Dependency(two, Dependency.Kind.AFTER),
                        new Dependency(one, Dependency.Kind.AFTER),
                        new Dependency(one, Dependency.Kind.AFTER_ANY),
                        new Dependency(new JobId(1, 3, JobId.NO_INDEX), Dependency.Kind.AFTER_FAILURE));
    }

    @Test
    void a_job_cannot_wait_for_success_and_failure_of_the_same_other() {
        var id = new JobId(1, 1, JobId.NO_INDEX);

        assertThatThrownBy(JobRequest.of("a", script).after(() -> id).afterFailure(() -> id)::effectiveDefinition)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("job a / afterFailure: it waits for the success of " + id + " as well");
    }

    @Test
    void a_request_says_where_it_goes_and_on_whose_account() {
        var queue = JobQueue.named("q")
                .computeEnvironmentOrder(ComputeEnvironment.named("e").local().build())
                .build();
        JobRequest request =
                JobRequest.of("a", script).queue(queue).share("research").clientToken("r-1");

        assertThat(request.queue()).contains(queue);
        assertThat(request.share()).contains("research");
        assertThat(request.clientToken()).contains("r-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.share("a b"))
                .withMessage("share identifier must be 1 to 255 letters or digits: 'a b'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.clientToken(""))
                .withMessage("client token must not be empty: ''");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.clientToken("x".repeat(256)))
                .withMessage("length of client token '" + "x".repeat(80) + "…' must be from 1 to 255: 256");
    }
}
