package dev.tranche.runtime.internal.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why the first job of a queue can be found to be blocked; of AWS's reasons those that can come true here. {@code
 * MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS} cannot: there are no roles.
 */
public enum BlockedReason {
    /** A host is large enough, or may come, but what is free does not do. */
    INSUFFICIENT_INSTANCE_CAPACITY("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY"),
    /** It needs more vCPUs than its environments may have. */
    COMPUTE_ENVIRONMENT_MAX_RESOURCE("MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE"),
    /** No host of its environments is large enough. */
    JOB_RESOURCE_REQUIREMENT("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT");

    private static final BlockedReason[] ALL = values();

    private final String word;

    BlockedReason(String word) {
        this.word = word;
    }

    /** As AWS says it. */
    public String word() {
        return word;
    }

    /** The reason that AWS calls so. */
    public static Optional<BlockedReason> named(String word) {
        return Arrays.stream(ALL).filter(reason -> reason.word.equals(word)).findFirst();
    }

    /** All that can be said. */
    public static List<String> words() {
        return Arrays.stream(ALL).map(BlockedReason::word).toList();
    }
}
