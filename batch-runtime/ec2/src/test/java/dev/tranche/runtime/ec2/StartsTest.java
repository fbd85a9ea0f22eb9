package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.multiNodeJobDefinition;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Secret;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.JobRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each attempt is started once, whatever AWS answers. */
@NeedsEngine
class StartsTest extends Lab {
    private static final String ROLE = "arn:aws:iam::123456789012:role/execution";
    private static final String PARAMETER = "/db/password";

    private static List<JobDetail> run(BatchRuntime runtime, JobQueue queue, int count, JobDefinition definition) {
        List<JobHandle> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(runtime.submit(job("j" + i, definition), queue));
        }
        return handles.stream()
                .map(handle -> handle.await(Duration.ofMinutes(2)))
                .toList();
    }

    @Test
    void answers_that_get_lost_start_nothing_twice() {
        cluster.host(8, 2_048);
        aws.inject().loseAnswers("RunTask", 0.5);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 10, Rig.script("true")))
                    .allMatch(job -> job.status() == JobStatus.SUCCEEDED
                            && job.attempts().size() == 1);
        }
        assertThat(aws.startedTasks()).isEqualTo(10);
        assertThat(aws.calls().count("RunTask")).isGreaterThan(10);
    }

    @Test
    void throttled_and_failing_calls_are_made_again_and_are_no_attempts() {
        cluster.host(8, 2_048);
        for (String operation :
                List.of("RunTask", "DescribeTasks", "RegisterTaskDefinition", "ListContainerInstances")) {
            aws.inject().throttle(operation, 0.2).fail(operation, 0.2);
        }
        aws.inject().concurrentRevisions(0.5);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 8, Rig.script("true")))
                    .allMatch(job -> job.status() == JobStatus.SUCCEEDED
                            && job.attempts().size() == 1);
        }
        assertThat(aws.startedTasks()).isEqualTo(8);
    }

    @Test
    void a_task_that_cannot_be_seen_at_first_is_waited_for() {
        cluster.host(2, 512);
        aws.inject().unseenFor(Duration.ofSeconds(3));
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 2, Rig.script("exit 6")))
                    .allMatch(job -> job.exitCode().getAsInt() == 6);
        }
    }

    @Test
    void one_content_is_registered_once_however_many_jobs_have_it() {
        cluster.host(8, 2_048);
        JobQueue queue = queue();
        JobDefinition image = JobDefinition.named("image")
                .image("busybox:latest", c -> c.command("true"))
                .vcpus(1)
                .memory(mib(32))
                .build();
        try (BatchRuntime runtime = open(queue)) {
            List<JobHandle> handles = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String name = "j" + i;
                handles.add(runtime.submit(
                        job(name, image)
                                .override(d ->
                                        d.command("echo", name).memory(mib(40)).environment("N", name)),
                        queue));
            }
            for (JobHandle handle : handles) {
                assertThat(handle.await(SOON).status()).isEqualTo(JobStatus.SUCCEEDED);
                assertThat(handle.log().text()).isEqualTo(handle.describe().name() + "\n");
            }
        }
        assertThat(aws.calls().count("RegisterTaskDefinition")).isEqualTo(1);
        assertThat(aws.calls().count("DeregisterTaskDefinition")).isEqualTo(1);
    }

    @Test
    void a_task_definition_that_somebody_removes_is_registered_again() {
        cluster.host(2, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 1, Rig.script("true"))).hasSize(1);
            aws.deregisterAll();
            aws.advance(Duration.ofMinutes(11));

            assertThat(run(runtime, queue, 1, Rig.script("true")))
                    .allMatch(job -> job.attempts().size() == 1 && job.status() == JobStatus.SUCCEEDED);
        }
        assertThat(aws.calls().count("RegisterTaskDefinition")).isEqualTo(2);
    }

    @Test
    void an_image_that_is_nowhere_fails_in_the_words_of_ecs() {
        cluster.host(1, 512);
        JobQueue queue = queue();
        JobDefinition nowhere = JobDefinition.named("nowhere")
                .image("127.0.0.1:1/nothing:1")
                .vcpus(1)
                .memory(mib(32))
                .build();
        try (BatchRuntime runtime = open(queue)) {
            JobDetail end = run(runtime, queue, 1, nowhere).get(0);

            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.START_FAILED);
            assertThat(end.attempts().get(0).reason().orElse("")).startsWith("CannotPullContainerError: ");
            assertThat(end.statusReason().orElse("")).isEqualTo("Task failed to start");
        }
    }

    @Test
    void an_image_for_other_processors_fails_in_the_words_of_ecs_and_the_check_shows_what_there_are() {
        cluster.host(1, 512).attribute("ecs.cpu-architecture", "arm64");
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 1, Rig.script("true"))
                            .get(0)
                            .attempts()
                            .get(0)
                            .reason())
                    .contains("CannotPullContainerError: image Manifest does not contain descriptor matching platform"
                            + " 'linux/arm64'");
        }
        assertThat(Rig.backend().check(Rig.environment(aws)).toString()).contains("{arm64=1}");
    }

    @Test
    void a_program_without_memory_ends_in_the_words_of_ecs() {
        cluster.host(1, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobDetail end = run(runtime, queue, 1, Rig.script("tail /dev/zero")).get(0);

            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.OUT_OF_MEMORY);
            assertThat(end.attempts().get(0).reason().orElse(""))
                    .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
        }
    }

    @Test
    void a_secret_goes_by_reference_and_its_value_is_in_no_call_of_ours() {
        cluster.host(1, 512);
        aws.secret(PARAMETER, "s3cret");
        JobQueue queue = queue();
        JobDefinition secretive = Rig.script("[ \"$PASSWORD\" = \"$(printf s3c)ret\" ]").toBuilder()
                .secret("PASSWORD", Secret.ssmParameter(PARAMETER))
                .executionRole(ROLE)
                .build();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 1, secretive)).allMatch(job -> job.status() == JobStatus.SUCCEEDED);
        }
        assertThat(aws.calls().all().toString()).doesNotContain("s3cret").contains(PARAMETER);
    }

    @Test
    void a_secret_that_is_not_there_fails_in_the_words_of_ecs() {
        cluster.host(1, 512);
        JobQueue queue = queue();
        JobDefinition secretive = Rig.script("true").toBuilder()
                .secret("PASSWORD", Secret.ssmParameter(PARAMETER))
                .executionRole(ROLE)
                .build();
        try (BatchRuntime runtime = open(queue)) {
            assertThat(run(runtime, queue, 1, secretive)
                            .get(0)
                            .attempts()
                            .get(0)
                            .reason()
                            .orElse(""))
                    .startsWith("ResourceInitializationError: ");
        }
    }

    @Test
    void what_ecs_cannot_do_is_refused_at_the_submit() {
        cluster.host(1, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            refused(
                    runtime,
                    queue,
                    Rig.script("true").toBuilder()
                            .environment("LONG", "x".repeat(8_192))
                            .build(),
                    "Container Overrides length must be at most 8192");
            refused(runtime, queue, Rig.script("x".repeat(65_537)), "a task definition has at most 65536 bytes");
            refused(runtime, queue, Rig.script("true").toBuilder().disk(mib(1)).build(), "disk: ECS does not know");
            refused(
                    runtime,
                    queue,
                    JobDefinition.named("e")
                            .executable("/bin/true")
                            .vcpus(1)
                            .memory(mib(32))
                            .build(),
                    "executable: /bin/true is no container");
            refused(
                    runtime,
                    queue,
                    Rig.script("true").toBuilder()
                            .secret("P", Secret.environmentVariable("HOME"))
                            .executionRole(ROLE)
                            .build(),
                    "secret P: its value is on this machine");
            refused(
                    runtime,
                    queue,
                    Rig.script("true").toBuilder()
                            .secret("P", Secret.ssmParameter("/p"))
                            .build(),
                    "executionRole: ECS reads secrets in this role");
            assertThatThrownBy(() -> runtime.submit(
                            job(
                                    "nodes",
                                    multiNodeJobDefinition("nodes")
                                            .nodes(2, Rig.script("true"))
                                            .build()),
                            queue))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("multi-node jobs do not run as ECS tasks yet");
        }
    }

    private static void refused(BatchRuntime runtime, JobQueue queue, JobDefinition definition, String why) {
        assertThatThrownBy(() -> runtime.submit(job("j", definition), queue))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining(why);
    }
}
