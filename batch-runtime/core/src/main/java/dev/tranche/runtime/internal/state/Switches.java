package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which queues and environments somebody has disabled, and why: such a queue takes no new jobs, such an environment no new
 * attempts. Loop thread only.
 */
public final class Switches {
    private final Map<Integer, String> queues = new HashMap<>();
    private final Map<Integer, String> environments = new HashMap<>();
    /** A bit for each environment that takes attempts. */
    private long open = -1L;

    /** Why a queue takes no new jobs, or null if it does. */
    public @Nullable String queueDisabled(int queue) {
        return queues.get(queue);
    }

    /** Why an environment takes no new attempts, or null if it does. */
    public @Nullable String environmentDisabled(int environment) {
        return environments.get(environment);
    }

    /** Whether an environment takes new attempts. */
    public boolean isOpen(int environment) {
        return (open >>> environment & 1) != 0;
    }

    /** A bit for each environment that takes new attempts, also for those that do not exist. */
    public long openEnvironments() {
        return open;
    }

    public void disableQueue(int queue, String reason) {
        queues.put(queue, reason);
    }

    public void enableQueue(int queue) {
        queues.remove(queue);
    }

    public void disableEnvironment(int environment, String reason) {
        environments.put(environment, reason);
        open &= ~(1L << environment);
    }

    public void enableEnvironment(int environment) {
        environments.remove(environment);
        open |= 1L << environment;
    }
}
