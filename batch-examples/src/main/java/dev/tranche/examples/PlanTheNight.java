package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.simulation.Schedule;
import dev.tranche.runtime.simulation.ServiceTime;
import dev.tranche.runtime.simulation.Simulation;
import java.time.Duration;

/** A workflow is planned before anything runs: how long would the night be, on how many hosts, and with what luck? */
public final class PlanTheNight {
    private PlanTheNight() {}

    public static void main(String[] args) {
        var align = jobDefinition("align")
                .image("ghcr.io/acme/align:1.4")
                .vcpus(4)
                .memory(gib(8))
                .retry(r -> r.attempts(5))
                .build();
        var merge = jobDefinition("merge")
                .image("ghcr.io/acme/merge:1.4")
                .vcpus(8)
                .memory(gib(16))
                .build();

        var genome = workflow("genome");
        var aligned = genome.add(job("align", align).array(200));
        genome.add(job("merge", merge).after(aligned));

        var spot = computeEnvironment("spot")
                .managed()
                .spot()
                .maxVcpus(256)
                .subnets("subnet-1")
                .instanceRole("ecsInstanceRole")
                .build();
        var night = jobQueue("night").computeEnvironmentOrder(spot).build();

        // half of the alignments take less than 12 minutes, one in twenty more than 40; spot hosts come and go
        var dryRun = Simulation.of(genome.build())
                .takes(align, ServiceTime.logNormal(Duration.ofMinutes(12), Duration.ofMinutes(40)))
                .takes(merge, Duration.ofMinutes(30))
                .fault(spot, f -> f.interruptionsPerHour(0.2));
        for (int hosts : new int[] {4, 8, 16}) {
            Schedule plan = dryRun.hosts(spot, hosts, 16, gib(64)).plan(night);
            System.out.println(hosts + " hosts: " + plan.makespan().toMinutes() + " min, "
                    + plan.count(JobStatus.SUCCEEDED) + " jobs in " + plan.attemptCount() + " attempts, utilisation "
                    + Math.round(100 * plan.vcpus().utilisation()) + " %");
        }

        Schedule impossible = dryRun.hosts(spot, 16, 4, gib(8)).plan(night);
        System.out.println("on small hosts, " + impossible.neverRuns().get(0));
    }
}
