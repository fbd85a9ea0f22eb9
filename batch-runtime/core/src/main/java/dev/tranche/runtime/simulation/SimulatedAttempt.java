package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** An attempt that begins in a simulation: what a function that says how it goes may look at. */
public final class SimulatedAttempt {
    private final Launch launch;
    private final Draws draws;

    SimulatedAttempt(Launch launch, long seed) {
        this(launch, seed, Draws.Purpose.PROGRAM, 0);
    }

    SimulatedAttempt(Launch launch, long seed, Draws.Purpose purpose, int number) {
        this.launch = launch;
        this.draws = Draws.of(seed, launch.attempt(), purpose, number);
    }

    Draws draws() {
        return draws;
    }

    /**
     * Its identity.
     *
     * @return the job's identity and the number of the attempt
     */
    public AttemptId id() {
        return launch.attempt();
    }

    /**
     * Which attempt of its job it is.
     *
     * @return the number, from 1
     */
    public int number() {
        return launch.attempt().number();
    }

    /**
     * The name of its job.
     *
     * @return the name
     */
    public String jobName() {
        return launch.jobName();
    }

    /**
     * Which child of an array job its job is.
     *
     * @return the index from 0, empty for a job that is no child
     */
    public OptionalInt arrayIndex() {
        return launch.attempt().job().arrayIndex();
    }

    /**
     * What it would run, with everything applied that the request said.
     *
     * @return the definition
     */
    public JobDefinition definition() {
        return launch.definition();
    }

    /**
     * The environment variables that its program would have, without the secret ones.
     *
     * @return name to value, in order
     */
    public Map<String, String> environment() {
        return launch.environment();
    }

    /**
     * Where it runs.
     *
     * @return the environment and the host in it
     */
    public HostId host() {
        return launch.host();
    }

    /**
     * Chance of its own: depends on the seed and on the identity of this attempt, and on nothing else.
     *
     * @return a stream of random numbers, the same in every call for this attempt
     */
    public RandomGenerator random() {
        return draws;
    }

    @Override
    public String toString() {
        return "attempt " + number() + " of job " + jobName() + " on " + host();
    }
}
