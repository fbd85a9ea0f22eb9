package dev.tranche.runtime;

/**
 * How much there is of a consumable resource at one moment.
 *
 * @param totalQuantity how many there are, those in use included; of a resource that is not replenishable, without those that
 *     are used up. AWS: {@code totalQuantity}
 * @param inUseQuantity how many are taken by jobs that run; AWS: {@code inUseQuantity}
 */
public record ConsumableUse(long totalQuantity, long inUseQuantity) {
    /**
     * How many can be taken; AWS: {@code availableQuantity}.
     *
     * @return 0 if more are in use than there are
     */
    public long availableQuantity() {
        return Math.max(0, totalQuantity - inUseQuantity);
    }
}
