package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Managed environments in virtual time: the scheduler that runs here is the one that asks EC2. */
class ScalingSimulationTest {
    private static final Duration BOOT = Duration.ofMinutes(2);
    private static final HostType LARGE = type("m7i.large", 2, 100_800);
    private static final HostType BIG = type("m7i.4xlarge", 16, 806_400);
    private static final JobDefinition WORK =
            jobDefinition("work").script("true").vcpus(1).memory(mib(512)).build();

    private static HostType type(String name, int vcpus, long microDollarsPerHour) {
        Capacity capacity = new Capacity(vcpus * 1_000, MemorySize.mib(vcpus * 3_800L), 0, MemorySize.gib(20));
        return new HostType(name, capacity, microDollarsPerHour);
    }

    private static ManagedEnvironment onDemand(int maxVcpus) {
        return computeEnvironment("on-demand")
                .managed()
                .onDemand()
                .maxVcpus(maxVcpus)
                .subnets("subnet-1")
                .instanceRole("role")
                .build();
    }

    private static ManagedEnvironment spot(int maxVcpus) {
        return computeEnvironment("spot")
                .managed()
                .spot()
                .maxVcpus(maxVcpus)
                .subnets("subnet-1")
                .instanceRole("role")
                .build();
    }

    @Test
    void a_plan_says_which_hosts_would_be_launched_when_and_what_they_cost() {
        ManagedEnvironment cloud = onDemand(64);
        JobQueue queue = jobQueue("queue").computeEnvironmentOrder(cloud).build();
        var night = workflow("night");
        night.add(job("work", WORK).array(4));

        Schedule plan = Simulation.of(night.build())
                .takes(WORK, Duration.ofMinutes(58))
                .gives(cloud, BOOT, LARGE)
                .checked()
                .plan(queue);

        assertThat(plan.count(JobStatus.SUCCEEDED)).isEqualTo(plan.jobCount());
        assertThat(plan.launches()).extracting(HostLaunch::type).containsExactly("m7i.large", "m7i.large");
        assertThat(plan.launches()).extracting(HostLaunch::launched).containsOnly(Duration.ofSeconds(1));
        assertThat(plan.makespan()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
        // two of them for an hour
        assertThat(plan.dollars()).isEqualByComparingTo("0.2016");
        assertThat(plan.summary()).contains("2 launched, $0.2016");
    }

    @Test
    void hosts_go_when_they_are_idle_and_come_again() {
        ManagedEnvironment cloud = onDemand(4);
        JobQueue queue = jobQueue("queue").computeEnvironmentOrder(cloud).build();
        try (SimulatedRuntime runtime = Simulation.create()
                .takes(WORK, Duration.ofMinutes(10))
                .gives(cloud, BOOT, LARGE)
                .checked()
                .open(queue)) {
            runtime.submit(job("first", WORK), queue);
            runtime.untilIdle();
            runtime.advance(Duration.ofMinutes(5));
            runtime.submit(job("second", WORK), queue);

            Schedule schedule = runtime.untilIdle();

            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(2);
            assertThat(schedule.launches()).extracting(HostLaunch::host).containsExactly("host-1", "host-2");
            assertThat(schedule.launches().get(0).ended()).isPresent();
        }
    }

    @Test
    void without_spot_capacity_jobs_go_to_the_next_environment_of_the_queue() {
        ManagedEnvironment spot = spot(64);
        ManagedEnvironment onDemand = onDemand(64);
        JobQueue queue =
                jobQueue("queue").computeEnvironmentOrder(spot, onDemand).build();
        try (SimulatedRuntime runtime = Simulation.create()
                .takes(WORK, Duration.ofMinutes(10))
                .gives(spot, BOOT, LARGE)
                .gives(onDemand, BOOT, LARGE)
                .fault(spot, f -> f.noCapacity("m7i.large"))
                .checked()
                .open(queue)) {
            var handle = runtime.submit(job("work", WORK), queue);

            Schedule schedule = runtime.untilIdle();

            assertThat(handle.describe().status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(schedule.launches()).extracting(HostLaunch::environment).containsExactly("on-demand");
        }
    }

    @Test
    void interrupted_hosts_are_asked_for_again_until_all_jobs_have_ended() {
        ManagedEnvironment spot = spot(32);
        JobQueue queue = jobQueue("queue").computeEnvironmentOrder(spot).build();
        JobDefinition stubborn = jobDefinition("stubborn")
                .script("true")
                .vcpus(1)
                .memory(mib(512))
                .retry(r -> r.attempts(10))
                .build();
        try (SimulatedRuntime runtime = Simulation.ofSeed(7)
                .takes(stubborn, Duration.ofMinutes(20))
                .gives(spot, BOOT, LARGE, BIG)
                .fault(spot, f -> f.interruptionsPerHour(0.5))
                .checked()
                .open(queue)) {
            runtime.submit(job("work", stubborn).array(100), queue);

            Schedule schedule = runtime.untilIdle();

            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(schedule.jobCount());
            assertThat(schedule.launches()).hasSizeGreaterThan(2);
        }
    }

    @Test
    void what_waits_at_the_maximum_says_so_and_costs_no_time_to_simulate() {
        ManagedEnvironment cloud = onDemand(2);
        JobQueue queue = jobQueue("queue").computeEnvironmentOrder(cloud).build();
        try (SimulatedRuntime runtime = Simulation.create()
                .takes(WORK, Duration.ofDays(30))
                .gives(cloud, BOOT, LARGE)
                .open(queue)) {
            runtime.submitAll(List.of(job("a", WORK), job("b", WORK)), queue);
            var third = runtime.submit(job("c", WORK), queue);
            runtime.advance(Duration.ofMinutes(10));

            assertThat(third.explain().toString()).contains("at its maximum: 2 of 2 vCPU on 1 host");
            assertThat(runtime.untilIdle().makespan()).isGreaterThan(Duration.ofDays(59));
        }
    }
}
