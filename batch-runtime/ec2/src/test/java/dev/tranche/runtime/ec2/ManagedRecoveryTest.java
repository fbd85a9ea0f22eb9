package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.StandInInstance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of instances when their runtime closes, is killed, and is opened again. */
@NeedsEngine
class ManagedRecoveryTest extends Lab {
    @TempDir
    private Path directory;

    private BatchRuntime openJournal(JobQueue queue, Ec2Backend backend) {
        return BatchRuntime.journal(directory.resolve("journal"))
                .queues(queue)
                .backend(backend)
                .open();
    }

    private JobHandle running(BatchRuntime runtime, JobQueue queue, String script) {
        JobHandle handle = runtime.submit(job("j", Rig.script(script)).retry(r -> r.attempts(2)), queue);
        soon(() -> assertThat(handle.describe().status()).isEqualTo(JobStatus.RUNNING));
        return handle;
    }

    private StandInInstance onlyOne() {
        assertThat(aws.ec2().living()).hasSize(1);
        return aws.ec2().living().get(0);
    }

    @Test
    void with_a_journal_instances_stay_and_the_next_opening_takes_them_over() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        JobId id;
        StandInInstance instance;
        try (BatchRuntime first = openJournal(queue, Rig.launching())) {
            id = running(first, queue, "sleep 8").id();
            instance = onlyOne();
        }
        assertThat(instance.hasEnded()).isFalse();

        try (BatchRuntime second = openJournal(queue, Rig.launching().atClose(AtClose.DRAIN))) {
            JobDetail end = second.job(id).orElseThrow().await(SOON);
            assertThat(end.attempts()).hasSize(1);
            assertThat(end.attempts().get(0).exitCode()).hasValue(0);
            JobDetail next =
                    second.submit(job("next", Rig.script("true")), queue).await(SOON);
            assertThat(next.attempts().get(0).host().name()).isEqualTo(instance.id());
            assertThat(aws.ec2().launched()).hasSize(1);
        }
        assertThat(instance.hasEnded()).isTrue();
        assertThat(aws.ec2().templateNames()).isEmpty();
    }

    @Test
    void a_close_that_drains_waits_for_what_runs() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        JobId id;
        try (BatchRuntime first = openJournal(queue, Rig.launching().atClose(AtClose.DRAIN))) {
            id = running(first, queue, "sleep 5").id();
        }
        assertThat(aws.ec2().living()).isEmpty();
        assertThat(aws.runningTasks()).isEmpty();

        try (BatchRuntime second = openJournal(queue, Rig.launching())) {
            JobDetail end = second.job(id).orElseThrow().await(SOON);
            assertThat(end.attempts()).as(end.toString()).hasSize(1);
            assertThat(end.attempts().get(0).exitCode()).hasValue(0);
        }
    }

    @Test
    void a_close_that_terminates_interrupts_what_runs() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        JobId id;
        try (BatchRuntime first = openJournal(queue, Rig.launching().atClose(AtClose.TERMINATE))) {
            id = running(first, queue, "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] || sleep 600")
                    .id();
        }
        assertThat(aws.ec2().living()).isEmpty();

        try (BatchRuntime second = openJournal(queue, Rig.launching().atClose(AtClose.TERMINATE))) {
            JobDetail end = second.job(id).orElseThrow().await(SOON);
            assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
        }
        assertThat(aws.ec2().living()).isEmpty();
    }

    @Test
    void what_ended_while_nobody_looked_is_lost_at_once() {
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());
        JobId id;
        try (BatchRuntime first = openJournal(queue, Rig.launching())) {
            id = running(first, queue, "[ \"$AWS_BATCH_JOB_ATTEMPT\" = 2 ] || sleep 600")
                    .id();
        }
        StandInInstance first = onlyOne();
        first.end();

        try (BatchRuntime second = openJournal(queue, Rig.launching().atClose(AtClose.TERMINATE))) {
            JobDetail end = second.job(id).orElseThrow().await(SOON);
            assertThat(end.status()).as(end.toString()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(end.attempts().get(0).statusReason())
                    .contains("Host EC2 (instance " + first.id() + ") terminated.");
            assertThat(end.attempts().get(1).host().name()).isNotEqualTo(first.id());
        }
    }

    @Test
    void what_should_have_ended_itself_long_ago_is_swept_by_its_owner_only() {
        JobQueue queue = queue(Rig.onDemand(aws, 4).build());
        Ec2Backend backend = Rig.launching().shortLease(Duration.ofSeconds(2));
        try (BatchRuntime first = openJournal(queue, backend);
                BatchRuntime another = BatchRuntime.journal(directory.resolve("another"))
                        .queues(queue)
                        .backend(backend)
                        .open()) {
            var unused = first.submit(job("a", Rig.script("true")), queue).await(SOON);
            unused = another.submit(job("b", Rig.script("true")), queue).await(SOON);
            soon(() -> assertThat(aws.ec2().living())
                    .hasSize(2)
                    .allMatch(each -> each.tags().containsKey(OwnerTags.LEASE)));
        }
        List<StandInInstance> both = aws.ec2().living();
        both.forEach(each -> Awaits.pastTheLeaseOf(each, Duration.ofSeconds(3))); // and as long again

        try (BatchRuntime second = openJournal(queue, backend)) {
            soon(() -> assertThat(aws.ec2().living()).hasSize(1));
            Awaits.aLookAtTheCluster(aws);
            StandInInstance others = onlyOne();
            StandInInstance swept =
                    both.stream().filter(StandInInstance::hasEnded).findFirst().orElseThrow();
            assertThat(others.tags().get(OwnerTags.OWNER))
                    .isNotEqualTo(swept.tags().get(OwnerTags.OWNER));
            assertThat(second.environment(Rig.onDemand(aws, 4).build()).invalid())
                    .isEmpty();
        }
    }

    @Test
    void an_instance_that_nobody_has_is_ended() throws Exception {
        ManagedEnvironment cloud = Rig.onDemand(aws, 4).build();
        JobQueue queue = queue(cloud);
        try (BatchRuntime first = openJournal(queue, Rig.launching())) {
            var unused = first.submit(job("a", Rig.script("true")), queue).await(SOON);
        }
        StandInInstance known = onlyOne();
        String owner = known.tag(OwnerTags.OWNER);
        String nobodys =
                ManagedClusterTest.launch(cloud, owner, 99).hosts().get(0).name();

        try (BatchRuntime second = openJournal(queue, Rig.launching().joinsWithin(Duration.ofSeconds(2)))) {
            soon(() -> assertThat(aws.ec2().living())
                    .extracting(StandInInstance::id)
                    .containsExactly(known.id()));
            assertThat(aws.ec2().launched()).extracting(StandInInstance::id).contains(nobodys);
            assertThat(second.environment(cloud).scale().orElseThrow().hosts()).isEqualTo(1);
        }
    }

    @Test
    void what_a_killed_runtime_without_a_journal_has_launched_is_ended_by_the_next_on_the_machine() throws Exception {
        Process doomed = DoomedRuntime.startManaged(aws.endpoint(), directory, 2);
        soon(() -> assertThat(aws.runningTasks()).hasSize(2));
        StandInInstance left = onlyOne();
        doomed.destroyForcibly().waitFor();
        JobQueue queue = queue(Rig.onDemand(aws, 2).build());

        try (BatchRuntime next = open(queue, Rig.launching().directory(directory))) {
            assertThat(next.submit(job("next", Rig.script("true")), queue)
                            .await(SOON)
                            .succeeded())
                    .isTrue();
            assertThat(left.hasEnded()).isTrue();
        }
        assertThat(aws.ec2().living()).isEmpty();
        assertThat(aws.ec2().templateNames()).isEmpty();
        assertThat(aws.clusterNames()).containsExactly(Rig.CLUSTER);
    }
}
