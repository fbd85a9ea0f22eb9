package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that outlive their runtime, and what its next opening finds. */
class AdoptionTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ComputeEnvironment HERE =
            ComputeEnvironment.named("here").local().vcpus(4).build();
    private static final JobQueue QUEUE =
            JobQueue.named("q").computeEnvironmentOrder(HERE).build();

    @TempDir
    private Path directory;

    private BatchRuntime open() {
        return BatchRuntime.journal(directory.resolve("journal"))
                .queues(QUEUE)
                .backend(LocalBackend.factory().workDirectory(directory.resolve("work")))
                .open();
    }

    private static JobRequest job(String script) {
        return job(script, 1);
    }

    private static JobRequest job(String script, int attempts) {
        JobDefinition definition = JobDefinition.named("test")
                .script(script)
                .vcpus(1)
                .memory(MemorySize.mib(16))
                .retry(r -> r.attempts(attempts))
                .build();
        return JobRequest.of("job", definition);
    }

    /** Says that it runs, and waits for the file {@code go}. */
    private String waiting(String then) {
        return "echo ran >> %1$s/runs; echo ready; while [ ! -e %1$s/go ]; do sleep 0.01; done; %2$s"
                .formatted(directory, then);
    }

    private void go() throws IOException {
        Files.createFile(directory.resolve("go"));
    }

    private List<String> runs() throws IOException {
        return Files.readAllLines(directory.resolve("runs"));
    }

    private static void awaitOutput(JobHandle job) {
        Awaitility.await().atMost(SOON).until(() -> job.log().text().contains("ready"));
    }

    private static void awaitRunning(JobHandle job) {
        awaitOutput(job);
        Awaitility.await().atMost(SOON).until(() -> job.describe().status() == JobStatus.RUNNING);
    }

    private static JobHandle find(BatchRuntime runtime, JobHandle earlier) {
        return runtime.job(earlier.id()).orElseThrow();
    }

    private static List<ProcessHandle> supervisors() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(Supervisor.class.getName())
                                && List.of(arguments).contains(Supervisor.JOURNALED))
                        .orElse(false))
                .toList();
    }

    private ProcessHandle supervisor() {
        return supervisors().stream()
                .filter(process -> Stream.of(process.info().arguments().orElseThrow())
                        .anyMatch(argument -> argument.startsWith(directory.toString())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_runs_goes_on_without_its_runtime_and_is_adopted_with_its_log() throws IOException {
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job(waiting("echo done; exit 0")), QUEUE);
            awaitRunning(job);
        }
        ProcessHandle supervisor = supervisor();
        try (BatchRuntime second = open()) {
            JobHandle again = find(second, job);
            assertThat(again.describe().status()).isEqualTo(JobStatus.RUNNING);
            List<String> lines = new ArrayList<>();
            go();
            JobDetail end = again.await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts()).hasSize(1);
            again.log().lines().forEach(lines::add);
            assertThat(lines).containsExactly("ready", "done");
            assertThat(runs()).hasSize(1);
        }
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
    }

    @Test
    void what_ended_without_its_runtime_counts_with_its_exit_code_and_its_log() throws IOException {
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job(waiting("echo done; exit 7")), QUEUE);
            awaitRunning(job);
        }
        ProcessHandle supervisor = supervisor();
        go();
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
        try (BatchRuntime second = open()) {
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.exitCode()).hasValue(7);
            assertThat(find(second, job).log().text()).isEqualTo("ready\ndone\n");
            assertThat(runs()).hasSize(1);
        }
    }

    @Test
    void what_was_adopted_can_be_terminated_with_all_it_started() {
        String argument = Rig.uniqueArgument();
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job("sleep " + argument + " & echo ready; sleep 1000"), QUEUE);
            awaitRunning(job);
            Rig.awaitAlive(argument);
        }
        assertThat(Rig.isAlive(argument)).isTrue();
        try (BatchRuntime second = open()) {
            find(second, job).terminate("enough");
            assertThat(find(second, job).await(SOON).terminated()).isTrue();
            Rig.awaitDead(argument);
        }
    }

    @Test
    void what_lost_its_supervisor_is_killed_lost_and_tried_again() throws IOException {
        String argument = Rig.uniqueArgument();
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(
                    job("if [ $AWS_BATCH_JOB_ATTEMPT = 1 ]; then echo ready; sleep " + argument + "; fi", 2), QUEUE);
            awaitRunning(job);
            Rig.awaitAlive(argument);
        }
        ProcessHandle supervisor = supervisor();
        supervisor.destroyForcibly();
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
        assertThat(Rig.isAlive(argument)).isTrue();
        try (BatchRuntime second = open()) {
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts().get(0).verdict()).hasValue(AttemptVerdict.INTERRUPTED);
            assertThat(Rig.isAlive(argument)).isFalse();
        }
    }

    @Test
    void what_ended_while_nobody_could_see_it_is_held_for_a_person() throws IOException {
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job(waiting("exit 0"), 3), QUEUE);
            awaitRunning(job);
        }
        ProcessHandle supervisor = supervisor();
        supervisor.destroyForcibly();
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
        ProcessHandle program = ProcessHandle.allProcesses()
                .filter(process -> ProcessTable.marker((int) process.pid())
                        .filter(marker -> marker.startsWith(job.id().toString()))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        go();
        Awaitility.await().atMost(SOON).until(() -> !program.isAlive());
        try (BatchRuntime second = open()) {
            JobHandle again = find(second, job);
            Awaitility.await().atMost(SOON).until(() -> again.describe().held());
            assertThat(again.describe().statusReason().orElseThrow()).contains("supervisor is gone");
            again.resolve(JobStatus.SUCCEEDED, "its result is there");
            assertThat(again.await(SOON).succeeded()).isTrue();
            assertThat(runs()).hasSize(1);
        }
    }

    @Test
    void a_work_directory_that_was_removed_is_no_proof_that_nothing_ran() throws IOException {
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job(waiting("exit 0"), 3), QUEUE);
            awaitRunning(job);
        }
        ProcessHandle supervisor = supervisor();
        go();
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
        DirectoryRemoval.remove(directory.resolve("work"));
        try (BatchRuntime second = open()) {
            JobHandle again = find(second, job);
            Awaitility.await().atMost(SOON).until(() -> again.describe().held());
            assertThat(again.describe().statusReason().orElseThrow()).contains("is not there any more");
            assertThat(runs()).hasSize(1);
            again.terminate("looked at");
            again.await(SOON);
        }
    }

    @Test
    void another_runtime_does_not_sweep_what_a_journal_left() throws IOException {
        JobHandle job;
        try (BatchRuntime first = open()) {
            job = first.submit(job(waiting("exit 0")), QUEUE);
            awaitRunning(job);
        }
        LocalBackend sameDirectory = LocalBackend.factory().workDirectory(directory.resolve("work"));
        try (BatchRuntime other =
                BatchRuntime.inMemory().queues(QUEUE).backend(sameDirectory).open()) {
            assertThat(other.submit(job("true"), QUEUE).await(SOON).succeeded()).isTrue();
        }
        try (BatchRuntime second = open()) {
            go();
            assertThat(find(second, job).await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void terminate_on_close_leaves_no_process() {
        String argument = Rig.uniqueArgument();
        ProcessHandle supervisor;
        try (BatchRuntime runtime = BatchRuntime.journal(directory.resolve("journal"))
                .queues(QUEUE)
                .backend(LocalBackend.factory().workDirectory(directory.resolve("work")))
                .onClose(BatchRuntime.OnClose.TERMINATE)
                .open()) {
            JobHandle job = runtime.submit(job("echo ready; sleep " + argument), QUEUE);
            awaitRunning(job);
            supervisor = supervisor();
        }
        Rig.awaitDead(argument);
        Awaitility.await().atMost(SOON).until(() -> !supervisor.isAlive());
    }
}
