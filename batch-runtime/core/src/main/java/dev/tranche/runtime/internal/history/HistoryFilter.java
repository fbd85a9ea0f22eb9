package dev.tranche.runtime.internal.history;

import dev.tranche.model.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * Which ends are asked for; null for "any".
 *
 * @param queue the name of the queue
 * @param name the name of the job, or with a {@code *} behind it how that begins
 * @param share the share
 * @param status SUCCEEDED or FAILED
 * @param from not before this time, in micros, or 0
 * @param until before this time, in micros, or {@link Long#MAX_VALUE}
 * @param array children of this one only, or 0 for jobs that are no children
 * @param oldestFirst the order
 * @param after the place behind which it goes on, or null
 * @param atMost how many
 */
public record HistoryFilter(
        @Nullable String queue,
        @Nullable String name,
        @Nullable String share,
        @Nullable JobStatus status,
        long from,
        long until,
        long array,
        boolean oldestFirst,
        @Nullable Long after,
        int atMost) {}
