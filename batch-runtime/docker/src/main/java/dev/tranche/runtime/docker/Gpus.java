package dev.tranche.runtime.docker;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The GPUs of an engine: each belongs to one container at a time. Any thread may use it. */
final class Gpus {
    // Both guarded by this.
    private final Deque<String> free;
    private final Map<Object, List<String>> taken = new HashMap<>();

    Gpus(Collection<String> all) {
        this.free = new ArrayDeque<>(all);
    }

    /**
     * Gives some to an owner, who may already have some.
     *
     * @return their identities; none if there are not so many
     */
    synchronized List<String> take(Object owner, int count) {
        if (count > free.size()) {
            return List.of();
        }
        List<String> given = Stream.generate(free::remove).limit(count).toList();
        taken.merge(
                owner,
                given,
                (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        return given;
    }

    /** Takes note of what an owner already has. */
    synchronized void found(Object owner, List<String> identities) {
        if (free.removeAll(identities)) {
            taken.merge(
                    owner,
                    identities,
                    (one, other) -> Stream.concat(one.stream(), other.stream()).toList());
        }
    }

    /** Takes back all that an owner has. */
    synchronized void free(Object owner) {
        List<String> back = taken.remove(owner);
        if (back != null) {
            free.addAll(back);
        }
    }
}
