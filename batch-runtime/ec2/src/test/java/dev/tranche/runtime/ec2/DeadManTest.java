package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The script that ends an instance which nobody needs, run for real with what it would find on one. */
@NeedsEngine
class DeadManTest extends Lab {
    private StandInInstance running(BatchRuntime runtime, JobQueue queue, String script) {
        JobHandle handle = runtime.submit(job("j", Rig.script(script)), queue);
        soon(() -> assertThat(handle.describe().status()).isIn(JobStatus.RUNNING, JobStatus.SUCCEEDED));
        soon(() -> assertThat(aws.ec2().living()).hasSize(1));
        StandInInstance instance = aws.ec2().living().get(0);
        soon(() -> assertThat(instance.tags()).containsKey(OwnerTags.LEASE));
        return instance;
    }

    @Test
    void an_idle_instance_lives_as_long_as_its_lease_and_no_longer() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching().shortLease(Duration.ofSeconds(8)))) {
            StandInInstance instance = running(runtime, queue, "true");
            soon(() -> assertThat(aws.runningTasks()).isEmpty());
            Awaits.pastTheLeaseOf(instance, Duration.ofSeconds(1));
            aws.deadMen().tick(instance);
            assertThat(instance.hasEnded()).as("the lease was renewed").isFalse();

            aws.inject().deny("ec2:CreateTags");
            soon(() -> {
                aws.deadMen().tick(instance);
                assertThat(instance.hasEnded()).isTrue();
            });
        }
    }

    @Test
    void while_a_task_runs_the_lease_does_not_count_and_the_lifetime_does() {
        JobQueue queue = queue(
                Rig.onDemand(aws, 2).maxInstanceLifetime(Duration.ofHours(6)).build());
        try (BatchRuntime runtime = open(queue, Rig.launching().shortLease(Duration.ofSeconds(1)))) {
            StandInInstance instance = running(runtime, queue, "sleep 600");
            aws.inject().deny("ec2:CreateTags");
            Awaits.pastTheLeaseOf(instance, Duration.ofSeconds(1));
            aws.deadMen().tick(instance);
            assertThat(instance.hasEnded()).as("a task runs").isFalse();
            aws.deadMen().agentsAnswer(false).tick(instance);
            assertThat(instance.hasEnded())
                    .as("nobody knows whether a task runs")
                    .isFalse();
            aws.deadMen().agentsAnswer(true).tick(instance, Duration.ofHours(6).minusSeconds(1));
            assertThat(instance.hasEnded()).as("not old enough").isFalse();

            aws.deadMen().tick(instance, Duration.ofHours(6));
            assertThat(instance.hasEnded()).as("as old as it may be").isTrue();
        }
    }

    @Test
    void an_instance_whose_launcher_died_before_its_first_lease_ends_a_lease_after_its_boot() {
        aws.inject().deny("ec2:CreateTags");
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        try (BatchRuntime runtime = open(queue, Rig.launching())) {
            JobHandle handle = runtime.submit(job("j", Rig.script("true")), queue);
            assertThat(handle.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
            soon(() -> assertThat(aws.runningTasks()).isEmpty());
            StandInInstance instance = aws.ec2().living().get(0);
            aws.deadMen().tick(instance, Ec2Backend.DEFAULT_LEASE.minusSeconds(5));
            assertThat(instance.hasEnded()).isFalse();

            aws.deadMen().tick(instance, Ec2Backend.DEFAULT_LEASE);
            assertThat(instance.hasEnded()).isTrue();
        }
    }

    @Test
    void all_of_ours_on_a_host_is_a_timer_of_thirty_lines() {
        String script = UserData.script(Rig.onDemand(aws, 2).build(), "c", Duration.ofMinutes(30));

        assertThat(script.lines()
                        .filter(line -> !line.startsWith("#!"))
                        .takeWhile(line -> !line.contains("ecs.config"))
                        .count())
                .isLessThanOrEqualTo(30);
    }
}
