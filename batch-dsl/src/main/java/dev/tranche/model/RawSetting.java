package dev.tranche.model;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Something that only one kind of backend understands, written as data: a value put at a path of the request that the
 * backend sends. In JSON it stands under {@code tranche.raw}.
 *
 * @param backend the kind of backend, like {@code docker}; all others refuse a job that carries it
 * @param path the place in the backend's own request, like {@code HostConfig.CpusetCpus}
 * @param value a JSON value: text, true or false, a {@link Long}, a {@link Double}, a list or a map of such
 */
public record RawSetting(String backend, String path, Object value) {
    /**
     * Checks and copies; whole numbers become {@link Long}, others {@link Double}, and maps are sorted by key.
     *
     * @throws IllegalArgumentException if the backend or a part of the path is empty, or the value is not a JSON value
     */
    public RawSetting {
        Check.name("backend", backend);
        for (String part : Splitter.on('.').split(Check.key("raw path", path))) {
            Check.ensure(
                    !part.isBlank(), path, "raw path must be words with dots between them, like HostConfig.CpusetCpus");
        }
        value = json(value);
    }

    private static Object json(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Long) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            return finite(((Number) value).doubleValue());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(RawSetting::json).collect(ImmutableList.toImmutableList());
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .collect(ImmutableSortedMap.toImmutableSortedMap(
                            Comparator.naturalOrder(), entry -> key(entry.getKey()), entry -> json(entry.getValue())));
        }
        throw new IllegalArgumentException("raw value must be text, true or false, a number, a list or a map: "
                + value.getClass().getName());
    }

    private static Object finite(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("raw value must be a finite number: " + number);
        }
        return number;
    }

    private static String key(Object key) {
        if (key instanceof String text) {
            return Check.key("a key of a raw map", text);
        }
        throw new IllegalArgumentException("the keys of a raw map must be text: " + key);
    }
}
