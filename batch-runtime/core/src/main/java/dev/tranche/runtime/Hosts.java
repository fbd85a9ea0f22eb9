package dev.tranche.runtime;

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

    HostId joined(int number, int environment, String name) {
        HostId host = new HostId(get(environments, environment), name);
        put(hosts, number, host);
        return host;
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

    private static <T> void put(List<@Nullable T> list, int number, T element) {
        while (list.size() <= number) {
            list.add(null);
        }
        list.set(number, element);
    }
}
