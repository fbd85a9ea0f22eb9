package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.dsl.Batch;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Two runtimes on one real engine, one of which needs all of it. */
@NeedsEngine
@Isolated("it takes all processors of the engine")
class SharedEngineTest {
    private static final JobQueue QUEUE =
            Batch.jobQueue("queue").computeEnvironmentOrder(Rig.environment()).build();

    private static JobDefinition onAllProcessors(String script) {
        int processors;
        try (ContainerEngine engine = Rig.engine()) {
            processors = engine.traits().cpus();
        }
        return Batch.jobDefinition("all")
                .script(script)
                .vcpus(processors)
                .memory(MemorySize.mib(32))
                .build();
    }

    private static BatchRuntime open() {
        return BatchRuntime.inMemory().queues(QUEUE).open();
    }

    @Test
    void a_job_that_another_runtime_leaves_no_room_for_waits_and_says_so_and_runs_when_it_is_gone() {
        try (BatchRuntime first = open()) {
            JobHandle holder =
                    first.submit(Batch.job("holder", onAllProcessors("trap 'exit 7' TERM; sleep 1000 & wait")), QUEUE);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> holder.describe().status() == JobStatus.RUNNING);
            try (BatchRuntime second = open()) {
                JobHandle waits = second.submit(Batch.job("waits", onAllProcessors("echo ran")), QUEUE);

                assertThat(waits.explain().toString()).contains("where others hold");
                holder.terminate("make room");

                assertThat(waits.await(Duration.ofMinutes(2)).orThrow().status())
                        .isEqualTo(JobStatus.SUCCEEDED);
            }
        }
    }
}
