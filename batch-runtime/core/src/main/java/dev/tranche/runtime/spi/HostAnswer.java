package dev.tranche.runtime.spi;

import java.util.List;
import java.util.Map;

/**
 * What became of a {@link HostRequest}. It may be less than was asked for, or nothing; what is missing is asked for anew if it is
 * still wanted.
 *
 * @param request the number of the request
 * @param hosts the hosts that exist now because of it and have not joined yet, also those that have ended meanwhile, whose loss is
 *     reported afterwards
 * @param refusals for each type of which there is no more at present, why, in the words of whoever has the hosts
 */
public record HostAnswer(long request, List<Given> hosts, Map<String, String> refusals) {
    /**
     * A host that was given.
     *
     * @param name its name in the environment, under which it joins
     * @param type its type, one of those that were asked for
     */
    public record Given(String name, String type) {}

    /** Copies the collections. */
    public HostAnswer {
        hosts = List.copyOf(hosts);
        refusals = Map.copyOf(refusals);
    }
}
