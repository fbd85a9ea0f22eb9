package dev.tranche.testkit;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import java.util.Map;

/** What the tests of the testkit run. */
final class Batches {
    static final JobDefinition COUNT =
            jobDefinition("count").script("wc").vcpus(1).memory(mib(64)).build();
    static final ComputeEnvironment LAPTOP =
            computeEnvironment("laptop").local().vcpus(4).memory(gib(8)).build();
    static final JobQueue HERE =
            jobQueue("here").computeEnvironmentOrder(LAPTOP).build();
    static final JobQueue REAL = jobQueue("real")
            .computeEnvironmentOrder(computeEnvironment("e").custom("instant", Map.of()))
            .build();

    private Batches() {}
}
