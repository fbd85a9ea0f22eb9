package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The same on a real cluster, which costs what its instances cost: {@code -Dtranche.aws.cluster=lab-cluster}, with credentials and
 * region where the SDK looks for them. Off by default.
 */
@Tag("aws")
@EnabledIfSystemProperty(named = "tranche.aws.cluster", matches = ".+")
class RealAccountTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Test
    void a_job_runs_as_a_task_of_a_real_cluster() {
        UnmanagedEnvironment lab = computeEnvironment("lab")
                .unmanaged(System.getProperty("tranche.aws.cluster"))
                .build();
        JobQueue queue = jobQueue("queue").computeEnvironmentOrder(lab).build();
        JobDefinition hello = JobDefinition.named("hello")
                .image("public.ecr.aws/docker/library/busybox:latest", c -> c.script("echo hello; exit 3"))
                .vcpus(1)
                .memory(mib(64))
                .build();
        CheckReport check = Ec2Backend.factory().check(lab, hello);
        assertThat(check.missing()).as(check.toString()).isEmpty();

        try (BatchRuntime runtime = BatchRuntime.inMemory().queues(queue).open()) {
            JobHandle handle = runtime.submit(job("hello", hello), queue);
            JobDetail end = handle.await(PATIENCE);

            assertThat(end.exitCode()).as(end.toString()).hasValue(3);
            assertThat(handle.log().text()).isEqualTo("hello\n");
        }
    }
}
