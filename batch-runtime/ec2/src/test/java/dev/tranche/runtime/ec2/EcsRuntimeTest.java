package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs of a whole runtime as tasks. */
@NeedsEngine
class EcsRuntimeTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final AwsStandIn aws = new AwsStandIn();

    @AfterEach
    void close() {
        aws.close();
    }

    private JobQueue queue() {
        return jobQueue("queue").computeEnvironmentOrder(Rig.environment(aws)).build();
    }

    @Test
    void a_job_runs_as_a_task_and_its_output_is_there() {
        aws.cluster(Rig.CLUSTER).host(2, 1_024);
        JobQueue queue = queue();
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(queue).backend(Rig.backend()).open()) {
            JobHandle job = runtime.submit(job("hello", Rig.script("echo hello; exit 3")), queue);
            JobDetail end = job.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.exitCode()).hasValue(3);
            assertThat(job.log().text()).isEqualTo("hello\n");
        }
    }
}
