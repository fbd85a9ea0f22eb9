package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runtime without a journal leaves in the cluster when its process is killed. */
@NeedsEngine
class KilledRuntimeTest extends Lab {
    @TempDir
    Path directory;

    @TempDir
    Path ofAnother;

    @Test
    void its_tasks_are_stopped_by_the_next_one_that_uses_the_cluster_and_nobody_elses() throws Exception {
        cluster.host(3, 512);
        Process doomed = DoomedRuntime.start(aws.endpoint(), directory, 2);
        soon(() -> assertThat(aws.runningTasks()).hasSize(2));
        doomed.destroyForcibly().waitFor();
        JobQueue queue = queue();
        try (BatchRuntime another = open(queue, Rig.backend().directory(ofAnother))) {
            JobHandle others =
                    another.submit(job("others", Rig.script("trap 'exit 0' TERM; sleep 100000 & wait")), queue);
            soon(() -> assertThat(others.describe().status()).isEqualTo(JobStatus.RUNNING));

            try (BatchRuntime next = open(queue, Rig.backend().directory(directory))) {
                JobHandle needsTheirRoom = next.submit(job("next", Rig.script("true")), queue);
                assertThat(needsTheirRoom.await(SOON).succeeded()).isTrue();
                soon(() -> assertThat(aws.runningTasks()).hasSize(1));
                assertThat(remembered()).isOne();
            }
            assertThat(remembered()).isZero();
            assertThat(others.describe().status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    @Test
    void what_a_close_could_not_stop_stays_remembered() throws Exception {
        cluster.host(1, 512);
        JobQueue queue = queue();
        BatchRuntime runtime = open(queue, Rig.backend().directory(directory));
        JobHandle endless = runtime.submit(job("endless", Rig.script("sleep 100000")), queue);
        soon(() -> assertThat(endless.describe().status()).isEqualTo(JobStatus.RUNNING));
        aws.inject().deny("ecs:StopTask");

        Thread closing = new Thread(runtime::close);
        closing.start();
        soon(() -> {
            closing.interrupt(); // so that it does not wait for minutes
            assertThat(closing.isAlive()).isFalse();
        });

        assertThat(aws.runningTasks()).hasSize(1);
        assertThat(remembered()).isOne();
    }

    private long remembered() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }
}
