package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import java.time.Duration;
import java.util.Map;

/** What most tests of the door need. */
final class Fixtures {
    static final Duration SOON = Duration.ofSeconds(20);
    static final ComputeEnvironment ENVIRONMENT = computeEnvironment("e").custom("fake", Map.of());
    static final JobQueue QUEUE =
            jobQueue("q").computeEnvironmentOrder(ENVIRONMENT).build();
    static final JobDefinition ONE =
            jobDefinition("one").script("true").vcpus(1).memory(mib(64)).build();

    private Fixtures() {}

    static RuntimeBuilder with(FakeBackend backend) {
        return BatchRuntime.inMemory().queues(QUEUE).backend(backend);
    }

    static BatchRuntime open(FakeBackend backend) {
        return with(backend).open();
    }
}
