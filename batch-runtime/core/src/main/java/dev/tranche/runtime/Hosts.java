package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.internal.state.HostPrice;
import dev.tranche.runtime.spi.HostId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names behind the scheduler's numbers of environments, hosts and their types; numbers are small and used again. Loop thread only. */
final class Hosts {
    private final List<@Nullable String> environments = new ArrayList<>();
    private final List<@Nullable HostId> hosts = new ArrayList<>();
    private final Map<Integer, List<@Nullable String>> types = new HashMap<>();

    /** What hosts cost in an hour that were launched, in millionths of a dollar, before they have joined. */
    private final Map<HostId, Long> launched = new HashMap<>();

    /** Of hosts that cost something; null for the others. */
    private final List<@Nullable HostPrice> prices = new ArrayList<>();

    void environmentAdded(int number, String name) {
        put(environments, number, name);
    }

    /** The name of an environment. */
    String environment(int number) {
        return get(environments, number);
    }

    void typeOffered(int environment, int type, String name) {
        put(types.computeIfAbsent(environment, key -> new ArrayList<>()), type, name);
    }

    /** The names of types of host of an environment. */
    List<String> types(int environment, List<Integer> numbers) {
        List<@Nullable String> known = types.getOrDefault(environment, List.of());
        return numbers.stream().map(number -> get(known, number)).toList();
    }

    void launched(int environment, String name, long microDollarsPerHour) {
        launched.put(new HostId(environment(environment), name), microDollarsPerHour);
    }

    /** A host that was launched is gone before it joined. */
    void abandoned(int environment, String name) {
        launched.remove(new HostId(environment(environment), name));
    }

    HostId joined(int number, int environment, String name, int millivcpus, int memoryMib, int gpus) {
        HostId host = new HostId(environment(environment), name);
        put(hosts, number, host);
        Long price = launched.remove(host);
        put(prices, number, price == null ? null : new HostPrice(price, millivcpus, memoryMib, gpus));
        return host;
    }

    /** What a job on a host costs in an hour, in millionths of a dollar. */
    long cost(int number, JobDefinition job) {
        HostPrice price = number < prices.size() ? prices.get(number) : null;
        return price == null
                ? 0
                : price.part(
                        job.millivcpus(),
                        (int) Math.min(Integer.MAX_VALUE, job.memory().toMebibytesRoundedUp()),
                        job.gpus());
    }

    HostId get(int number) {
        return get(hosts, number);
    }

    private static <T> T get(List<@Nullable T> list, int number) {
        T found = list.get(number);
        if (found == null) {
            throw new IllegalStateException("number " + number + " was never said");
        }
        return found;
    }

    private static <T> void put(List<@Nullable T> list, int number, @Nullable T element) {
        while (list.size() <= number) {
            list.add(null);
        }
        list.set(number, element);
    }
}
