package dev.tranche.runtime.docker;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many attempts may be on an engine at once, if its user limits them; the others wait in order. The nodes of a job come
 * together: the first takes the places of all, since half of them would wait for the other half for ever. Any thread.
 */
final class Slots {
    private final int limit;

    // All guarded by this.
    private final Map<Object, Group> groups = new HashMap<>();
    private final Map<Object, Group> groupOf = new HashMap<>();
    private final Map<Object, Waiting> waiting = new LinkedHashMap<>();
    private long taken;

    /** Those who share places: the nodes of a job, or one attempt alone. */
    private static final class Group {
        final Object key;
        int places;
        int members;

        Group(Object key, int places) {
            this.key = key;
            this.places = places;
        }
    }

    private record Waiting(Object group, int places, Runnable begin) {}

    Slots(OptionalInt limit) {
        this.limit = limit.orElse(Integer.MAX_VALUE);
    }

    /** Begins something now, or when it is its turn. */
    void admit(Object owner, Runnable begin) {
        admit(owner, owner, 1, begin);
    }

    /**
     * Begins something together with others, now, or when it is their turn.
     *
     * @param owner who begins
     * @param group what they have in common
     * @param places how many they are in all
     */
    void admit(Object owner, Object group, int places, Runnable begin) {
        synchronized (this) {
            if (!groups.containsKey(group) && (!waiting.isEmpty() || taken + places > limit)) {
                waiting.put(owner, new Waiting(group, places, begin));
                return;
            }
            enter(owner, group, places);
        }
        begin.run();
    }

    /** Somebody who is on the engine already. */
    void found(Object owner) {
        found(owner, owner);
    }

    /** Somebody who is on the engine already with others; how many others belong to him is not known. */
    synchronized void found(Object owner, Object group) {
        enter(owner, group, 1);
    }

    private void enter(Object owner, Object key, int places) {
        Group group = groups.get(key);
        if (group == null) {
            group = new Group(key, places);
            groups.put(key, group);
            taken += places;
        }
        group.members++;
        if (group.members > group.places) {
            group.places++;
            taken++;
        }
        groupOf.put(owner, group);
    }

    /** Somebody has ended, or does not want to begin any more; those whose turn it is begin. */
    void leave(Object owner) {
        synchronized (this) {
            waiting.remove(owner);
            Group group = groupOf.remove(owner);
            if (group != null && --group.members == 0) {
                groups.remove(group.key);
                taken -= group.places;
            }
        }
        for (Optional<Runnable> next = next(); next.isPresent(); next = next()) {
            next.get().run();
        }
    }

    private synchronized Optional<Runnable> next() {
        Iterator<Map.Entry<Object, Waiting>> inOrder = waiting.entrySet().iterator();
        if (!inOrder.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<Object, Waiting> first = inOrder.next();
        Waiting waits = first.getValue();
        if (taken + waits.places() > limit) {
            return Optional.empty();
        }
        inOrder.remove();
        enter(first.getKey(), waits.group(), waits.places());
        return Optional.of(waits.begin());
    }
}
