package dev.tranche.runtime.internal.invariant;

import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;

/**
 * Where a job waits: as it was submitted, or as it has been moved.
 *
 * @param queue its queue
 * @param need what an attempt takes, and where it can run
 * @param share its share of the queue
 * @param priority its scheduling priority
 */
record Stand(Queue queue, PlacementClass need, String share, int priority) {}
