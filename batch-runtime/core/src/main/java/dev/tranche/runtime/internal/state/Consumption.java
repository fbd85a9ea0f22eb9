package dev.tranche.runtime.internal.state;

/**
 * What an attempt takes of a consumable resource; AWS: {@code consumableResourceProperties}.
 *
 * @param resource the name of the resource
 * @param total how many of it there are, by those who named it
 * @param replenishable whether an attempt gives back at its end what it took
 * @param quantity how many an attempt takes
 */
public record Consumption(String resource, long total, boolean replenishable, long quantity) {}
