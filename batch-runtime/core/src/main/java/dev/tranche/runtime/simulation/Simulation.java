package dev.tranche.runtime.simulation;

import dev.tranche.model.JobQueue;
import dev.tranche.model.Workflow;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pretend cluster in virtual time, described but not yet running. A value: immutable, each word gives another one.
 *
 * <pre>{@code
 * var simulation = Simulation.ofSeed(42)
 *         .takes(count, Duration.ofMinutes(4))
 *         .hosts(spot, 10, 16, gib(64))
 *         .fault(spot, f -> f.hostLostAt(Duration.ofMinutes(30)));
 * try (var runtime = simulation.open(night)) {
 *     var counted = runtime.submit(job("count", count).array(100), night);
 *     Schedule schedule = runtime.untilIdle();
 * }
 * }</pre>
 *
 * <p>A seed gives the same schedule always, as long as jobs are submitted in the same order. A real runtime is told
 * nothing of it: every environment of whatever kind is served by pretend hosts, secrets are not looked up, and no program
 * runs.
 */
public final class Simulation extends SimulationWords<Simulation> {
    private static final long DEFAULT_SEED = 1;

    private Simulation(Scenario scenario) {
        super(scenario);
    }

    /**
     * A simulation in which all goes well, of seed 1.
     *
     * @return the simulation
     */
    public static Simulation create() {
        return ofSeed(DEFAULT_SEED);
    }

    /**
     * A simulation in which all goes well.
     *
     * @param seed where all chance comes from
     * @return the simulation
     */
    public static Simulation ofSeed(long seed) {
        return new Simulation(Scenario.ofSeed(seed));
    }

    /**
     * Begins a dry run of a workflow: {@code Simulation.of(genome).takes(align, ofMinutes(20)).plan(night)}.
     *
     * @param workflow the workflow
     * @return the dry run, in which all goes well
     */
    public static DryRun of(Workflow workflow) {
        return new DryRun(Scenario.ofSeed(DEFAULT_SEED), workflow);
    }

    @Override
    Simulation with(Scenario another) {
        return new Simulation(another);
    }

    /**
     * Opens a runtime on it.
     *
     * @param first a queue
     * @param others further queues
     * @return the open runtime; each call opens another one, at the beginning of virtual time
     * @throws IllegalArgumentException if something was said of an environment that none of the queues uses
     * @throws dev.tranche.runtime.OpenRefusedException if a real runtime would not open either
     */
    public SimulatedRuntime open(JobQueue first, JobQueue... others) {
        return open(Stream.concat(Stream.of(first), Stream.of(others)).toList());
    }

    /**
     * Opens a runtime on it.
     *
     * @param queues at least one queue
     * @return the open runtime; each call opens another one, at the beginning of virtual time
     * @throws IllegalArgumentException if there is no queue, or something was said of an environment that none of the
     *     queues uses
     * @throws dev.tranche.runtime.OpenRefusedException if a real runtime would not open either
     */
    public SimulatedRuntime open(List<JobQueue> queues) {
        return VirtualRuntime.open(scenario(), queues);
    }

    /** Prints the seed. */
    @Override
    public String toString() {
        return "simulation of seed " + scenario().seed();
    }
}
