package dev.tranche.benchmarks.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.simulation.Schedule;
import dev.tranche.runtime.simulation.ServiceTime;
import dev.tranche.runtime.simulation.SimulatedRuntime;
import dev.tranche.runtime.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Many jobs of four shapes, all submitted at once, on hosts of 64 vCPU and 128 GiB, until the last has ended. */
final class BusyNight {
    private static final int SHAPES = 4;
    private static final int JOBS_PER_SUBMIT = 8_192;
    private static final int KEPT = 1_000;

    private static final ComputeEnvironment RACK = computeEnvironment("rack").custom("rack", Map.of());
    private static final JobQueue NIGHT =
            jobQueue("night").computeEnvironmentOrder(RACK).build();
    private static final List<JobDefinition> SHAPE =
            IntStream.range(0, SHAPES).mapToObj(BusyNight::shape).toList();

    private final int jobs;
    private final Simulation simulation;

    BusyNight(int jobs, int hosts, boolean checked) {
        this.jobs = jobs;
        Simulation described = Simulation.create()
                .takes(ServiceTime.exponential(Duration.ofMinutes(10)))
                .hosts(RACK, hosts, 64, gib(128))
                .keeps(KEPT);
        this.simulation = checked ? described.checked() : described;
    }

    /** None of them is smaller than another in everything. */
    private static JobDefinition shape(int number) {
        return jobDefinition("shape-" + number)
                .script("true")
                .vcpus(1 << number)
                .memory(gib(1 << (SHAPES - number)))
                .build();
    }

    /**
     * Runs it once.
     *
     * @return the seconds it took
     */
    double run() {
        long began = System.nanoTime();
        try (SimulatedRuntime runtime = simulation.open(NIGHT)) {
            for (int first = 0; first < jobs; first += JOBS_PER_SUBMIT) {
                runtime.submitAll(requests(first, Math.min(jobs, first + JOBS_PER_SUBMIT)), NIGHT);
            }
            Schedule schedule = runtime.untilIdle();
            if (schedule.count(JobStatus.SUCCEEDED) != jobs) {
                throw new IllegalStateException("not all jobs succeeded: " + schedule);
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static List<JobRequest> requests(int first, int end) {
        List<JobRequest> requests = new ArrayList<>(end - first);
        for (int number = first; number < end; number++) {
            requests.add(job("job-" + number, SHAPE.get(number % SHAPES)));
        }
        return requests;
    }
}
