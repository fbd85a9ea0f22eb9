package dev.tranche.model;

import com.google.common.collect.ImmutableSet;

/**
 * A limit of the processes in a container; AWS: {@code ulimits[]}.
 *
 * @param name which resource, like {@code nofile}; AWS: {@code name}
 * @param soft the limit, which a process may raise up to the hard one; -1 for unlimited; AWS: {@code softLimit}
 * @param hard the limit of the limit; -1 for unlimited; AWS: {@code hardLimit}
 */
public record Ulimit(String name, long soft, long hard) {
    /** Stands for no limit. */
    public static final long UNLIMITED = -1;

    private static final ImmutableSet<String> NAMES = ImmutableSet.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    /**
     * Checks name and order.
     *
     * @throws IllegalArgumentException if there is no such limit, one is below -1, or the soft one is above the hard
     */
    public Ulimit {
        Check.ensure(NAMES.contains(name), name, "ulimit must be one of " + NAMES);
        Check.range("soft ulimit " + name, soft, UNLIMITED, Long.MAX_VALUE);
        Check.range("hard ulimit " + name, hard, UNLIMITED, Long.MAX_VALUE);
        if (hard != UNLIMITED && (soft == UNLIMITED || soft > hard)) {
            throw new IllegalArgumentException(
                    "soft ulimit " + name + " must be at most the hard one " + hard + ": " + soft);
        }
    }
}
