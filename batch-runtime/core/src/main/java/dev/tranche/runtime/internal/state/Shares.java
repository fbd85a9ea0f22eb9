package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The shares of a queue, and who of them has had least.
 *
 * <p>A share's usage is the largest part that it has of any resource of the queue's environments: of what is in use, and
 * with a half-life also of what was. Times its weight, that is its key, and the least key comes next. A job that begins
 * counts at once, so a hundred free places are divided and not all given to who had least before; what the past adds is read
 * on a grid of one second, so that keys stand still in between.
 *
 * <p>After AWS Batch's fair-share scheduling; the largest part is the dominant share of A. Ghodsi et al., Dominant Resource
 * Fairness, NSDI 2011. Loop thread only.
 */
public final class Shares {
    /** How many shares of a queue may be active at once, as on AWS. */
    public static final int MAX_ACTIVE = 500;

    private static final long GRID_MICROS = 1_000_000;
    private static final long GREATEST_KEY = Long.MAX_VALUE - 1;
    /** A part of one, before it is weighted. */
    private static final int KEY_BITS = 26;

    private final FairShare policy;
    private final List<Environment> environments;
    private final Hosts hosts;
    private final ShareWeights weights;
    private final Map<String, Share> byIdentifier = new HashMap<>();
    /** In the order of their identifiers: of those that have had the same the first comes next, whoever came first. */
    private final List<Share> bySlot = new ArrayList<>();

    private final int measured;
    /** One divided by what there is of each resource, in 63-bit fixed point rounded up; 0 if there is none. */
    private final long[] reciprocals = new long[ShareUsage.RESOURCES];

    private long millivcpus;
    private long millivcpusInUse;
    private int active;
    private long nextExpiry = Long.MAX_VALUE;
    private long now;
    private long second;
    private long fleet;
    private boolean stale;

    Shares(FairShare policy, List<Environment> environments, Hosts hosts) {
        this.policy = policy;
        this.environments = environments;
        this.hosts = hosts;
        this.weights = new ShareWeights(policy.weights());
        this.measured = policy.vcpusOnly() ? 1 : ShareUsage.RESOURCES;
    }

    // ---- who there is

    /** The share of an identifier, known from now on. */
    Share of(String identifier) {
        Share known = byIdentifier.get(identifier);
        return known != null ? known : add(identifier);
    }

    private Share add(String identifier) {
        Share share = new Share(identifier, weights.find(identifier), policy.halfLifeMicros());
        byIdentifier.put(identifier, share);
        bySlot.add(share);
        bySlot.sort(Comparator.comparing(Share::identifier));
        number();
        return share;
    }

    private void number() {
        for (int slot = 0; slot < bySlot.size(); slot++) {
            bySlot.get(slot).slot(slot);
        }
    }

    /** How many shares are known; the largest slot is one less. */
    public int size() {
        return bySlot.size();
    }

    /** The share in a slot. */
    public Share get(int slot) {
        return bySlot.get(slot);
    }

    /** The share of an identifier, or null if none is known. */
    public @Nullable Share find(String identifier) {
        return byIdentifier.get(identifier);
    }

    /** Forgets the shares of which nothing is to be known; the others may get another slot. */
    void forget(Predicate<Share> inUse) {
        bySlot.removeIf(share -> !inUse.test(share) && isNothing(share));
        byIdentifier.values().retainAll(bySlot);
        number();
    }

    /** Whether forgetting a share would change nothing. */
    private boolean isNothing(Share share) {
        return share.open() == 0 && !isActive(share, now) && share.usage().isNothing(now);
    }

    /** Whether what a share has used matters, or for how long it has been idle. */
    public boolean isRemembered(Share share, long nowMicros) {
        boolean lingers = share.open() == 0 && isActive(share, nowMicros);
        return lingers || (policy.halfLifeMicros() > 0 && !share.usage().isNothing(nowMicros));
    }

    // ---- who is active

    /** How many shares have jobs that have not ended, or had some within a half-life. */
    public int active() {
        return active;
    }

    /** Whether a job of a share may come in: there is a bound on how many are active. */
    public boolean admits(String identifier, long nowMicros) {
        present(nowMicros);
        Share share = byIdentifier.get(identifier);
        return active < MAX_ACTIVE || (share != null && share.isActive());
    }

    /** Whether a share is active at a time. */
    public boolean isActive(Share share, long nowMicros) {
        return share.open() > 0 || nowMicros < share.idleSince() + policy.halfLifeMicros();
    }

    /**
     * A job of a share is in.
     *
     * @return whether that made the share active
     */
    boolean accepted(Share share) {
        share.open(1);
        return activate(share);
    }

    /** A job of a share has ended. */
    void ended(Share share, long nowMicros) {
        share.open(-1);
        if (share.open() == 0) {
            share.idleSince(nowMicros);
            linger(share, nowMicros);
        }
    }

    /** A job of a share had ended before a checkpoint was written. */
    void endedBefore(Share share, long nowMicros) {
        share.open(-1);
        linger(share, nowMicros);
    }

    /** Makes a share what it was when a checkpoint was written. */
    void restore(Share share, long idleSince, long settledAt, long[] past, long nowMicros) {
        share.usage().restore(settledAt, past);
        share.idleSince(idleSince);
        stale = true;
        if (isActive(share, nowMicros)) {
            boolean unused = activate(share);
            linger(share, nowMicros);
        }
    }

    private boolean activate(Share share) {
        if (share.isActive()) {
            return false;
        }
        share.active(true);
        active++;
        stale |= weights.count(share.weight(), 1);
        return true;
    }

    /** A share without open jobs stays active for one half-life. */
    private void linger(Share share, long nowMicros) {
        if (share.open() > 0) {
            return;
        }
        if (isActive(share, nowMicros)) {
            nextExpiry = Math.min(nextExpiry, share.idleSince() + policy.halfLifeMicros());
        } else if (share.isActive()) {
            share.active(false);
            active--;
            stale |= weights.count(share.weight(), -1);
        }
    }

    private void expire() {
        nextExpiry = Long.MAX_VALUE;
        for (Share share : bySlot) {
            if (share.isActive()) {
                linger(share, now);
            }
        }
    }

    // ---- what they have

    void placed(Share share, PlacementClass need, long nowMicros) {
        share.usage().change(need, 1, nowMicros);
        millivcpusInUse += need.millivcpus();
    }

    /** An attempt had been placed before a checkpoint was written. */
    void placedBefore(Share share, PlacementClass need) {
        share.usage().add(need, 1);
        millivcpusInUse += need.millivcpus();
    }

    void freed(Share share, PlacementClass need, long nowMicros) {
        share.usage().change(need, -1, nowMicros);
        millivcpusInUse -= need.millivcpus();
    }

    /**
     * Time has come to this.
     *
     * @return whether every key has to be computed anew
     */
    boolean present(long nowMicros) {
        now = nowMicros;
        if (now >= nextExpiry) {
            expire();
        }
        if (fleet != hosts.version()) {
            fleet = hosts.version();
            measure();
            stale = true;
        }
        long begun = now - now % GRID_MICROS;
        if (begun != second && policy.halfLifeMicros() > 0) {
            second = begun;
            stale = true;
        }
        return stale;
    }

    /** Every key has been computed anew. */
    void computed() {
        stale = false;
    }

    private void measure() {
        Arrays.fill(reciprocals, 0);
        for (int resource = 0; resource < measured; resource++) {
            long there = capacity(resource);
            reciprocals[resource] = there > 0 ? (Long.MAX_VALUE - 1) / there + 1 : 0;
        }
        millivcpus = capacity(ShareUsage.MILLIVCPUS);
    }

    private long capacity(int resource) {
        long sum = 0;
        for (Environment environment : environments) {
            sum += environment.capacity(resource);
        }
        return sum;
    }

    /** How much a share has had, times its weight; the least comes next. */
    long key(Share share) {
        ShareUsage usage = share.usage();
        long at = Math.max(second, usage.settledAt());
        long most = 0;
        for (int resource = 0; resource < measured; resource++) {
            long amount = usage.amount(resource, at);
            long shifted = amount << (1 + KEY_BITS - ShareUsage.FRACTION_BITS);
            most = Math.max(most, Math.multiplyHigh(shifted, reciprocals[resource]));
        }
        long weight = weights.tenThousandths(share.weight());
        return most > GREATEST_KEY / weight ? GREATEST_KEY : most * weight;
    }

    /** Whether one share would be served before another, if both had a job that fits. */
    public boolean comesBefore(Share share, Share other) {
        return key(share) < key(other);
    }

    /** The key of a share for people: how much it has had, times its weight, in millionths of all there is. */
    public long weightedMillionths(Share share) {
        // a weight of one is 10,000, so a million is a hundred times that
        return ((key(share) >>> 16) * 100) >>> (KEY_BITS - 16);
    }

    // ---- what is held back

    /** What of the vCPUs is held back for shares that are not active, in thousandths; AWS: {@code computeReservation}. */
    public long reservedMillivcpus() {
        long reserved = policy.reservationPercent() == 0 ? 0 : millivcpus;
        for (int share = 0; share < active && reserved > 0; share++) {
            reserved = reserved * policy.reservationPercent() / 100;
        }
        return reserved;
    }

    /** How many vCPUs the environments of the queue have or may have, in thousandths. */
    public long millivcpus() {
        return millivcpus;
    }

    /** How many vCPUs the jobs of the queue have in use, in thousandths. */
    public long millivcpusInUse() {
        return millivcpusInUse;
    }

    /** How many vCPUs more may be in use, in thousandths. */
    long headroom() {
        return policy.reservationPercent() == 0 ? Long.MAX_VALUE : millivcpus - reservedMillivcpus() - millivcpusInUse;
    }

    public FairShare policy() {
        return policy;
    }
}
