package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.StandInHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an opening of a journaled runtime leaves in ECS, and what the next one makes of it. */
@NeedsEngine
class AdoptionTest extends Lab {
    @TempDir
    Path journal;

    private BatchRuntime openJournal(JobQueue queue) {
        return BatchRuntime.journal(journal)
                .queues(queue)
                .backend(Rig.backend())
                .open();
    }

    @Test
    void tasks_that_run_on_are_adopted_and_those_that_ended_meanwhile_are_accounted() {
        StandInHost host = cluster.host(4, 1_024);
        JobQueue queue = queue();
        JobId ends;
        JobId runs;
        try (BatchRuntime first = openJournal(queue)) {
            ends = running(first, queue, "ends", "echo before; sleep 8; echo after; exit 5");
            runs = running(first, queue, "runs", "trap 'exit 7' TERM; while :; do sleep 1 & wait $!; done");
        }
        soon(() -> assertThat(aws.runningTasks()).hasSize(1));

        try (BatchRuntime second = openJournal(queue)) {
            JobDetail end = second.job(ends).orElseThrow().await(SOON);
            JobHandle adopted = second.job(runs).orElseThrow();

            assertThat(end.exitCode()).hasValue(5);
            assertThat(end.attempts()).hasSize(1);
            assertThat(second.job(ends).orElseThrow().log().text()).isEqualTo("before\nafter\n");
            assertThat(adopted.describe().status()).isEqualTo(JobStatus.RUNNING);
            assertThat(adopted.describe().attempts().get(0).host().name()).isEqualTo(host.instanceId());
            adopted.terminate("enough");
            assertThat(adopted.await(SOON).attempts().get(0).exitCode()).hasValue(7);
        }
        assertThat(aws.startedTasks()).isEqualTo(2);
    }

    @Test
    void a_task_whose_instance_went_while_nobody_looked_ends_with_it() {
        StandInHost host = cluster.host(4, 1_024);
        JobQueue queue = queue();
        JobId id;
        try (BatchRuntime first = openJournal(queue)) {
            id = running(first, queue, "j", "sleep 600");
        }
        cluster.deregister(host);

        try (BatchRuntime second = openJournal(queue)) {
            host.terminate();
            JobDetail end = second.job(id).orElseThrow().await(SOON);

            assertThat(end.attempts()).hasSize(1);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
            assertThat(end.attempts().get(0).statusReason())
                    .contains("Host EC2 (instance " + host.instanceId() + ") terminated.");
        }
    }

    @Test
    void what_nobody_can_know_after_hours_is_unknown_and_does_not_run_again() {
        cluster.host(4, 1_024);
        JobQueue queue = queue();
        JobId id;
        try (BatchRuntime first = openJournal(queue)) {
            id = running(first, queue, "j", "sleep 4");
        }
        soon(() -> assertThat(aws.runningTasks()).isEmpty());
        aws.advance(Duration.ofHours(2));
        int before = aws.calls().count("RunTask");

        try (BatchRuntime second = BatchRuntime.journal(journal)
                .queues(queue)
                .backend(Rig.backend().clock(Clock.offset(Clock.systemUTC(), Duration.ofHours(2))))
                .open()) {
            soon(() -> assertThat(second.job(id)
                            .orElseThrow()
                            .describe()
                            .attempts()
                            .get(0)
                            .verdict())
                    .contains(AttemptVerdict.UNKNOWN));
            assertThat(aws.calls().count("RunTask")).isEqualTo(before);
        }
    }

    private JobId running(BatchRuntime runtime, JobQueue queue, String name, String script) {
        JobHandle handle = runtime.submit(job(name, Rig.script(script)), queue);
        soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
        return handle.id();
    }
}
