package dev.tranche.model;

/**
 * Something of which there is a limited number and which hosts do not have, such as licences; AWS:
 * {@code CreateConsumableResource}. A job takes its quantity when it starts and, if the resource is replenishable, gives
 * it back at its end.
 */
public final class ConsumableResource extends Value {
    private final Spec spec;

    record Spec(String name, long totalQuantity, boolean replenishable) {}

    private ConsumableResource(Spec spec) {
        this.spec = spec;
    }

    /**
     * A replenishable resource.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}
     * @param totalQuantity how many there are, not negative
     * @return the resource
     * @throws IllegalArgumentException if the name is not one or the quantity is negative
     */
    public static ConsumableResource of(String name, long totalQuantity) {
        Check.range("total quantity of " + name, totalQuantity, 0, Long.MAX_VALUE);
        return new ConsumableResource(new Spec(Check.name("consumable resource", name), totalQuantity, true));
    }

    /**
     * The same resource, used up for good by the jobs that take it; AWS: {@code resourceType NON_REPLENISHABLE}.
     *
     * @return the resource that is not replenished
     */
    public ConsumableResource nonReplenishable() {
        return new ConsumableResource(new Spec(name(), totalQuantity(), false));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The name; AWS: {@code consumableResourceName}.
     *
     * @return the name
     */
    public String name() {
        return spec.name();
    }

    /**
     * How many there are; AWS: {@code totalQuantity}.
     *
     * @return the quantity, not negative
     */
    public long totalQuantity() {
        return spec.totalQuantity();
    }

    /**
     * Whether jobs give back what they took; AWS: {@code resourceType}.
     *
     * @return true by default
     */
    public boolean replenishable() {
        return spec.replenishable();
    }
}
