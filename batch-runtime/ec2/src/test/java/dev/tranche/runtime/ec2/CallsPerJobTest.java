package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What jobs cost in calls of AWS. */
@NeedsEngine
@Isolated
class CallsPerJobTest extends Lab {
    private static final int HOSTS = 50;
    private static final int JOBS = 500;

    @Test
    void a_job_costs_little_more_than_its_start_on_fifty_instances() {
        aws.inject().pretendRuns(Duration.ofSeconds(2));
        for (int i = 0; i < HOSTS; i++) {
            cluster.host(4, 2_048);
        }
        JobQueue queue = queue();
        JobDefinition definition = JobDefinition.named("short")
                .image("busybox:latest", c -> c.command("sleep", "2"))
                .vcpus(1)
                .memory(mib(16))
                .build();
        try (BatchRuntime runtime = open(queue, Rig.inPeace().rateShare(1))) {
            int before = aws.calls().all().size();
            List<JobHandle> handles = new ArrayList<>();
            for (int i = 0; i < JOBS; i++) {
                handles.add(runtime.submit(job("j" + i, definition), queue));
            }
            for (JobHandle handle : handles) {
                assertThat(handle.await(Duration.ofMinutes(3)).status()).isEqualTo(JobStatus.SUCCEEDED);
            }
            double perJob = (aws.calls().all().size() - before) / (double) JOBS;
            System.out.printf(
                    "API calls per job: %.2f (%s)%n", perJob, aws.calls().counts());
            assertThat(perJob).isLessThanOrEqualTo(1.3);
        }
    }
}
