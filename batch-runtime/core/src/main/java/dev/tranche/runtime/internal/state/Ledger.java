package dev.tranche.runtime.internal.state;

import java.util.Arrays;
import java.util.List;

/**
 * Books what the jobs of each queue have under way: how many there are, how many run, what they take of consumable resources
 * and, where a queue divides itself, on whose account. Loop thread only.
 */
public final class Ledger {
    private final Lanes lanes;
    private final Consumables consumables;
    private int[] running = {};
    private long[] open = {};

    Ledger(Lanes lanes, Consumables consumables) {
        this.lanes = lanes;
        this.consumables = consumables;
    }

    void addQueue() {
        running = Arrays.copyOf(running, running.length + 1);
        open = Arrays.copyOf(open, open.length + 1);
    }

    /** How many attempts of a queue are starting or running; each child of an array counts. */
    public int running(int queue) {
        return running[queue];
    }

    /** How many jobs of a queue have not ended; an array counts one. */
    public long open(int queue) {
        return open[queue];
    }

    /** A job is in. */
    public void accepted(int lane) {
        open[lanes.queue(lane)]++;
        lanes.order(lane).accepted(lane);
    }

    /** A job has ended. */
    public void ended(int lane, long nowMicros) {
        open[lanes.queue(lane)]--;
        lanes.order(lane).ended(lane, nowMicros);
    }

    /** A job had ended before a checkpoint was written. */
    public void endedBefore(int lane, long nowMicros) {
        open[lanes.queue(lane)]--;
        lanes.order(lane).endedBefore(lane, nowMicros);
    }

    /** An attempt has been placed. */
    public void placed(int lane, long nowMicros) {
        take(lane);
        lanes.order(lane).placed(lane, nowMicros);
    }

    /** An attempt had been placed before a checkpoint was written. */
    public void placedBefore(int lane) {
        take(lane);
        lanes.order(lane).placedBefore(lane);
    }

    /** An attempt is over. */
    public void freed(int lane, long nowMicros) {
        running[lanes.queue(lane)]--;
        int[] resources = lanes.resources(lane);
        if (resources.length > 0) {
            giveBack(resources, lanes.need(lane).consumes());
        }
        lanes.order(lane).freed(lane, nowMicros);
    }

    /** A consumable resource has another total: jobs that lacked it are looked at again. */
    public void resized(int resource, long quantity) {
        consumables.total(resource, quantity);
        lanes.supply(resource, consumables.free(resource));
    }

    private void take(int lane) {
        running[lanes.queue(lane)]++;
        int[] resources = lanes.resources(lane);
        if (resources.length > 0) {
            List<Consumption> consumes = lanes.need(lane).consumes();
            for (int at = 0; at < resources.length; at++) {
                consumables.take(resources[at], consumes.get(at).quantity());
            }
        }
    }

    private void giveBack(int[] resources, List<Consumption> consumes) {
        for (int at = 0; at < resources.length; at++) {
            consumables.giveBack(resources[at], consumes.get(at).quantity());
            lanes.supply(resources[at], consumables.free(resources[at]));
        }
    }
}
