package dev.tranche.runtime.spi;

import java.util.List;

/**
 * Hosts that the scheduler wants. It is in the journal before a backend hears of it, and comes again under the same number if the
 * runtime was killed before it was answered: the number is the token by which it is recognised.
 *
 * @param environment where
 * @param number its number in the environment, from 1, never used again
 * @param types the types that each host may be of; the backend chooses. At least one
 * @param count how many hosts at the most, at least 1
 */
public record HostRequest(String environment, long number, List<String> types, int count) {
    /** Copies the list. */
    public HostRequest {
        types = List.copyOf(types);
    }
}
