package dev.tranche.json;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Reads the members of an object, each from where its {@link Shape} says: from the object itself, or from what stands in
 * it under {@code tranche}. It remembers what it was asked for, and refuses what nobody asked for.
 */
final class ShapeReader {
    private final Node object;
    private final Shape shape;
    private final Node ours;
    private final Set<String> asked = new HashSet<>();

    ShapeReader(Node object, Shape shape) {
        this.object = object;
        this.shape = shape;
        Object tranche = shape == Shape.OURS ? null : object.members().get(Shape.TRANCHE);
        this.ours = object.child("." + Shape.TRANCHE, tranche == null ? ImmutableMap.of() : tranche);
    }

    Optional<Node> find(String name) {
        asked.add(name);
        Node holder = holder(name);
        return Optional.ofNullable(holder.members().get(name)).map(value -> holder.child("." + name, value));
    }

    <T> Optional<T> find(String name, Function<Node, T> kind) {
        return find(name).map(kind);
    }

    Node get(String name) {
        return find(name).orElseThrow(() -> missing(name));
    }

    <T> T get(String name, Function<Node, T> kind) {
        return kind.apply(get(name));
    }

    /** Makes a part of the model of a member that must be there. */
    <A, T> T make(String name, Function<Node, A> kind, Function<A, T> factory) {
        Node node = get(name);
        A value = kind.apply(node);
        return node.at(() -> factory.apply(value));
    }

    /** Says a member to a builder, if it is there. */
    <T> void say(String name, Function<Node, T> kind, Word<T> word) {
        find(name).ifPresent(node -> {
            T value = kind.apply(node);
            node.at(() -> word.say(value));
        });
    }

    /** Says a member to a builder, unless it is what holds anyway. */
    <T> void sayUnless(T usual, String name, Function<Node, T> kind, Word<T> word) {
        say(name, kind, value -> value.equals(usual) ? usual : word.say(value));
    }

    /** Says a flag that is up. */
    void flag(String name, Word.Alone word) {
        say(name, Node::flag, up -> up ? word.say() : up);
    }

    /** Says each entry of an object whose keys are names, like tags. */
    void entries(String name, Word.Named<String> word) {
        find(name).ifPresent(map -> map.entries().forEach((key, value) -> value.at(() -> word.say(key, value.text()))));
    }

    /** An object whose keys are names and whose values are text. */
    Map<String, String> map(String name) {
        var entries = ImmutableMap.<String, String>builder();
        find(name).ifPresent(map -> map.entries().forEach((key, value) -> entries.put(key, value.text())));
        return entries.buildOrThrow();
    }

    /** Makes something else of a value, if a member says so. */
    <A, T> T changed(T value, String name, Function<Node, A> kind, BiFunction<T, A, T> change) {
        return find(name)
                .map(node -> {
                    A said = kind.apply(node);
                    return node.at(() -> change.apply(value, said));
                })
                .orElse(value);
    }

    <T> Optional<T> object(String name, Shape inner, Function<ShapeReader, T> mapper) {
        return find(name).map(node -> node.object(inner, mapper));
    }

    /** Reads an object for what its mapper says to a builder. */
    void inside(String name, Shape inner, Word<ShapeReader> mapper) {
        find(name).ifPresent(node -> node.object(inner, mapper::say));
    }

    void each(String name, Shape inner, Word<ShapeReader> mapper) {
        elements(name).forEach(node -> node.object(inner, mapper::say));
    }

    List<Node> elements(String name) {
        return find(name).map(Node::elements).orElseGet(List::of);
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    Shape shape() {
        return shape;
    }

    Node node() {
        return object;
    }

    JsonRefusedException missing(String name) {
        return new JsonRefusedException(holder(name).path() + "." + name, "is missing");
    }

    /** Refuses what no mapper has asked for. */
    void refuseOthers() {
        object.entries().forEach((name, node) -> {
            boolean isOurs = name.equals(Shape.TRANCHE) && shape != Shape.OURS;
            if (!isOurs && !shape.ignores(name) && !(shape.hasItself(name) && asked.contains(name))) {
                refuseInAws(name, node);
            }
        });
        ours.entries().forEach((name, node) -> {
            if (shape.hasItself(name) || !asked.contains(name)) {
                throw node.refused(whyUnknown(name));
            }
        });
    }

    private void refuseInAws(String name, Node node) {
        if (!shape.refuses(name)) {
            throw node.refused(whyUnknown(name));
        }
        if (!node.saysNothing()) {
            throw node.refused("AWS Batch knows it, Tranche has nothing like it");
        }
    }

    private String whyUnknown(String name) {
        if (asked.contains(name)) {
            return "belongs into " + holder(name).path();
        }
        if (shape.members().contains(name)) {
            return "has no meaning here";
        }
        return "is unknown"
                + Spelling.closest(name, ImmutableSet.copyOf(asked))
                        .map(close -> "; is '" + close + "' meant?")
                        .orElse("");
    }

    private Node holder(String name) {
        return shape.hasItself(name) ? object : ours;
    }
}
