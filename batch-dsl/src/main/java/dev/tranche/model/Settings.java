package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What has been said, by setting, in the order it was said. The one record that most values of the model are made of:
 * a definition, its builder and the overrides of a request differ only in which settings have been said.
 *
 * @param said the values; each has the type of its setting, since {@link #with} is the only way in
 */
record Settings(ImmutableMap<Setting<?>, Object> said) {
    static final Settings NONE = new Settings(ImmutableMap.of());

    @SuppressWarnings("unchecked") // with() let nothing else in
    <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) said.get(setting));
    }

    <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new IllegalStateException(setting + " has not been set"));
    }

    OptionalInt number(Setting<Integer> setting) {
        return find(setting).map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    <K, V> ImmutableMap<K, V> map(Setting<ImmutableMap<K, V>> setting) {
        return find(setting).orElseGet(ImmutableMap::of);
    }

    boolean has(Setting<?> setting) {
        return said.containsKey(setting);
    }

    boolean isEmpty() {
        return said.isEmpty();
    }

    /** Says it, or says it anew. */
    <T> Settings with(Setting<T> setting, T value) {
        return new Settings(ImmutableMap.<Setting<?>, Object>builder()
                .putAll(said)
                .put(setting, value)
                .buildKeepingLast());
    }

    /** Adds entries under those said already, which stay as they are. */
    <K, V> Settings under(Setting<ImmutableMap<K, V>> setting, ImmutableMap<K, V> entries) {
        return entries.isEmpty() ? this : with(setting, setting.layered(entries, map(setting)));
    }

    Settings without(Setting<?> setting) {
        if (!has(setting)) {
            return this;
        }
        var rest = ImmutableMap.<Setting<?>, Object>builder();
        said.forEach((each, value) -> {
            if (!each.equals(setting)) {
                rest.put(each, value);
            }
        });
        return new Settings(rest.buildOrThrow());
    }

    /** Forgets what was said of a setting if it holds unsaid, so that equal values are equal however they were said. */
    <T> Settings withoutDefault(Setting<T> setting, T unsaid) {
        return find(setting).filter(unsaid::equals).isPresent() ? without(setting) : this;
    }

    /** These settings with a later layer on top. */
    Settings plus(Settings later) {
        if (isEmpty() || later.isEmpty()) {
            return isEmpty() ? later : this;
        }
        var sum = ImmutableMap.<Setting<?>, Object>builder().putAll(said);
        for (Setting<?> setting : later.said.keySet()) {
            sum.put(setting, layered(setting, later));
        }
        return new Settings(sum.buildKeepingLast());
    }

    private <T> T layered(Setting<T> setting, Settings later) {
        T value = later.get(setting);
        return find(setting).map(earlier -> setting.layered(earlier, value)).orElse(value);
    }

    @Override
    public String toString() {
        return said.entrySet().stream().map(Settings::printed).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String printed(Map.Entry<Setting<?>, Object> entry) {
        return entry.getKey() + "=" + entry.getValue();
    }
}
