package dev.tranche.runtime.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An instance that was launched for an environment and has not ended, as far as is known. Guarded by {@link ManagedHosts}. */
final class ManagedHost {
    final String id;

    /** Since when it is known here, in nanos. */
    final long since;

    /** When EC2 launched it, in AWS's time, once EC2 has said so. */
    @Nullable
    Instant launchedAt;

    /** Until when it may be idle, in AWS's time; null if EC2 has not been told. */
    @Nullable
    Instant leasedUntil;

    /** Whether the scheduler has it: what EC2 has beside was never answered, or is nobody's any more. */
    boolean kept;

    boolean joined;

    /** Why it is to end, null if it is not. */
    @Nullable
    String ending;

    /** Whether it ends whatever ECS says of it: what ran there counts as lost. */
    boolean lost;

    ManagedHost(String id, long since) {
        this.id = id;
        this.since = since;
    }

    /** Whether its lease is to be renewed. */
    boolean isDue(Instant soon) {
        return leasedUntil == null || leasedUntil.isBefore(soon);
    }
}
