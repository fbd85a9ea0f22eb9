package dev.tranche.json;

import com.google.common.collect.ImmutableSortedMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.MemorySize;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.core.JsonGenerator;

/**
 * Writes objects member by member. Each object is mapped twice: the first time the members that its {@link Shape} has
 * are written, the second time the others, under {@code tranche}; so a mapper names a member without saying where it
 * belongs, and nothing is built on the way. An object that turns out to be empty is not written, nor is a list or map.
 * Maps are written in the order of their keys, because equal maps have to give equal text.
 */
final class ShapeWriter {
    private final JsonGenerator json;
    /** Objects that have begun, the outermost first, of which nothing is written yet. */
    private final Deque<String> unopened = new ArrayDeque<>();

    private Shape shape = Shape.OURS;
    private boolean writesOurs;

    /**
     * Names the members of an object.
     *
     * @param <T> the kind of value
     */
    @FunctionalInterface
    interface Mapper<T> {
        void write(T value, ShapeWriter out);
    }

    private ShapeWriter(JsonGenerator json) {
        this.json = json;
    }

    static <T> void document(JsonGenerator json, Shape shape, T value, Mapper<T> mapper) {
        new ShapeWriter(json).element(shape, value, mapper);
    }

    void text(String name, String value) {
        if (writes(name)) {
            named(name).writeString(value);
        }
    }

    void text(String name, Optional<String> value) {
        if (value.isPresent()) {
            text(name, value.get());
        }
    }

    void choice(String name, Optional<? extends Enum<?>> value) {
        text(name, value.map(Enum::name));
    }

    void number(String name, long value) {
        if (writes(name)) {
            named(name).writeNumber(value);
        }
    }

    void number(String name, OptionalInt value) {
        if (value.isPresent()) {
            number(name, value.getAsInt());
        }
    }

    void decimal(String name, double value) {
        if (writes(name)) {
            named(name).writeNumber(value);
        }
    }

    /** Writes a flag that is up; one that is down is the default everywhere. */
    void flag(String name, boolean up) {
        if (up && writes(name)) {
            named(name).writeBoolean(true);
        }
    }

    /** Writes a flag whose default is up. */
    void flagDown(String name, boolean up) {
        if (!up && writes(name)) {
            named(name).writeBoolean(false);
        }
    }

    /** Writes a size in the unit of AWS, which has no smaller one: the model has whole ones alone. */
    void mib(String name, Optional<MemorySize> size) {
        if (size.isPresent() && writes(name)) {
            named(name).writeNumber(size.get().toMebibytesRoundedUp());
        }
    }

    void duration(String name, Optional<Duration> duration) {
        text(name, duration.map(Duration::toString));
    }

    void texts(String name, List<String> values) {
        if (values.isEmpty() || !writes(name)) {
            return;
        }
        named(name).writeStartArray();
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    void map(String name, Map<String, String> values) {
        if (!values.isEmpty() && writes(name)) {
            named(name).writeStartObject();
            sorted(values).forEach((key, value) -> json.writeName(key).writeString(value));
            json.writeEndObject();
        }
    }

    /** Writes any JSON value. */
    void json(String name, Object value) {
        if (writes(name)) {
            named(name);
            json(value);
        }
    }

    private void json(Object value) {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((key, each) -> {
                json.writeName((String) key);
                json(each);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(this::json);
            json.writeEndArray();
        } else {
            scalar(value);
        }
    }

    private void scalar(Object value) {
        if (value instanceof String text) {
            json.writeString(text);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else {
            json.writeNumber((Double) value);
        }
    }

    /** Writes an object if anything is in it. */
    <T> void object(String name, Shape inner, T value, Mapper<T> mapper) {
        if (writes(name)) {
            unopened.addLast(name);
            members(inner, value, mapper);
            close();
        }
    }

    /** Writes an object that says something by being there. */
    <T> void presentObject(String name, Shape inner, T value, Mapper<T> mapper) {
        if (writes(name)) {
            named(name);
            element(inner, value, mapper);
        }
    }

    <T> void objects(String name, Shape inner, Iterable<? extends T> values, Mapper<T> mapper) {
        if (!values.iterator().hasNext() || !writes(name)) {
            return;
        }
        named(name).writeStartArray();
        values.forEach(value -> element(inner, value, mapper));
        json.writeEndArray();
    }

    /** Writes a map as AWS does, a list of objects with the key in each. */
    <V> void entries(String name, Shape inner, Map<String, V> values, Mapper<Map.Entry<String, V>> mapper) {
        if (!values.isEmpty() && writes(name)) {
            objects(name, inner, sorted(values).entrySet(), mapper);
        }
    }

    private <T> void element(Shape inner, T value, Mapper<T> mapper) {
        json.writeStartObject();
        members(inner, value, mapper);
        json.writeEndObject();
    }

    private <T> void members(Shape inner, T value, Mapper<T> mapper) {
        Shape outerShape = shape;
        boolean outerWritesOurs = writesOurs;
        shape = inner;
        writesOurs = false;
        mapper.write(value, this);
        if (inner != Shape.OURS) {
            writesOurs = true;
            unopened.addLast(Shape.TRANCHE);
            mapper.write(value, this);
            close();
        }
        shape = outerShape;
        writesOurs = outerWritesOurs;
    }

    private boolean writes(String name) {
        return shape.hasItself(name) != writesOurs;
    }

    @CanIgnoreReturnValue
    private JsonGenerator named(String name) {
        while (!unopened.isEmpty()) {
            json.writeName(unopened.removeFirst());
            json.writeStartObject();
        }
        return json.writeName(name);
    }

    private void close() {
        if (unopened.isEmpty()) {
            json.writeEndObject();
        } else {
            unopened.removeLast();
        }
    }

    static <V> Map<String, V> sorted(Map<String, V> values) {
        return values.size() < 2 ? values : ImmutableSortedMap.copyOf(values);
    }
}
