package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.OnInterruption;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.CallLog;
import dev.tranche.runtime.ec2.standin.StandInHost;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instances come, drain, fall silent and go, with jobs on them. */
@NeedsEngine
class HostsTest extends Lab {
    private static final String FOR_LONG = "trap 'exit 9' TERM; while :; do sleep 1 & wait $!; done";

    @CanIgnoreReturnValue
    private static JobHandle running(BatchRuntime runtime, JobQueue queue, String name, String script) {
        JobHandle handle = runtime.submit(job(name, Rig.script(script)).retry(r -> r.attempts(2)), queue);
        soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
        return handle;
    }

    @Test
    void a_job_whose_instance_ends_is_interrupted_and_runs_again_elsewhere() {
        StandInHost first = cluster.host(1, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle =
                    running(runtime, queue, "j", "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] && exit 0; " + FOR_LONG);
            StandInHost second = cluster.host(1, 512);
            first.terminate();

            JobDetail end = handle.await(SOON);
            assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
            assertThat(end.attempts().get(0).statusReason().orElse(""))
                    .isEqualTo("Host EC2 (instance " + first.instanceId() + ") terminated.");
            assertThat(end.attempts().get(1).host().name()).isEqualTo(second.instanceId());
        }
    }

    @Test
    void what_runs_on_an_instance_that_drains_runs_on_and_nothing_new_is_placed_there() {
        StandInHost host = cluster.host(2, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle old = running(runtime, queue, "old", "sleep 12");
            host.drain();
            Awaits.aLookAtTheCluster(aws);
            JobHandle fresh = runtime.submit(job("fresh", Rig.script("true")), queue);

            assertThat(old.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(fresh.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            host.activate();
            assertThat(fresh.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
        }
    }

    @Test
    void what_runs_on_an_instance_that_drains_is_stopped_in_time_if_the_environment_says_so() {
        StandInHost host = cluster.host(1, 512);
        JobQueue queue = queue(words -> words.onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(1))));
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle =
                    running(runtime, queue, "j", "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] && exit 0; " + FOR_LONG);
            cluster.host(1, 512);
            host.drain();

            JobDetail end = handle.await(SOON);
            assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
            assertThat(end.attempts().get(0).statusReason().orElse(""))
                    .isEqualTo("Host EC2 (instance " + host.instanceId() + ") is to go: ECS says DRAINING.");
        }
    }

    @Test
    void an_agent_without_contact_loses_nothing() {
        StandInHost host = cluster.host(2, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle old = running(runtime, queue, "old", "sleep 5; exit 4");
            host.disconnect();
            Awaits.aLookAtTheCluster(aws);
            JobHandle fresh = runtime.submit(job("fresh", Rig.script("true")), queue);
            Awaits.aLookAtTheCluster(aws);

            assertThat(old.describe().status()).isEqualTo(JobStatus.RUNNING);
            assertThat(fresh.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            host.connect();
            assertThat(old.await(SOON).attempts().get(0).exitCode()).hasValue(4);
            assertThat(fresh.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
        }
    }

    @Test
    void an_instance_that_is_silent_for_too_long_is_lost() {
        StandInHost host = cluster.host(1, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue, Rig.backend().lostAfter(Duration.ofSeconds(1)))) {
            JobHandle handle =
                    running(runtime, queue, "j", "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] && exit 0; " + FOR_LONG);
            host.disconnect();
            cluster.host(1, 512);

            JobDetail end = handle.await(SOON);
            assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(end.attempts().get(0).statusReason().orElse(""))
                    .startsWith("Host EC2 (instance " + host.instanceId() + ") has not been heard of for PT1S");
        }
    }

    @Test
    void a_host_that_has_just_been_seen_gets_a_task_in_the_same_look() {
        JobQueue queue = queue();
        cluster.host(1, 512);
        try (BatchRuntime runtime = open(queue)) {
            running(runtime, queue, "first", FOR_LONG);
            JobHandle waiting = runtime.submit(job("waiting", Rig.script("true")), queue);
            Awaits.aLookAtTheCluster(aws);
            StandInHost fresh = cluster.host(1, 512);
            assertThat(waiting.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);

            List<CallLog.Call> calls = aws.calls().all();
            int seen = indexOf(calls, "DescribeContainerInstances", fresh.containerInstanceArn());
            int started = indexOf(calls, "RunTask", fresh.instanceId());
            assertThat(calls.subList(seen, started))
                    .extracting(CallLog.Call::operation)
                    .doesNotContain("ListContainerInstances");
        }
    }

    private static int indexOf(List<CallLog.Call> calls, String operation, String text) {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).operation().equals(operation)
                    && calls.get(i).request().contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no " + operation + " of " + text);
    }

    @Test
    void only_the_instances_that_the_environment_names_are_used() {
        cluster.host(4, 4_096);
        StandInHost chosen = cluster.host(1, 512).attribute("rack", "7");
        JobQueue queue = queue(words -> words.only("attribute:rack == 7"));
        try (BatchRuntime runtime = open(queue)) {
            JobHandle first = runtime.submit(job("first", Rig.script("true")), queue);
            JobHandle second = runtime.submit(job("second", Rig.script("true")), queue);

            assertThat(first.await(SOON).attempts().get(0).host().name()).isEqualTo(chosen.instanceId());
            assertThat(second.await(SOON).attempts().get(0).host().name()).isEqualTo(chosen.instanceId());
        }
    }

    @Test
    void tasks_of_others_are_worked_around_and_never_stopped() {
        cluster.host(2, 512);
        JobQueue others = jobQueue("others")
                .computeEnvironmentOrder(
                        Rig.environment(aws).toBuilder().name("others").build())
                .build();
        JobQueue queue = queue();
        try (BatchRuntime foreign = open(others)) {
            JobHandle theirs = running(foreign, others, "theirs", FOR_LONG);
            running(foreign, others, "theirs-too", FOR_LONG);
            try (BatchRuntime runtime = open(queue)) {
                JobHandle ours = runtime.submit(job("ours", Rig.script("true")), queue);
                Awaits.aLookAtTheCluster(aws);
                assertThat(ours.describe().status()).isEqualTo(JobStatus.RUNNABLE);
                assertThat(ours.explain().toString()).contains("where others hold 2 vCPU, 64 MiB memory");

                theirs.terminate("room");
                assertThat(ours.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
            }
            assertThat(foreign.job(theirs.id()).orElseThrow().describe().status())
                    .isEqualTo(JobStatus.FAILED);
            assertThat(aws.calls().count("StopTask")).isEqualTo(1);
        }
    }
}
