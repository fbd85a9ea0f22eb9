package dev.tranche.model;

import java.time.Duration;
import java.util.regex.Pattern;

/** The words of a fair-share policy, as far as they have been said. */
final class FairShareChain implements JobQueue.FairShare {
    private static final Pattern SHARE = Pattern.compile("[A-Za-z0-9]{1,255}|[A-Za-z0-9]{0,254}\\*");
    private static final double MIN_WEIGHT = 0.0001;
    private static final double MAX_WEIGHT = 999.9999;
    private static final int MAX_SHARES = 500;

    private final Chain chain = new Chain();

    @Override
    public FairShareChain share(String identifier) {
        return share(identifier, 1);
    }

    @Override
    public FairShareChain share(String identifier, double weight) {
        String rule = "share identifier must be 1 to 255 letters or digits, with an optional * at the end";
        Check.matching(SHARE, identifier, rule);
        if (!(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT)) {
            throw new IllegalArgumentException(
                    "weight of share " + identifier + " must be from 0.0001 to 999.9999: " + weight);
        }
        chain.add(FairSharePolicy.SHARES, "weight of share", identifier, weight);
        return this;
    }

    @Override
    public FairShareChain decay(Duration halfLife) {
        chain.say(FairSharePolicy.DECAY, Check.duration("decay", halfLife, Duration.ZERO, Duration.ofDays(7)));
        return this;
    }

    @Override
    public FairShareChain computeReservation(int percent) {
        chain.say(FairSharePolicy.RESERVATION, Check.range("compute reservation", percent, 0, 99));
        return this;
    }

    @Override
    public FairShareChain vcpusOnly() {
        chain.say(FairSharePolicy.VCPUS_ONLY, true);
        return this;
    }

    /** What does not fit together: no share may have two weights, and AWS knows 500 of them at the most. */
    static void addProblems(FairSharePolicy policy, Problems problems) {
        int count = policy.shares().size();
        problems.addIf(count > MAX_SHARES, "fair share", "names at most " + MAX_SHARES + " shares: " + count);
        for (String prefix : policy.shares().keySet()) {
            for (String other : policy.shares().keySet()) {
                problems.addIf(
                        !other.equals(prefix) && covers(prefix, other),
                        "fair share / " + other,
                        "share " + prefix + " has a weight for it too; two of a policy must not overlap");
            }
        }
    }

    /** Whether one of the two is a prefix that stands for all that the other stands for. */
    private static boolean covers(String prefix, String other) {
        return prefix.endsWith("*") && other.startsWith(prefix.substring(0, prefix.length() - 1));
    }

    FairSharePolicy build() {
        return new FairSharePolicy(chain.said());
    }
}
