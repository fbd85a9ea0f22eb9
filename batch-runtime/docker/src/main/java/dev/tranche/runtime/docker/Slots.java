package dev.tranche.runtime.docker;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** How many attempts may be on an engine at once, if its user limits them; the others wait in order. Any thread. */
final class Slots {
    private final int limit;

    // Both guarded by this.
    private final Set<Object> admitted = new HashSet<>();
    private final Map<Object, Runnable> waiting = new LinkedHashMap<>();

    Slots(OptionalInt limit) {
        this.limit = limit.orElse(Integer.MAX_VALUE);
    }

    /** Begins something now, or when it is its turn. */
    void admit(Object owner, Runnable begin) {
        synchronized (this) {
            if (admitted.size() >= limit) {
                waiting.put(owner, begin);
                return;
            }
            admitted.add(owner);
        }
        begin.run();
    }

    /** Somebody who is on the engine already. */
    synchronized void found(Object owner) {
        admitted.add(owner);
    }

    /** Somebody has ended, or does not want to begin any more; the next one begins. */
    void leave(Object owner) {
        Runnable next = null;
        synchronized (this) {
            waiting.remove(owner);
            if (admitted.remove(owner) && admitted.size() < limit) {
                Iterator<Map.Entry<Object, Runnable>> first = waiting.entrySet().iterator();
                if (first.hasNext()) {
                    Map.Entry<Object, Runnable> entry = first.next();
                    first.remove();
                    admitted.add(entry.getKey());
                    next = entry.getValue();
                }
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
