package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Everything that a value can say is said by a sample, and every sample comes back equal; so whoever gives a value
 * something new to say is led here, and from here to its mapper.
 */
class EverythingIsWrittenTest {
    private static final JobDefinition PLAIN =
            jobDefinition("plain").image("plain").vcpus(1).memory(mib(4)).build();
    private static final MultiNodeJobDefinition PLAIN_NODES =
            multiNodeJobDefinition("plain").nodes(2, PLAIN).build();
    private static final Container PLAIN_CONTAINER =
            container("plain").image("plain").vcpus(1).memory(mib(4)).build();

    @Test
    void the_sample_of_a_definition_says_everything() {
        assertThat(unsaid(Samples.CONTAINER, PLAIN)).isEmpty();
        assertThat(unsaid(Samples.CONTAINER.retryStrategy(), PLAIN.retryStrategy()))
                .isEmpty();
    }

    @Test
    void the_sample_of_a_container_says_everything() {
        // a script excludes a command; another sample has it
        assertThat(unsaid(Samples.CONTAINER.program(), PLAIN.program())).containsExactly("script");
        assertThat(((ContainerProgram) Samples.CONTAINER_WITH_SCRIPT.program()).script())
                .isPresent();
        // what it needs not is said by the other container of the job
        assertThat(unsaid(Samples.MAIN, PLAIN_CONTAINER)).containsExactly("essential");
        assertThat(Samples.PROXY.essential()).isFalse();
    }

    @Test
    void the_samples_of_requests_say_everything() {
        JobRequest plain = JobRequest.of("plain", PLAIN);
        // only a job of several containers says something of one of them
        assertThat(unsaid(Samples.JOB, plain)).isEmpty();
        assertThat(unsaid(Samples.JOB.overrides(), plain.overrides())).containsExactly("containers");
        assertThat(unsaid(Samples.JOB.overrides().container(), plain.overrides().container()))
                .containsExactly("script");
        assertThat(Samples.JOB_OF_SEVERAL_CONTAINERS.overrides().containers()).isNotEmpty();
        assertThat(unsaid(Samples.ARRAY, plain.array(2))).containsExactly("clientToken", "queue", "share");
    }

    @Test
    void the_sample_of_a_workflow_says_everything() {
        var plain = workflow("plain");
        plain.add(JobRequest.of("plain", PLAIN));
        assertThat(unsaid(Samples.WORKFLOW, plain.build())).isEmpty();
    }

    @Test
    void the_samples_of_multi_node_jobs_say_everything() {
        MultiNodeJobRequest plain = MultiNodeJobRequest.of("plain", PLAIN_NODES);
        assertThat(unsaid(Samples.MULTI_NODE, PLAIN_NODES)).isEmpty();
        assertThat(unsaid(Samples.MULTI_NODE_JOB, plain)).isEmpty();
        assertThat(unsaid(Samples.MULTI_NODE_JOB.overrides(), plain.overrides()))
                .isEmpty();
    }

    @Test
    void the_samples_of_queues_and_policies_say_everything() {
        ComputeEnvironment local = computeEnvironment("plain").local().build();
        JobQueue plain = JobQueue.named("plain")
                .computeEnvironmentOrder(local)
                .fairShare(f -> f)
                .build();
        assertThat(unsaid(Samples.QUEUE, plain)).containsExactly("order");
        assertThat(unsaid(Samples.STRICT_QUEUE, plain)).doesNotContain("order");
        assertThat(unsaid(Samples.POLICY, plain.fairShare().orElseThrow())).isEmpty();
        assertThat(unsaid(Samples.CREDITS, Samples.LICENCES)).isEmpty();
    }

    @Test
    void the_samples_of_environments_say_everything() {
        var named = computeEnvironment("plain");
        ManagedEnvironment managed = named.managed()
                .onDemand()
                .maxVcpus(1)
                .subnets("subnet-0")
                .instanceRole("role")
                .build();
        DockerEnvironment docker = computeEnvironment("plain")
                .docker()
                .engine(URI.create("unix:///plain"))
                .build();
        var dockerSample = (DockerEnvironment) Samples.environment("docker");

        assertThat(unsaid(Samples.environment("spot"), managed)).containsExactly("backend");
        assertThat(unsaid(Samples.environment("local"), plain().local().build()))
                .containsExactly("backend");
        assertThat(unsaid(dockerSample, docker)).containsExactly("backend");
        assertThat(unsaid(dockerSample.engines().get(1), docker.engines().get(0)))
                .isEmpty();
        assertThat(unsaid(
                        Samples.environment("unmanaged"),
                        plain().unmanaged("plain").build()))
                .containsExactly("backend");
        assertThat(unsaid(Samples.environment("custom"), plain().custom("plain", Map.of())))
                .isEmpty();
    }

    private static ComputeEnvironment.NeedsKind plain() {
        return computeEnvironment("plain");
    }

    /** The accessors that answer the same for both. */
    private static Set<String> unsaid(Object sample, Object plain) {
        assertThat(sample).hasSameClassAs(plain);
        Set<String> same = new TreeSet<>();
        for (Method accessor : sample.getClass().getMethods()) {
            if (isAccessor(accessor) && answer(accessor, sample).equals(answer(accessor, plain))) {
                same.add(accessor.getName());
            }
        }
        return same;
    }

    private static boolean isAccessor(Method method) {
        boolean isOfTheModel = method.getDeclaringClass().getName().startsWith("dev.tranche.model");
        boolean makesAnother = List.of(
                        "toBuilder", "hashCode", "toString", "isEmpty", "effectiveDefinition", "sequential", "held")
                .contains(method.getName());
        return isOfTheModel
                && !makesAnother
                && method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers());
    }

    private static Object answer(Method accessor, Object value) {
        try {
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(accessor.toString(), e);
        }
    }
}
