package dev.tranche.runtime.internal.state;

/**
 * A job queue as the machine sees it.
 *
 * @param number its number
 * @param name its name
 * @param priority queues that share environments are served in descending priority
 * @param strict whether a head that does not fit blocks what is behind it
 * @param environments the numbers of its environments, in their order; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // queues are compared by number only
public record Queue(int number, String name, int priority, boolean strict, int[] environments) {}
