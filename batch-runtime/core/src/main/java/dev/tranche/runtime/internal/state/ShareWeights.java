package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a queue's shares. Shares whose identifiers match one prefix share its weight: each of them has as many
 * times the weight as there are active ones. Loop thread only.
 */
final class ShareWeights {
    private final List<FairShare.Weight> weights;
    private final Map<String, Integer> exact = new HashMap<>();
    private final int[] active;

    ShareWeights(List<FairShare.Weight> weights) {
        this.weights = weights;
        this.active = new int[weights.size()];
        for (int at = 0; at < weights.size(); at++) {
            exact.put(weights.get(at).identifier(), at);
        }
    }

    /** Which weight a share has, or {@link RowTable#NONE} for the default; no two match, since they must not overlap. */
    int find(String identifier) {
        Integer own = exact.get(identifier);
        if (own != null) {
            return own;
        }
        for (int at = 0; at < weights.size(); at++) {
            if (weights.get(at).matches(identifier)) {
                return at;
            }
        }
        return NONE;
    }

    /**
     * Notes that one more share of a weight is active, or one less.
     *
     * @return whether that changes the weights of others
     */
    boolean count(int weight, int change) {
        if (weight == NONE) {
            return false;
        }
        active[weight] += change;
        return weights.get(weight).isPrefix();
    }

    /** How many times usage counts, in ten-thousandths. */
    long tenThousandths(int weight) {
        if (weight == NONE) {
            return FairShare.Weight.DEFAULT;
        }
        FairShare.Weight said = weights.get(weight);
        return said.isPrefix() ? (long) said.tenThousandths() * Math.max(1, active[weight]) : said.tenThousandths();
    }
}
