package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.MemorySize;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value of a document, with the path to it, and what it can be taken for.
 *
 * @param path from the root, like {@code $.retryStrategy.attempts}
 * @param value text, a flag, a {@code Long}, a {@code Double}, a list or a map from text
 * @param references what names in the document stand for
 */
record Node(String path, Object value, References references) {
    private static final int SHOWN = 80;

    String text() {
        return as(String.class, "text");
    }

    boolean flag() {
        return as(Boolean.class, "true or false");
    }

    long wholeNumber() {
        return as(Long.class, "a whole number");
    }

    int number() {
        long number = wholeNumber();
        if (number != (int) number) {
            throw refused("must be a whole number of 32 bits: " + number);
        }
        return (int) number;
    }

    double decimal() {
        return value instanceof Long whole ? whole : as(Double.class, "a number");
    }

    MemorySize mib() {
        long mebibytes = wholeNumber();
        return at(() -> MemorySize.mib(mebibytes));
    }

    Duration duration() {
        String text = text();
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw refused("must be a duration like PT1H30M: '" + text + "'");
        }
    }

    /** A constant of an enum, in whatever case: AWS does not look at it either. */
    <E extends Enum<E>> E choice(E[] constants) {
        String text = text();
        return Arrays.stream(constants)
                .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> refused("must be one of " + Arrays.toString(constants) + ": '" + text + "'"));
    }

    List<String> texts() {
        return elements().stream().map(Node::text).toList();
    }

    List<Node> elements() {
        var elements = ImmutableList.<Node>builder();
        List<?> values = as(List.class, "a list");
        for (int i = 0; i < values.size(); i++) {
            elements.add(child("[" + i + "]", values.get(i)));
        }
        return elements.build();
    }

    /** The values of an object whose keys are names. */
    Map<String, Node> entries() {
        var entries = ImmutableMap.<String, Node>builder();
        members().forEach((name, each) -> entries.put(name, child("." + name, each)));
        return entries.buildOrThrow();
    }

    Node child(String step, Object inside) {
        return new Node(path + step, inside, references);
    }

    Node knowing(References others) {
        return new Node(path, value, others);
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are text
    Map<String, Object> members() {
        return as(Map.class, "an object");
    }

    /** Reads an object as a whole: what the mapper did not ask for is refused. */
    @CanIgnoreReturnValue
    <T> T object(Shape shape, Function<ShapeReader, T> mapper) {
        var in = new ShapeReader(this, shape);
        T read = mapper.apply(in);
        in.refuseOthers();
        return read;
    }

    /** Whether the value says nothing, like an empty list: AWS answers with many of them. */
    boolean saysNothing() {
        return value.equals(List.of()) || value.equals(Map.of()) || value.equals(false);
    }

    /** Calls the model; what it refuses gets the path of this value. */
    @CanIgnoreReturnValue
    <T> T at(Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new JsonRefusedException(path, e);
        }
    }

    JsonRefusedException refused(String message) {
        return new JsonRefusedException(path, message);
    }

    private <T> T as(Class<T> type, String what) {
        if (!type.isInstance(value)) {
            throw refused("must be " + what + ", not " + shown());
        }
        return type.cast(value);
    }

    private String shown() {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "a list";
        }
        String text = String.valueOf(value);
        return value instanceof String
                ? "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'"
                : text;
    }
}
