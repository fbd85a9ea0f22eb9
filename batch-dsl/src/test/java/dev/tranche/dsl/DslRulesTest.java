package dev.tranche.dsl;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.ref;
import static dev.tranche.dsl.Batch.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.Container;
import dev.tranche.model.CustomEnvironment;
import dev.tranche.model.Dependency;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.InvalidModelException;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRef;
import dev.tranche.model.JobRequest;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Predecessor;
import dev.tranche.model.Problem;
import dev.tranche.model.RawSetting;
import dev.tranche.model.RetryStrategy;
import dev.tranche.model.RetryStrategyBuilder;
import dev.tranche.model.Secret;
import dev.tranche.model.Submission;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.model.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The eleven rules of the DSL. What must not compile is in {@link MustNotCompileTest}, what holds for all types at once in
 * the test of the architecture.
 */
class DslRulesTest {
    private final JobDefinition count = jobDefinition("count")
            .script("wc -w < input")
            .vcpus(1)
            .memory(mib(64))
            .build();

    @Test
    void rule_1_a_sentence_reads_name_program_vcpus_memory_and_then_the_rest_in_any_order() {
        var timeoutFirst = jobDefinition("count")
                .script("wc")
                .vcpus(1)
                .memory(mib(64))
                .timeout(Duration.ofMinutes(1))
                .gpus(1)
                .build();
        var gpusFirst = jobDefinition("count")
                .script("wc")
                .vcpus(1)
                .memory(mib(64))
                .gpus(1)
                .timeout(Duration.ofMinutes(1))
                .build();

        assertThat(timeoutFirst).isEqualTo(gpusFirst);
    }

    @Test
    void rule_2_units_are_types() {
        assertThat(gib(8)).isEqualTo(mib(8192)).isEqualTo(new MemorySize(8L << 30));
        assertThat(count.memory()).hasToString("64 MiB");
        assertThat(count.millivcpus()).isEqualTo(1000);
    }

    @Test
    void rule_3_references_are_handles_of_what_exists_already() {
        var spot = computeEnvironment("spot").local().build();
        var queue = jobQueue("q").computeEnvironmentOrder(spot).build();
        var words = workflow("words");
        var counted = words.add(job("count", count).array(8));
        words.add(job("each", count).array(8).afterEach(counted));

        assertThat(queue.computeEnvironmentOrder()).containsExactly(spot);
        assertThat(words.build().jobs().get(1).dependencies())
                .extracting(Dependency::predecessor, Dependency::kind)
                .containsExactly(tuple(counted.key(), Dependency.Kind.AFTER_EACH));
    }

    @Test
    void rule_4_a_request_is_complete_at_once_and_every_word_makes_a_new_one() {
        JobRequest plain = job("count-1", count);
        JobRequest larger = plain.memory(gib(1));

        assertThat(plain.effectiveDefinition()).isEqualTo(count);
        assertThat(plain.overrides().isEmpty()).isTrue();
        assertThat(larger.effectiveDefinition().memory()).isEqualTo(gib(1));
        assertThat(larger.memory(gib(2)).effectiveDefinition().memory()).isEqualTo(gib(2));
        assertThat(larger).isEqualTo(job("count-1", count).memory(gib(1)));
    }

    @Test
    void rule_4_a_request_keeps_the_key_of_a_live_job_and_not_its_handle() {
        var id = new JobId(1, 7, JobId.NO_INDEX);
        Predecessor handle = () -> id;

        assertThat(job("next", count).after(handle).dependencies())
                .extracting(Dependency::predecessor)
                .containsExactly(id);
    }

    @Test
    void rule_5_nested_topics_are_lambdas_that_give_back_the_chain_they_were_given() {
        var retried = job("count", count).retry(r -> r.attempts(3).exitOnExitCode(2));
        var others = new ArrayList<RetryStrategyBuilder>();
        var unused = job("other", count).retry(r -> {
            others.add(r);
            return r;
        });

        assertThat(retried.effectiveDefinition().retryStrategy().attempts()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job("count", count).retry(r -> others.get(0)))
                .withMessage("the lambda of retry must return the chain it was given");
    }

    @Test
    void rule_6_one_word_opens_every_environment() {
        List<ComputeEnvironment> five = List.of(
                computeEnvironment("a").local().build(),
                computeEnvironment("b").docker().build(),
                computeEnvironment("c")
                        .managed()
                        .spot()
                        .maxVcpus(8)
                        .subnets("subnet-1")
                        .instanceRole("role")
                        .build(),
                computeEnvironment("d").unmanaged("cluster").build(),
                computeEnvironment("e").custom("slurm", Map.of("partition", "debug")));

        assertThat(five).extracting(ComputeEnvironment::name).containsExactly("a", "b", "c", "d", "e");
        assertThat(five)
                .extracting(ComputeEnvironment::backend)
                .containsExactly("local", "docker", "ec2", "ec2", "slurm");
        assertThat(ComputeEnvironment.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        LocalEnvironment.class, DockerEnvironment.class, EcsEnvironment.class, CustomEnvironment.class);
        assertThat(EcsEnvironment.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(ManagedEnvironment.class, UnmanagedEnvironment.class);
    }

    @Test
    void rule_7_values_are_equal_by_content_readable_and_lead_back_to_their_builder() {
        var again = jobDefinition("count")
                .script("wc -w < input")
                .vcpus(1)
                .memory(mib(64))
                .build();
        var larger = count.toBuilder().memory(gib(1)).build();

        assertThat(again).isEqualTo(count).hasSameHashCodeAs(count);
        assertThat(larger).isNotEqualTo(count);
        assertThat(larger.toBuilder().memory(mib(64)).build()).isEqualTo(count);
        assertThat(count)
                .hasToString("JobDefinition[name=count, program=Script[text=wc -w < input], millivcpus=1000,"
                        + " memory=64 MiB]");
        assertThat(Secret.ssmParameter("/db/password"))
                .hasToString("Secret[source=SSM_PARAMETER, reference=/db/password]");
    }

    @Test
    void rule_8_a_wrong_value_fails_in_its_own_call() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jobDefinition("a").script("wc").vcpus(-2))
                .withMessage("vcpus must be from 1 to 2147483: -2");
    }

    @Test
    void rule_8_a_setting_said_twice_is_refused_but_a_new_chain_may_say_it_anew() {
        var once = count.toBuilder().timeout(Duration.ofMinutes(30));

        assertThatIllegalStateException()
                .isThrownBy(() -> once.timeout(Duration.ofMinutes(5)))
                .withMessage("timeout was already set to PT30M");
        assertThat(once.build().toBuilder()
                        .timeout(Duration.ofMinutes(5))
                        .build()
                        .timeout())
                .contains(Duration.ofMinutes(5));
    }

    @Test
    void rule_8_what_does_not_fit_together_is_told_once_with_a_path() {
        var greedy = count.toBuilder()
                .retry(r -> r.attempts(2).moreMemoryAfterOutOfMemory(2, gib(1)))
                .build();
        var nightly = workflow("nightly");
        nightly.add(job("merge", greedy).memory(gib(2)));
        nightly.add(job("count", count).image("busybox"));

        assertThatThrownBy(nightly::build)
                .isInstanceOfSatisfying(
                        InvalidModelException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::path)
                                .containsExactly(
                                        "workflow nightly / job merge / memory",
                                        "workflow nightly / job count / image"))
                .hasMessage("""
                        workflow nightly / job merge / memory: 2 GiB is more than the retry strategy's cap of 1 GiB
                        workflow nightly / job count / image: the job runs a script, not a container\
                        """);
    }

    @Test
    void rule_9_a_workflow_is_a_value_of_an_ordinary_method() {
        Workflow genome = genome(List.of("a", "b"));

        assertThat(genome).isEqualTo(genome(List.of("a", "b"))).isNotEqualTo(genome(List.of("a")));
        assertThat(genome.jobs()).extracting(Submission::name).containsExactly("a", "b", "merge");
    }

    private Workflow genome(List<String> samples) {
        var genome = workflow("genome");
        var aligned = new ArrayList<JobRef>();
        for (String sample : samples) {
            aligned.add(genome.add(job(sample, count)));
        }
        genome.add(job("merge", count).after(aligned));
        return genome.build();
    }

    @Test
    void rule_10_the_raw_hatch_is_data() {
        var pinned =
                count.toBuilder().raw("docker", "HostConfig.CpusetCpus", "0-3").build();

        assertThat(pinned.raw()).containsExactly(new RawSetting("docker", "HostConfig.CpusetCpus", "0-3"));
    }

    @Test
    void rule_11_the_results_of_words_are_to_be_used() {
        for (Class<?> type : List.of(Batch.class, JobDefinition.class)) {
            assertThat(type.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
            assertThat(type.getPackage().isAnnotationPresent(CheckReturnValue.class))
                    .isTrue();
        }
    }

    @Test
    void the_words_of_batch_only_hand_over_to_a_factory() {
        assertThat(ref("in")).isEqualTo("Ref::in");
        assertThat(Batch.consumableResource("licence", 3)).isEqualTo(ConsumableResource.of("licence", 3));
        assertThat(Batch.container("db")
                        .image("postgres")
                        .vcpus(1)
                        .memory(gib(1))
                        .build())
                .isEqualTo(Container.named("db")
                        .image("postgres")
                        .vcpus(1)
                        .memory(gib(1))
                        .build());
        assertThat(Batch.multiNodeJobDefinition("mpi").nodes(2, count).build().name())
                .isEqualTo("mpi");
        assertThat(RetryStrategy.NEVER.attempts()).isEqualTo(1);
    }
}
