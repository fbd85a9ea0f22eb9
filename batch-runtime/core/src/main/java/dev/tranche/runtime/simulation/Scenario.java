package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was said about a simulation. Immutable.
 *
 * @param seed where all chance comes from
 * @param programs how programs go
 * @param hosts the hosts that were declared
 * @param offers the hosts that come when they are wanted
 * @param faults what goes wrong
 * @param horizon how long virtual time lasts at the most
 * @param audience who is told what
 */
record Scenario(
        long seed,
        Programs programs,
        List<HostGroup> hosts,
        List<HostOffer> offers,
        List<FaultPlan> faults,
        Duration horizon,
        Audience audience) {
    private static final Duration DEFAULT_HORIZON = Duration.ofDays(365);

    static Scenario ofSeed(long seed) {
        return new Scenario(seed, Programs.usual(), List.of(), List.of(), List.of(), DEFAULT_HORIZON, Audience.usual());
    }

    Scenario seed(long another) {
        return new Scenario(another, programs, hosts, offers, faults, horizon, audience);
    }

    Scenario programs(Programs others) {
        return new Scenario(seed, others, hosts, offers, faults, horizon, audience);
    }

    Scenario hosts(HostGroup group) {
        return new Scenario(seed, programs, plus(hosts, group), offers, faults, horizon, audience);
    }

    Scenario offer(HostOffer offer) {
        return new Scenario(seed, programs, hosts, plus(offers, offer), faults, horizon, audience);
    }

    Scenario fault(FaultPlan plan) {
        return new Scenario(seed, programs, hosts, offers, plus(faults, plan), horizon, audience);
    }

    Scenario horizon(Duration another) {
        return new Scenario(seed, programs, hosts, offers, faults, another, audience);
    }

    Scenario audience(Audience another) {
        return new Scenario(seed, programs, hosts, offers, faults, horizon, another);
    }

    /** The hosts that an environment can be given, if that was said. */
    Optional<HostOffer> offerOf(ComputeEnvironment environment) {
        return offers.stream()
                .filter(offer -> offer.environment().equals(environment))
                .findFirst();
    }

    /**
     * The hosts of an environment: those that were declared, else those that it declares itself. One that is given hosts has none
     * of its own.
     */
    List<HostGroup> hostsOf(ComputeEnvironment environment) {
        if (offerOf(environment).isPresent()) {
            return List.of();
        }
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
