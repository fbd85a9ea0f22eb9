package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was said about a simulation. Immutable.
 *
 * @param seed where all chance comes from
 * @param programs how programs go, by the name of their definition
 * @param others how all others go
 * @param hosts the hosts that were declared
 * @param faults what goes wrong
 * @param horizon how long virtual time lasts at the most
 * @param kept how many jobs, and how many decisions, a schedule keeps
 * @param decisions is told every decision
 */
record Scenario(
        long seed,
        Map<String, Behaviour> programs,
        Behaviour others,
        List<HostGroup> hosts,
        List<FaultPlan> faults,
        Duration horizon,
        int kept,
        @Nullable Consumer<Decision> decisions) {
    static final Duration DEFAULT_SERVICE_TIME = Duration.ofMinutes(1);
    static final Duration DEFAULT_HORIZON = Duration.ofDays(365);
    static final int DEFAULT_KEPT = 100_000;

    static Scenario ofSeed(long seed) {
        Behaviour others = Behaviour.UNSAID
                .takes(ServiceTime.fixed(DEFAULT_SERVICE_TIME))
                .exits(attempt -> 0)
                .writes(attempt -> "");
        return new Scenario(seed, Map.of(), others, List.of(), List.of(), DEFAULT_HORIZON, DEFAULT_KEPT, null);
    }

    Scenario seed(long another) {
        return new Scenario(another, programs, others, hosts, faults, horizon, kept, decisions);
    }

    Scenario program(String definition, UnaryOperator<Behaviour> change) {
        Map<String, Behaviour> more = new LinkedHashMap<>(programs);
        more.put(definition, change.apply(more.getOrDefault(definition, Behaviour.UNSAID)));
        return new Scenario(seed, more, others, hosts, faults, horizon, kept, decisions);
    }

    Scenario others(UnaryOperator<Behaviour> change) {
        return new Scenario(seed, programs, change.apply(others), hosts, faults, horizon, kept, decisions);
    }

    Scenario hosts(HostGroup group) {
        return new Scenario(seed, programs, others, plus(hosts, group), faults, horizon, kept, decisions);
    }

    Scenario fault(FaultPlan plan) {
        return new Scenario(seed, programs, others, hosts, plus(faults, plan), horizon, kept, decisions);
    }

    Scenario horizon(Duration another) {
        return new Scenario(seed, programs, others, hosts, faults, another, kept, decisions);
    }

    Scenario kept(int another) {
        return new Scenario(seed, programs, others, hosts, faults, horizon, another, decisions);
    }

    Scenario decisions(Consumer<Decision> listener) {
        return new Scenario(seed, programs, others, hosts, faults, horizon, kept, listener);
    }

    /** What was said of the programs of a definition itself. */
    Behaviour program(String definition) {
        return programs.getOrDefault(definition, Behaviour.UNSAID);
    }

    /** One side of how the programs of a definition go: what was said of it, else what holds for all others. */
    <T> T of(String definition, Function<Behaviour, @Nullable T> side) {
        T own = side.apply(program(definition));
        return own != null ? own : Objects.requireNonNull(side.apply(others));
    }

    /** The hosts of an environment: those that were declared, else those that it declares itself. */
    List<HostGroup> hostsOf(ComputeEnvironment environment) {
        List<HostGroup> said = hosts.stream()
                .filter(group -> group.environment().equals(environment))
                .toList();
        return said.isEmpty() ? HostGroup.declared(environment) : said;
    }

    List<FaultPlan> faultsOf(ComputeEnvironment environment) {
        return faults.stream()
                .filter(plan -> plan.environment().equals(environment))
                .toList();
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
