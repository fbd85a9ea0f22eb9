package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of an attempt if nobody stops it and its host stays. A function of the scenario, the attempt and the time,
 * drawn once when it is launched.
 *
 * @param startsAt when its program starts
 * @param endsAt when it ends
 * @param how how it ends
 * @param exitCode its exit code, where it exits
 * @param output what it has written by then to standard output
 * @param error what it has written by then to standard error
 */
record Fate(long startsAt, long endsAt, How how, int exitCode, String output, String error) {
    /** The three ways. */
    enum How {
        START_FAILED,
        EXITED,
        OUT_OF_MEMORY
    }

    private static final int SIGKILL = 9;
    private static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";
    private static final String NOT_PULLED = "CannotPullContainerError: the image could not be pulled";

    /**
     * Draws the fate of an attempt.
     *
     * @param faults those of its environment
     * @throws IllegalArgumentException if a function of the scenario gives no service time or no exit code
     */
    static Fate of(Scenario scenario, List<FaultPlan> faults, Launch launch, long now) {
        SimulatedAttempt attempt = new SimulatedAttempt(launch, scenario.seed());
        String definition = launch.definition().name();
        long begin = now;
        for (int at = 0; at < faults.size(); at++) {
            begin = Micros.plus(begin, startDelay(scenario, faults.get(at), at, launch, now));
        }
        long end = Micros.plus(begin, serviceTime(scenario, definition, attempt));
        int code = Behaviour.exitCode(
                scenario.programs().of(definition, Behaviour::exits).applyAsInt(attempt), 0);
        String output = scenario.programs().of(definition, Behaviour::writes).apply(attempt);
        Fate well = new Fate(begin, end, How.EXITED, code, output, code == 0 ? "" : "simulated exit code " + code);
        MemorySize needs = scenario.programs().of(definition).needs();
        if (needs != null && needs.compareTo(launch.definition().memory()) > 0) {
            well = well.outOfMemory(scenario.seed(), launch, -1, "needs " + needs);
        }
        return well.spoilt(scenario.seed(), faults, launch, now);
    }

    private static long startDelay(Scenario scenario, FaultPlan plan, int number, Launch launch, long now) {
        ServiceTime slow = plan.attempts().slowStart();
        if (slow == null || !plan.isActive(now)) {
            return 0;
        }
        return checked(
                slow.of(new SimulatedAttempt(launch, scenario.seed(), Draws.Purpose.SLOW_START, number)),
                "time to start",
                launch.jobName());
    }

    private static long serviceTime(Scenario scenario, String definition, SimulatedAttempt attempt) {
        return checked(
                scenario.programs().of(definition, Behaviour::takes).of(attempt), "service time", attempt.jobName());
    }

    private static long checked(Duration time, String what, String job) {
        return Micros.of(Micros.notNegative(what + " of job " + job, Objects.requireNonNull(time)));
    }

    private Fate spoilt(long seed, List<FaultPlan> faults, Launch launch, long now) {
        Fate fate = this;
        for (int at = 0; at < faults.size(); at++) {
            FaultPlan plan = faults.get(at);
            if (plan.isActive(now)) {
                fate = fate.spoilt(seed, plan.attempts(), at, launch);
            }
        }
        return fate;
    }

    private Fate spoilt(long seed, FaultPlan.Attempts faults, int number, Launch launch) {
        AttemptId id = launch.attempt();
        if (Draws.of(seed, id, Draws.Purpose.START_FAILURE, number).happens(faults.startFailures())) {
            return new Fate(startsAt, startsAt, How.START_FAILED, 0, "", "");
        }
        JobDefinition definition = launch.definition();
        MemorySize most = faults.outOfMemoryAbove();
        if (most != null && definition.memory().compareTo(most) > 0) {
            return outOfMemory(seed, launch, number, "the host has no more than " + most);
        }
        Draws draws = Draws.of(seed, id, Draws.Purpose.FAILURE, number);
        if (draws.happens(faults.failures())) {
            long early = startsAt + draws.partOf(endsAt - startsAt);
            return new Fate(
                    startsAt, early, How.EXITED, faults.exitCode(), output, "simulated failure " + faults.exitCode());
        }
        return this;
    }

    private Fate outOfMemory(long seed, Launch launch, int number, String why) {
        Draws draws = Draws.of(seed, launch.attempt(), Draws.Purpose.OUT_OF_MEMORY, number);
        long early = startsAt + draws.partOf(endsAt - startsAt);
        String error = "simulated kill with " + launch.definition().memory() + " memory: " + why;
        return new Fate(startsAt, early, How.OUT_OF_MEMORY, 0, output, error);
    }

    AttemptEnd end(Instant at) {
        return switch (how) {
            case START_FAILED -> new AttemptEnd.StartFailed(NOT_PULLED, at);
            case EXITED -> new AttemptEnd.Exited(exitCode, at);
            case OUT_OF_MEMORY -> new AttemptEnd.Signaled(SIGKILL, true, Optional.of(OUT_OF_MEMORY), at);
        };
    }
}
