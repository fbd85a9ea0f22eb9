package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.ScalingRules.Allocation;
import dev.tranche.runtime.internal.state.Vacancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By how much one environment grows for what waits. Jobs are counted into the hosts that are on their way, then into hosts of
 * the type that costs least for those that are left, as many as the bounds of the environment allow.
 */
/*
 * This is packing by first fit, and it only has to be good, not best: what is really placed where is decided when the hosts are
 * there. A host that turns out to be one too many is idle and ends; one that is missing is asked for a second later.
 *
 * A request may name several types, of which the provider chooses. It is then counted as if each host were the largest and
 * dearest of them, so whatever is given, no bound is exceeded; and jobs are counted into the smallest.
 */
final class Growth {
    /** So many hosts on their way are reckoned with at the most, in one pass. */
    static final int MOST_VACANCIES = 1_000;

    /** So many hosts one request asks for at the most. */
    static final int MOST_PER_REQUEST = 100;

    /** So many requests of an environment are open at the most. */
    static final int MOST_REQUESTS = 16;

    private final Provisioning provisioning;
    private final ScalingRules rules;
    private final long now;
    private final List<Vacancy> vacancies;
    private final List<Launch> launches;
    private long millivcpus;
    private long hosts;
    private long microDollarsPerHour;
    private boolean bounded;
    private boolean closed;

    /**
     * Hosts to ask for.
     *
     * @param types which types each may be of, the one that was reckoned with first
     * @param count how many
     * @param millivcpus what the largest type counts for
     * @param microDollarsPerHour what the dearest type costs
     */
    record Launch(List<Integer> types, int count, int millivcpus, long microDollarsPerHour) {}

    /** What a type would be taken for. */
    private record Choice(int type, int each, long hosts, long cost) {}

    private Growth(Growth other) {
        provisioning = other.provisioning;
        rules = other.rules;
        now = other.now;
        vacancies = new ArrayList<>();
        other.vacancies.forEach(vacancy -> vacancies.add(vacancy.copy()));
        launches = new ArrayList<>(other.launches);
        millivcpus = other.millivcpus;
        hosts = other.hosts;
        microDollarsPerHour = other.microDollarsPerHour;
        bounded = other.bounded;
        closed = other.closed;
    }

    Growth(Environment environment, long now) {
        this.provisioning = environment.provisioning();
        this.rules = Objects.requireNonNull(provisioning.rules(), "only what scales grows");
        this.now = now;
        this.vacancies = new ArrayList<>();
        this.launches = new ArrayList<>();
        this.millivcpus = provisioning.millivcpus();
        this.hosts = provisioning.count();
        this.microDollarsPerHour = provisioning.microDollarsPerHour();
        for (LaunchedHost host : provisioning.hosts()) {
            if (environment.host(host.name()) == NONE && host.ending() == null) {
                add(host.type(), 1);
            }
        }
        for (HostRequest request : provisioning.requests()) {
            add(request.types().get(0), request.count());
        }
    }

    /** Whether there is a type of which an environment could be given one more host now, whatever waits. */
    static boolean isPossible(Provisioning provisioning, ScalingRules rules, long now) {
        long millivcpus = provisioning.millivcpus();
        long cost = provisioning.microDollarsPerHour();
        for (int type = 0; type < provisioning.offers().size(); type++) {
            if (provisioning.isOffered(type, now)
                    && room(rules, provisioning.type(type), millivcpus, provisioning.count(), cost) > 0) {
                return true;
            }
        }
        return false;
    }

    /** No further hosts: what is counted in from now on has to fit on those that are on their way. */
    void close() {
        closed = true;
    }

    /** The same, to try something. */
    Growth copy() {
        return new Growth(this);
    }

    /** The hosts to ask for. */
    List<Launch> launches() {
        return launches;
    }

    /** Whether something that waits could not be counted in, since a bound was reached. */
    boolean isBounded() {
        return bounded;
    }

    /** What was tried in vain reached a bound, if it did. */
    void bounded(Growth tried) {
        bounded |= tried.bounded;
    }

    /** Whether one more host can be asked for that would hold a job, or a node of it, whatever is on its way. */
    boolean hasRoomFor(PlacementClass need) {
        for (int type = 0; type < provisioning.offers().size(); type++) {
            if (provisioning.type(type).fitsInPart(need) && isOpen(type)) {
                return true;
            }
        }
        return false;
    }

    /** Grows to what is kept without jobs. */
    void keepLeast() {
        long lacking =
                rules.minMillivcpus() - (millivcpus - provisioning.millivcpus() + provisioning.lastingMillivcpus());
        Choice best = null;
        for (int type = 0; lacking > 0 && type < provisioning.offers().size(); type++) {
            HostType each = provisioning.type(type);
            if (provisioning.isOffered(type, now) && room(type) > 0) {
                long count = ceiling(lacking, each.millivcpus());
                Choice choice = new Choice(type, 1, count, cost(each, count));
                best = best == null || isBetter(choice, best) ? choice : best;
            }
        }
        if (best != null) {
            launch(List.of(best.type()), Math.min(best.hosts(), room(best.type())));
        }
    }

    /**
     * Counts in jobs of a class.
     *
     * @param count how many wait, at least 1
     * @return how many of them could be counted in
     */
    long take(PlacementClass need, long count) {
        long left = count;
        for (int at = 0; at < vacancies.size() && left > 0; at++) {
            Vacancy vacancy = vacancies.get(at);
            int taken = (int) Math.min(left, vacancy.times(need));
            vacancy.take(need, taken);
            left -= taken;
        }
        while (left > 0) {
            Choice choice = choose(need, left);
            if (choice == null) {
                break;
            }
            int from = vacancies.size();
            long hostsTaken = Math.min(choice.hosts(), room(choice.type()));
            launch(types(choice, need, hostsTaken), hostsTaken);
            if (vacancies.size() == from) {
                break;
            }
            for (int at = from; at < vacancies.size() && left > 0; at++) {
                int taken = (int) Math.min(left, vacancies.get(at).times(need));
                vacancies.get(at).take(need, taken);
                left -= taken;
            }
        }
        bounded |= left > 0 && provisioning.couldHold(need);
        return count - left;
    }

    /** Counts in all nodes of a multi-node job, or nothing. */
    boolean takeGang(PlacementClass need) {
        for (PlacementClass.Nodes nodes : need.nodes()) {
            if (take(nodes.each(), nodes.count()) < nodes.count()) {
                return false;
            }
        }
        return true;
    }

    /** The type to take more of, or null if no type is large enough, offered and within the bounds. */
    private @Nullable Choice choose(PlacementClass need, long count) {
        Choice best = null;
        for (int type = 0; type < provisioning.offers().size(); type++) {
            int each = provisioning.type(type).vacancy().times(need);
            boolean considered =
                    rules.allocation() == Allocation.BEST_FIT ? provisioning.isWithinBounds(type) : isOpen(type);
            if (each == 0 || !considered) {
                continue;
            }
            long hostsNeeded = ceiling(count, each);
            Choice choice = new Choice(type, each, hostsNeeded, cost(provisioning.type(type), hostsNeeded));
            if (best == null || (rules.allocation() != Allocation.ORDERED && isBetter(choice, best))) {
                best = choice;
            }
        }
        return best != null && isOpen(best.type()) ? best : null;
    }

    private boolean isOpen(int type) {
        return provisioning.isOffered(type, now) && room(type) > 0;
    }

    /** The cheaper, of equal ones the smaller, of equal ones the one that was named first. */
    private boolean isBetter(Choice left, Choice right) {
        if (left.cost() != right.cost()) {
            return left.cost() < right.cost();
        }
        return provisioning.type(left.type()).millivcpus()
                < provisioning.type(right.type()).millivcpus();
    }

    /**
     * The chosen type, and where the provider chooses all others that have as many processors, hold as many jobs, and of which the
     * bounds allow as many.
     */
    private List<Integer> types(Choice choice, PlacementClass need, long count) {
        List<Integer> types = new ArrayList<>(List.of(choice.type()));
        for (int type = 0;
                rules.allocation() == Allocation.ALIKE
                        && type < provisioning.offers().size();
                type++) {
            HostType other = provisioning.type(type);
            boolean alike =
                    other.millivcpus() == provisioning.type(choice.type()).millivcpus()
                            && other.vacancy().times(need) >= choice.each();
            if (type != choice.type() && alike && provisioning.isOffered(type, now) && room(type) >= count) {
                types.add(type);
            }
        }
        return types;
    }

    /** How many hosts of a type the bounds allow. */
    private long room(int type) {
        return closed ? 0 : room(rules, provisioning.type(type), millivcpus, hosts, microDollarsPerHour);
    }

    private static long room(ScalingRules rules, HostType each, long millivcpus, long hosts, long microDollarsPerHour) {
        long room = (rules.maxMillivcpus() - millivcpus) / Math.max(1, each.millivcpus());
        room = Math.min(room, rules.maxHosts() - hosts);
        if (each.microDollarsPerHour() > 0) {
            room = Math.min(room, (rules.maxMicroDollarsPerHour() - microDollarsPerHour) / each.microDollarsPerHour());
        }
        return Math.max(0, room);
    }

    private void launch(List<Integer> types, long count) {
        long left = count;
        HostType largest = provisioning.type(types.get(0));
        long dearest = 0;
        for (int type : types) {
            dearest = Math.max(dearest, provisioning.type(type).microDollarsPerHour());
        }
        while (left > 0
                && provisioning.requests().size() + launches.size() < MOST_REQUESTS
                && vacancies.size() < MOST_VACANCIES) {
            int some = (int) Math.min(left, MOST_PER_REQUEST);
            launches.add(new Launch(types, some, largest.millivcpus(), dearest));
            millivcpus += (long) some * largest.millivcpus();
            hosts += some;
            microDollarsPerHour += some * dearest;
            add(types.get(0), some);
            left -= some;
        }
    }

    private void add(int type, int count) {
        for (int each = 0; each < count && vacancies.size() < MOST_VACANCIES; each++) {
            vacancies.add(provisioning.type(type).vacancy());
        }
    }

    private static long cost(HostType type, long count) {
        // where nothing costs anything, the fewest processors are the cheapest
        long each = type.microDollarsPerHour() > 0 ? type.microDollarsPerHour() : type.millivcpus();
        return each * count;
    }

    private static long ceiling(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
