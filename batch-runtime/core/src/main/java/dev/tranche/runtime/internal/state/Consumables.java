package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The consumable resources that jobs have named: how many there are, and how many are taken. What is used up for good is
 * there no more, so the total of such a resource falls. Loop thread only.
 */
public final class Consumables {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private long[] declared = new long[4];
    private long[] totals = new long[4];
    private long[] inUse = new long[4];
    private boolean[] replenishable = new boolean[4];

    /** How many resources there are; they are numbered from 0. */
    public int size() {
        return names.size();
    }

    /** The number of a resource, or {@link RowTable#NONE}. */
    public int find(String name) {
        return numbers.getOrDefault(name, RowTable.NONE);
    }

    /** Takes in a resource under the next number. */
    public void add(String name, long total, boolean givenBack) {
        int number = names.size();
        if (number == totals.length) {
            declared = Arrays.copyOf(declared, number * 2);
            totals = Arrays.copyOf(totals, number * 2);
            inUse = Arrays.copyOf(inUse, number * 2);
            replenishable = Arrays.copyOf(replenishable, number * 2);
        }
        numbers.put(name, number);
        names.add(name);
        declared[number] = total;
        totals[number] = total;
        replenishable[number] = givenBack;
    }

    public String name(int resource) {
        return names.get(resource);
    }

    /** How many there were by those who named it. */
    public long declared(int resource) {
        return declared[resource];
    }

    /** How many there are now, those that are in use included. */
    public long total(int resource) {
        return totals[resource];
    }

    /** Changes how many there are; fewer than are in use is allowed. */
    public void total(int resource, long quantity) {
        totals[resource] = quantity;
    }

    public long inUse(int resource) {
        return inUse[resource];
    }

    /** How many can be taken; negative if there are fewer than are in use. */
    public long free(int resource) {
        return totals[resource] - inUse[resource];
    }

    public boolean isReplenishable(int resource) {
        return replenishable[resource];
    }

    void take(int resource, long quantity) {
        inUse[resource] += quantity;
    }

    void giveBack(int resource, long quantity) {
        inUse[resource] -= quantity;
        if (!replenishable[resource]) {
            totals[resource] -= quantity;
        }
    }

    int[] numbers(List<Consumption> consumes) {
        int[] all = new int[consumes.size()];
        for (int at = 0; at < all.length; at++) {
            all[at] = find(consumes.get(at).resource());
        }
        return all;
    }
}
