package dev.tranche.runtime;

/**
 * A consumable resource of a running runtime, known from the first job that takes it or the first change on. Any thread may use
 * it, also in a callback. Each call waits a moment for the scheduler.
 */
public interface ConsumableHandle {
    /**
     * The name of the resource; AWS: {@code consumableResourceName}.
     *
     * @return the name
     */
    String name();

    /**
     * How much there is of it now; AWS: {@code DescribeConsumableResource}.
     *
     * @return the quantities of one moment
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted
     */
    ConsumableUse describe();

    /**
     * Sets how many there are, those in use included; AWS: {@code UpdateConsumableResource} with {@code operation SET}. What
     * is in use stays in use, even if that is more.
     *
     * @param quantity not negative
     * @throws IllegalArgumentException if the quantity is negative, or this runtime has another resource of the name
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void set(long quantity);

    /**
     * Adds to how many there are; AWS: {@code operation ADD}.
     *
     * @param quantity not negative
     * @throws IllegalArgumentException if the quantity is negative or more than can be counted, or this runtime has another
     *     resource of the name
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void add(long quantity);

    /**
     * Removes from how many there are; AWS: {@code operation REMOVE}. What is in use stays in use.
     *
     * @param quantity not negative, at most as many as there are
     * @throws IllegalArgumentException if there are not so many, or this runtime has another resource of the name
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void remove(long quantity);
}
