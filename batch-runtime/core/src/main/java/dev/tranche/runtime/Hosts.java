package dev.tranche.runtime;

import dev.tranche.runtime.spi.HostId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names behind the scheduler's numbers of environments and hosts; numbers are small and used again. Loop thread only. */
final class Hosts {
    private final List<@Nullable String> environments = new ArrayList<>();
    private final List<@Nullable HostId> hosts = new ArrayList<>();

    void environmentAdded(int number, String name) {
        put(environments, number, name);
    }

    /** The name of an environment. */
    String environment(int number) {
        return get(environments, number);
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
