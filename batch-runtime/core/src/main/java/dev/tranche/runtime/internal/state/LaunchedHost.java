package dev.tranche.runtime.internal.state;

import org.jspecify.annotations.Nullable;

/** A host that was asked for and given: it boots, works, is idle, or is about to end. Changed by outcomes only. */
public final class LaunchedHost {
    /** The time of what has not happened. */
    public static final long NEVER = 0;

    private final String name;
    private final int type;
    private final int millivcpus;
    private final long microDollarsPerHour;
    private final long launchedAt;
    private long idleSince = NEVER;
    private @Nullable String ending;

    LaunchedHost(String name, int type, int millivcpus, long microDollarsPerHour, long launchedAt) {
        this.name = name;
        this.type = type;
        this.millivcpus = millivcpus;
        this.microDollarsPerHour = microDollarsPerHour;
        this.launchedAt = launchedAt;
    }

    public String name() {
        return name;
    }

    public int type() {
        return type;
    }

    /** What it counts for against the most that there may be. */
    public int millivcpus() {
        return millivcpus;
    }

    public long microDollarsPerHour() {
        return microDollarsPerHour;
    }

    public long launchedAt() {
        return launchedAt;
    }

    /** Since when it has joined and runs nothing, or {@link #NEVER}. */
    public long idleSince() {
        return idleSince;
    }

    public void idleSince(long micros) {
        idleSince = micros;
    }

    /** Why it is about to end, or null if it is not. */
    public @Nullable String ending() {
        return ending;
    }

    void ending(String reason) {
        ending = reason;
    }

    /** What it has cost until a time, in millionths of a dollar. */
    long cost(long micros) {
        return Provisioning.cost(microDollarsPerHour, Math.max(0, micros - launchedAt));
    }
}
