package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.util.function.BinaryOperator;

/**
 * One thing that can be said of a value: its name, the type of what is said, and what becomes of it when a later layer
 * (a changed definition, the overrides of a request) says it again.
 *
 * @param <T> the type of what is said
 */
final class Setting<T> {
    /** What everything with a name has said first. */
    static final Setting<String> NAME = of("name");

    private final String name;
    private final BinaryOperator<T> layered;

    private Setting(String name, BinaryOperator<T> layered) {
        this.name = name;
        this.layered = layered;
    }

    /** A single value: the later layer replaces the earlier. */
    static <T> Setting<T> of(String name) {
        return new Setting<>(name, (earlier, later) -> later);
    }

    /** Values by key in the order they were said: the later layer adds keys and replaces values. */
    static <K, V> Setting<ImmutableMap<K, V>> map(String name) {
        return new Setting<>(name, Setting::merged);
    }

    /** A value with a way of its own to be layered. */
    static <T> Setting<T> layered(String name, BinaryOperator<T> layered) {
        return new Setting<>(name, layered);
    }

    T layered(T earlier, T later) {
        return layered.apply(earlier, later);
    }

    private static <K, V> ImmutableMap<K, V> merged(ImmutableMap<K, V> earlier, ImmutableMap<K, V> later) {
        return ImmutableMap.<K, V>builderWithExpectedSize(earlier.size() + later.size())
                .putAll(earlier)
                .putAll(later)
                .buildKeepingLast();
    }

    @Override
    public String toString() {
        return name;
    }
}
