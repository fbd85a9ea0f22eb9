package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of an environment that grows and shrinks: which types of host it can be given, what has been asked for and what was
 * given. Empty for an environment whose hosts come and go by themselves. Changed by outcomes only. Loop thread only.
 */
/*
 * What counts against the bounds of the environment is counted here and nowhere else: each host that was given, from when it
 * was given until it is gone, and each host that was asked for, as the largest and dearest it may turn out to be. A host that
 * joins without having been asked for is somebody else's and does not count.
 */
public final class Provisioning {
    /** The end of what has none. */
    public static final long FOR_EVER = Long.MAX_VALUE;

    private static final long MICROS_PER_HOUR = 3_600_000_000L;

    private @Nullable ScalingRules rules;
    private final List<Offer> offers = new ArrayList<>();
    private final TreeMap<Long, HostRequest> requests = new TreeMap<>();
    private final TreeMap<String, LaunchedHost> hosts = new TreeMap<>();
    private long lastRequest;
    private long spent;
    private long millivcpus;
    private long endingMillivcpus;
    private long count;
    private long microDollarsPerHour;
    private long version;

    /**
     * A type of host as it is offered.
     *
     * @param nominal as its provider describes it
     * @param type as far as is known: measured, if a host of it has joined
     * @param withheld why there is none of it at present, or null if there is
     */
    public record Offer(
            HostType nominal, HostType type, @Nullable Withheld withheld) {}

    /**
     * Why there is none of a type.
     *
     * @param times how often in a row it was so
     * @param since since when
     * @param until when it is tried again, or {@link #FOR_EVER}
     * @param reason in the words of whoever has the hosts
     */
    public record Withheld(int times, long since, long until, String reason) {}

    /** Whether hosts can be asked for. */
    public boolean scales() {
        return rules != null && !offers.isEmpty();
    }

    public @Nullable ScalingRules rules() {
        return rules;
    }

    public void rules(ScalingRules changed) {
        rules = changed;
        version++;
    }

    /** Changes with everything that changes here. */
    public long version() {
        return version;
    }

    // ---- types

    public List<Offer> offers() {
        return offers;
    }

    public HostType type(int number) {
        return offers.get(number).type();
    }

    /** The number of a type, or {@link RowTable#NONE}. */
    public int type(String name) {
        for (int at = 0; at < offers.size(); at++) {
            if (offers.get(at).nominal().name().equals(name)) {
                return at;
            }
        }
        return RowTable.NONE;
    }

    /** A type is offered under a number, the next one or one that is known; what was measured of another size is void. */
    public void offered(int number, HostType nominal) {
        if (number == offers.size()) {
            offers.add(new Offer(nominal, nominal, null));
        } else {
            Offer before = offers.get(number);
            Withheld withheld = before.withheld();
            boolean wasGone = withheld != null && withheld.until() == FOR_EVER;
            offers.set(number, new Offer(nominal, nominal, wasGone ? null : withheld));
        }
        version++;
    }

    /** A host of a type has joined with this. */
    public void measured(int number, int memoryMib, int gpus, int diskMib) {
        Offer before = offers.get(number);
        offers.set(
                number,
                new Offer(before.nominal(), before.nominal().measured(memoryMib, gpus, diskMib), before.withheld()));
        version++;
    }

    public void withheld(int number, Withheld why) {
        Offer before = offers.get(number);
        offers.set(number, new Offer(before.nominal(), before.type(), why));
        version++;
    }

    /** Whether hosts of a type can be asked for at a time. */
    public boolean isOffered(int number, long now) {
        Withheld withheld = offers.get(number).withheld();
        return withheld == null || withheld.until() <= now;
    }

    /** Whether a host of a type is ever within the bounds. */
    public boolean isWithinBounds(int number) {
        HostType type = type(number);
        return rules != null
                && type.millivcpus() <= rules.maxMillivcpus()
                && type.microDollarsPerHour() <= rules.maxMicroDollarsPerHour();
    }

    /** Whether an empty host of some type that is offered, now or later, and is within the bounds would be enough; for each node. */
    public boolean couldHold(PlacementClass need) {
        if (need.isGang()) {
            return need.nodes().stream().allMatch(nodes -> couldHold(nodes.each()));
        }
        for (int number = 0; number < offers.size(); number++) {
            Withheld withheld = offers.get(number).withheld();
            boolean gone = withheld != null && withheld.until() == FOR_EVER;
            if (!gone && isWithinBounds(number) && type(number).fits(need)) {
                return true;
            }
        }
        return false;
    }

    // ---- what was asked for

    public Collection<HostRequest> requests() {
        return requests.values();
    }

    public @Nullable HostRequest request(long number) {
        return requests.get(number);
    }

    public long lastRequest() {
        return lastRequest;
    }

    public void requested(HostRequest request) {
        HostRequest before = requests.put(request.number(), request);
        if (before != null) {
            count(before, -1);
        }
        count(request, 1);
        lastRequest = Math.max(lastRequest, request.number());
        version++;
    }

    public void answered(long request) {
        HostRequest answered = requests.remove(request);
        if (answered != null) {
            count(answered, -1);
        }
        version++;
    }

    private void count(HostRequest request, int sign) {
        count += (long) sign * request.count();
        millivcpus += (long) sign * request.count() * request.millivcpus();
        microDollarsPerHour += (long) sign * request.count() * request.microDollarsPerHour();
    }

    // ---- what was given

    public Collection<LaunchedHost> hosts() {
        return hosts.values();
    }

    public @Nullable LaunchedHost host(String name) {
        return hosts.get(name);
    }

    /** A host was given; of its type there is some again. */
    public void launched(String name, int type, int itsMillivcpus, long itsMicroDollarsPerHour, long at) {
        LaunchedHost host = new LaunchedHost(name, type, itsMillivcpus, itsMicroDollarsPerHour, at);
        hosts.put(name, host);
        count(host, 1);
        Offer offer = offers.get(type);
        offers.set(type, new Offer(offer.nominal(), offer.type(), null));
        version++;
    }

    public void ending(String name, String reason) {
        LaunchedHost host = hosts.get(name);
        if (host != null && host.ending() == null) {
            host.ending(reason);
            endingMillivcpus += host.millivcpus();
        }
        version++;
    }

    /** A host is gone, if it is one of these. */
    public void gone(String name, long now) {
        LaunchedHost host = hosts.remove(name);
        if (host != null) {
            count(host, -1);
            endingMillivcpus -= host.ending() == null ? 0 : host.millivcpus();
            spent += host.cost(now);
            version++;
        }
    }

    /** A host that is one of these runs something now, or nothing, since then. */
    public void idleSince(String name, long since) {
        LaunchedHost host = hosts.get(name);
        if (host != null) {
            host.idleSince(since);
            version++;
        }
    }

    private void count(LaunchedHost host, int sign) {
        count += sign;
        millivcpus += (long) sign * host.millivcpus();
        microDollarsPerHour += sign * host.microDollarsPerHour();
    }

    // ---- sums

    /** What all hosts together can have at the most, those that were asked for included, in thousandths of a vCPU. */
    public long millivcpus() {
        return millivcpus;
    }

    /** The same without the hosts that are about to end. */
    public long lastingMillivcpus() {
        return millivcpus - endingMillivcpus;
    }

    /** How many hosts there are at the most, those that were asked for included. */
    public long count() {
        return count;
    }

    /** What all hosts together cost at the most, those that were asked for included. */
    public long microDollarsPerHour() {
        return microDollarsPerHour;
    }

    /** What hosts that are gone have cost, in millionths of a dollar. */
    public long spent() {
        return spent;
    }

    /** What all hosts have cost until a time, in millionths of a dollar. */
    public long cost(long now) {
        long cost = spent;
        for (LaunchedHost host : hosts.values()) {
            cost += host.cost(now);
        }
        return cost;
    }

    /** What was when a checkpoint was written. */
    public void restore(long itsLastRequest, long itsSpent) {
        lastRequest = itsLastRequest;
        spent = itsSpent;
        version++;
    }

    /** What an hourly price makes of a time, rounded up. */
    public static long cost(long microDollarsPerHour, long micros) {
        long hours = micros / MICROS_PER_HOUR;
        long rest = micros % MICROS_PER_HOUR;
        // of the rest in milliseconds, rounded up, so that no product overflows below two million dollars an hour
        long ofRest = (microDollarsPerHour * ((rest + 999) / 1_000) + MICROS_PER_HOUR / 1_000 - 1)
                / (MICROS_PER_HOUR / 1_000);
        return hours * microDollarsPerHour + ofRest;
    }
}
