package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The words that describe a simulation. Each gives back another value; a word that is said again counts as it was said
 * last, but for {@link #hosts} and {@link #fault}, which add up. What is said of a definition holds for all jobs whose
 * definition has its name, whatever their requests override.
 *
 * <table>
 *   <caption>What holds where nothing is said</caption>
 *   <tr><th>word</th><th>default</th></tr>
 *   <tr><td>{@link #takes(ServiceTime)}</td><td>1 minute</td></tr>
 *   <tr><td>{@link #exits(JobDefinition, int)}</td><td>exit code 0</td></tr>
 *   <tr><td>{@link #writes}</td><td>nothing</td></tr>
 *   <tr><td>{@link #needsMemory}</td><td>no more than it asked for</td></tr>
 *   <tr><td>{@link #hosts}</td><td>what the environment declares: a local one is a host of its vCPUs and memory, a Docker
 *       one has a host for each engine, a managed one as many as its maximal vCPUs are; of 16 vCPUs and 4 GiB for each
 *       where it does not say; no GPU</td></tr>
 *   <tr><td>{@link #fault}</td><td>all goes well</td></tr>
 *   <tr><td>{@link #horizon}</td><td>365 days</td></tr>
 *   <tr><td>{@link #keeps}</td><td>100,000 jobs and as many decisions</td></tr>
 * </table>
 *
 * @param <S> what is described
 */
public abstract sealed class SimulationWords<S extends SimulationWords<S>> permits Simulation, DryRun {
    private final Scenario scenario;

    SimulationWords(Scenario scenario) {
        this.scenario = scenario;
    }

    final Scenario scenario() {
        return scenario;
    }

    abstract S with(Scenario another);

    /**
     * Where all chance comes from.
     *
     * @param seed the seed; the same seed gives the same schedule always
     * @return the same with this seed
     */
    public final S seed(long seed) {
        return with(scenario.seed(seed));
    }

    // ---- how programs go

    /**
     * How long the programs of a definition run.
     *
     * @param definition the definition
     * @param always the time, from 0 to 100 years
     * @return the same with this time
     */
    public final S takes(JobDefinition definition, Duration always) {
        return takes(definition, ServiceTime.fixed(always));
    }

    /**
     * How long the programs of a definition run.
     *
     * @param definition the definition
     * @param time the time: a distribution, recorded times, or any function of the attempt
     * @return the same with this time
     */
    public final S takes(JobDefinition definition, ServiceTime time) {
        return program(definition, program -> program.takes(time));
    }

    /**
     * How long programs run of which nothing else is said.
     *
     * @param always the time, from 0 to 100 years
     * @return the same with this time
     */
    public final S takes(Duration always) {
        return takes(ServiceTime.fixed(always));
    }

    /**
     * How long programs run of which nothing else is said.
     *
     * @param time the time
     * @return the same with this time
     */
    public final S takes(ServiceTime time) {
        return with(scenario.programs(scenario.programs().withOthers(program -> program.takes(time))));
    }

    /**
     * Programs run as long as was recorded: those of each definition that occurs as one of its attempts that succeeded,
     * drawn by the seed.
     *
     * @param jobs jobs that have ended, of a real runtime or of an earlier {@link Schedule}
     * @return the same with these times
     * @throws IllegalArgumentException if no attempt of them succeeded
     */
    public final S takesAsRecorded(Collection<? extends JobDetail> jobs) {
        Map<String, List<JobDetail>> byDefinition = new LinkedHashMap<>();
        for (JobDetail job : jobs) {
            if (job.succeeded() && job.array().isEmpty()) {
                byDefinition
                        .computeIfAbsent(job.definition().name(), name -> new ArrayList<>())
                        .add(job);
            }
        }
        if (byDefinition.isEmpty()) {
            throw new IllegalArgumentException(
                    "none of the " + jobs.size() + " jobs succeeded, so there is no time to go by");
        }
        Programs changed = scenario.programs();
        for (Map.Entry<String, List<JobDetail>> recorded : byDefinition.entrySet()) {
            ServiceTime time = ServiceTime.recorded(recorded.getValue());
            changed = changed.with(recorded.getKey(), program -> program.takes(time));
        }
        return with(scenario.programs(changed));
    }

    /**
     * How the programs of a definition exit.
     *
     * @param definition the definition
     * @param code the exit code of every attempt, 0 to 255
     * @return the same with this end
     */
    public final S exits(JobDefinition definition, int code) {
        int checked = Behaviour.exitCode(code, 0);
        return exits(definition, attempt -> checked);
    }

    /**
     * How the programs of a definition exit.
     *
     * @param definition the definition
     * @param code gives the exit code of an attempt, 0 to 255
     * @return the same with this end
     */
    public final S exits(JobDefinition definition, ToIntFunction<SimulatedAttempt> code) {
        return program(definition, program -> program.exits(code));
    }

    /**
     * The first attempts of each job of a definition fail, further ones succeed.
     *
     * @param definition the definition
     * @param attempts how many attempts fail, at least 1
     * @param code their exit code, 1 to 255
     * @return the same with this end
     */
    public final S failsFirst(JobDefinition definition, int attempts, int code) {
        if (attempts < 1) {
            throw new IllegalArgumentException("at least the first attempt has to fail: " + attempts);
        }
        int checked = Behaviour.exitCode(code, 1);
        return exits(definition, attempt -> attempt.number() <= attempts ? checked : 0);
    }

    /**
     * What the programs of a definition write to standard output, all of it at their end.
     *
     * @param definition the definition
     * @param output gives the output of an attempt
     * @return the same with this output
     */
    public final S writes(JobDefinition definition, Function<SimulatedAttempt, String> output) {
        return program(definition, program -> program.writes(output));
    }

    /**
     * How much memory the programs of a definition need. Attempts that were given less are killed for want of it.
     *
     * @param definition the definition
     * @param memory what they need
     * @return the same with this need
     */
    public final S needsMemory(JobDefinition definition, MemorySize memory) {
        return program(definition, program -> program.needs(memory));
    }

    private S program(JobDefinition definition, UnaryOperator<Behaviour> change) {
        return with(scenario.programs(scenario.programs().with(definition.name(), change)));
    }

    // ---- where they run

    /**
     * Pretend hosts of an environment, without GPUs and with ample disk, instead of those it declares. Said again, it has
     * these as well. They are called {@code host-1}, {@code host-2} …
     *
     * @param environment the environment
     * @param count how many, 1 to 100,000
     * @param vcpus what each has
     * @param memory what each has
     * @return the same with these hosts
     */
    public final S hosts(ComputeEnvironment environment, int count, int vcpus, MemorySize memory) {
        return with(scenario.hosts(HostGroup.of(environment, count, vcpus, memory)));
    }

    /**
     * Pretend hosts of an environment, instead of those it declares. Said again, it has these as well.
     *
     * @param environment the environment
     * @param count how many, 1 to 100,000
     * @param each what each can hold
     * @return the same with these hosts
     */
    public final S hosts(ComputeEnvironment environment, int count, Capacity each) {
        return with(scenario.hosts(new HostGroup(environment, count, each)));
    }

    /**
     * What a managed environment can be given, instead of hosts that are there from the beginning: it grows and shrinks with what
     * waits, within its bounds, as it would on EC2. The hosts are called {@code host-1}, {@code host-2} … Said again, the
     * environment is given what was said first.
     *
     * @param environment the environment
     * @param boot from the request of a host until it joins, not negative
     * @param first a type of host
     * @param others more of them, in the order in which the environment would name them
     * @return the same with these hosts
     * @throws IllegalArgumentException if the time is negative or a type is said twice
     */
    public final S gives(ManagedEnvironment environment, Duration boot, HostType first, HostType... others) {
        List<HostType> types =
                Stream.concat(Stream.of(first), Stream.of(others)).toList();
        return with(scenario.offer(new HostOffer(environment, Micros.of(Micros.notNegative("boot", boot)), types)));
    }

    /**
     * Something goes wrong in an environment.
     *
     * @param environment the environment
     * @param faults says what, for example {@code f -> f.hostLostAt(Duration.ofMinutes(30))}
     * @return the same with these faults as well
     * @throws IllegalArgumentException if it contradicts itself or a value is none
     * @throws IllegalStateException if it says a word twice
     */
    public final S fault(ComputeEnvironment environment, UnaryOperator<Faults> faults) {
        return with(scenario.fault(FaultWords.said(environment, faults)));
    }

    /**
     * How long virtual time lasts at the most. Beyond it nothing happens: waiting further is a
     * {@link HorizonReachedException}, so that faults that never end cost bounded work.
     *
     * @param most the time from the opening of the runtime, at least a microsecond
     * @return the same with this horizon
     */
    public final S horizon(Duration most) {
        return with(scenario.horizon(Micros.positive("horizon", most)));
    }

    // ---- what is told of it

    /**
     * How much a {@link Schedule} keeps one by one: the first jobs that ended, and the first decisions. Its counts and
     * measures are of all of them.
     *
     * @param most the number of jobs, and of decisions, not negative
     * @return the same with this bound
     */
    public final S keeps(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("a schedule cannot keep fewer than no jobs: " + most);
        }
        return audience(scenario.audience().kept(most));
    }

    /**
     * Tells every decision when it is taken, also those beyond what a {@link Schedule} keeps. On the thread that lets time
     * pass; fast, no waiting.
     *
     * @param listener is told
     * @return the same with this listener
     */
    public final S onDecision(Consumer<Decision> listener) {
        return audience(scenario.audience().decisions(listener));
    }

    /**
     * Tells every runtime that is opened on it, right after it is. Said again, all are told. For those who look after the
     * runtimes that somebody else opens, such as an extension of a test framework.
     *
     * @param listener is told
     * @return the same with this listener as well
     */
    public final S onOpen(Consumer<SimulatedRuntime> listener) {
        return audience(scenario.audience().opened(listener));
    }

    /**
     * Checks the invariants of the scheduler itself after every batch: no host over its capacity, no job that ends twice, no
     * attempt beyond the limit, no start before what it waits for. A broken one stops the runtime with a message; it would
     * be a bug of the scheduler, not of a batch. Costs about as much time again.
     *
     * @return the same, checked
     */
    public final S checked() {
        return audience(scenario.audience().check());
    }

    private S audience(Audience another) {
        return with(scenario.audience(another));
    }
}
