package dev.tranche.runtime.internal.machine;

/** How the quantity of a consumable resource changes; AWS: {@code operation} of {@code UpdateConsumableResource}. */
public enum StockChange {
    /** There are so many now. */
    SET,
    /** There are so many more. */
    ADD,
    /** There are so many fewer; what is in use is not taken away. */
    REMOVE
}
