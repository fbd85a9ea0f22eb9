package dev.tranche.runtime.internal.state;

import java.util.List;

/**
 * Hosts that were asked for and have neither been given nor refused. What they can be at the most is taken from the bounds of
 * the environment until then.
 *
 * @param number its number in the environment, counted from 1 and never used again
 * @param types which types each host may be of, the one that was reckoned with first
 * @param count how many hosts
 * @param millivcpus the processors of the largest of the types, in thousandths
 * @param microDollarsPerHour what the dearest of the types costs
 * @param at when it was decided
 */
public record HostRequest(
        long number, List<Integer> types, int count, int millivcpus, long microDollarsPerHour, long at) {
    /** Copies the list. */
    public HostRequest {
        types = List.copyOf(types);
    }
}
