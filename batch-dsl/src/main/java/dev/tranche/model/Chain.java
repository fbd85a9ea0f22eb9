package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one chain of builder calls says. Saying the same thing twice is almost always a mistake of copying, so it is
 * refused; a new chain ({@code toBuilder()}) may say everything anew.
 */
final class Chain {
    private Settings said = Settings.NONE;

    <T> void say(Setting<T> setting, T value) {
        refuseSecond(setting.toString(), said.find(setting));
        said = said.with(setting, value);
    }

    /** Adds one entry; {@code what} names it in the message if its key has been said already. */
    <K, V> void add(Setting<ImmutableMap<K, V>> setting, String what, K key, V value) {
        ImmutableMap<K, V> sofar = said.map(setting);
        refuseSecond(what + " " + key, Optional.ofNullable(sofar.get(key)));
        said = said.with(
                setting,
                ImmutableMap.<K, V>builder().putAll(sofar).put(key, value).buildOrThrow());
    }

    private static void refuseSecond(String what, Optional<?> earlier) {
        if (earlier.isPresent()) {
            throw new IllegalStateException(what + " was already set to " + earlier.get());
        }
    }

    Settings said() {
        return said;
    }

    /**
     * Runs the lambda of a nested topic. It has to give back the builder it was given: another one would mean that what
     * it says is lost.
     */
    @CanIgnoreReturnValue
    static <B, C extends B> C nested(String topic, UnaryOperator<B> words, C builder) {
        if (words.apply(builder) != builder) {
            throw new IllegalArgumentException("the lambda of " + topic + " must return the chain it was given");
        }
        return builder;
    }
}
