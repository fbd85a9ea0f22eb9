package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;

/** What most tests of the simulation need: two environments, a queue over both, a small job and one that is tried again. */
final class Night {
    static final ComputeEnvironment SPOT = computeEnvironment("spot")
            .managed()
            .spot()
            .maxVcpus(32)
            .subnets("subnet-1")
            .instanceRole("ecsInstanceRole")
            .build();
    static final ComputeEnvironment LAPTOP =
            computeEnvironment("laptop").local().vcpus(4).memory(gib(8)).build();
    static final JobQueue QUEUE =
            jobQueue("night").computeEnvironmentOrder(SPOT, LAPTOP).build();
    static final JobQueue HERE =
            jobQueue("here").computeEnvironmentOrder(LAPTOP).build();
    static final JobDefinition COUNT =
            jobDefinition("count").script("wc").vcpus(1).memory(mib(64)).build();
    static final JobDefinition PATIENT = jobDefinition("patient")
            .script("wc")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(10))
            .build();

    private Night() {}
}
