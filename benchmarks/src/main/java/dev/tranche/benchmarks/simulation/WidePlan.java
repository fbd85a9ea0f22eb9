package dev.tranche.benchmarks.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRef;
import dev.tranche.model.Workflow;
import dev.tranche.runtime.simulation.Schedule;
import dev.tranche.runtime.simulation.ServiceTime;
import dev.tranche.runtime.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The dry run of a workflow of layers, each job of which waits for two of the layer before, on 20 hosts of 16 vCPU. */
final class WidePlan {
    private static final int LAYER = 100;
    private static final int HOSTS = 20;

    private static final ComputeEnvironment RACK = computeEnvironment("rack").custom("rack", Map.of());
    private static final JobQueue NIGHT =
            jobQueue("night").computeEnvironmentOrder(RACK).build();
    private static final JobDefinition STEP =
            jobDefinition("step").script("true").vcpus(4).memory(mib(512)).build();

    private final int jobs;
    private final Workflow workflow;

    WidePlan(int jobs) {
        this.jobs = jobs;
        var layers = workflow("layers");
        List<JobRef> before = new ArrayList<>();
        List<JobRef> layer = new ArrayList<>();
        for (int number = 0; number < jobs; number++) {
            int place = number % LAYER;
            var step = job("step-" + number, STEP);
            layer.add(layers.add(
                    before.isEmpty() ? step : step.after(before.get(place), before.get((place + 1) % LAYER))));
            if (layer.size() == LAYER) {
                before = layer;
                layer = new ArrayList<>();
            }
        }
        this.workflow = layers.build();
    }

    /**
     * Plans it once.
     *
     * @return the seconds it took
     */
    double plan() {
        long began = System.nanoTime();
        Schedule schedule = Simulation.of(workflow)
                .takes(ServiceTime.exponential(Duration.ofMinutes(10)))
                .hosts(RACK, HOSTS, 16, gib(64))
                .plan(NIGHT);
        if (schedule.jobs().size() != jobs) {
            throw new IllegalStateException("not all jobs are planned: " + schedule);
        }
        return (System.nanoTime() - began) / 1e9;
    }
}
