package dev.tranche.runtime.docker;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an engine says of one container, now.
 *
 * @param id its id
 * @param labels its labels
 * @param phase where it is in its life
 * @param exitCode its exit code, if the engine says one; it means something only once it has exited
 * @param outOfMemory whether the kernel killed something of it for want of memory; may be said a little late
 * @param error why it did not start, or empty
 * @param startedAt when it started, empty if never
 * @param finishedAt when it ended, empty if never
 */
record Inspection(
        String id,
        Map<String, String> labels,
        Phase phase,
        OptionalInt exitCode,
        boolean outOfMemory,
        String error,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt) {
    /** Where a container is in its life. */
    enum Phase {
        /** Not started, or its start failed. */
        CREATED,
        /** Its program runs. */
        RUNNING,
        /** Its program is held in place. */
        PAUSED,
        /** Its program has ended. */
        EXITED;

        /** The phase by the engine's word. */
        static Phase of(String status) {
            return switch (status) {
                case "created" -> CREATED;
                case "running", "restarting" -> RUNNING;
                case "paused" -> PAUSED;
                default -> EXITED; // exited, dead, removing
            };
        }
    }

    boolean isAlive() {
        return phase == Phase.RUNNING || phase == Phase.PAUSED;
    }
}
