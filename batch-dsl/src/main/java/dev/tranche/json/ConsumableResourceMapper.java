package dev.tranche.json;

import com.google.common.collect.ImmutableSortedMap;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ConsumableResource;
import java.util.Map;

/** Consumable resources: one of them as AWS creates it, and the list of those that a job takes. */
final class ConsumableResourceMapper {
    private static final String REPLENISHABLE = "REPLENISHABLE";
    private static final String NON_REPLENISHABLE = "NON_REPLENISHABLE";

    private ConsumableResourceMapper() {}

    static void write(ConsumableResource resource, ShapeWriter out) {
        out.text("consumableResourceName", resource.name());
        writeKind(resource, out);
    }

    private static void writeKind(ConsumableResource resource, ShapeWriter out) {
        out.number("totalQuantity", resource.totalQuantity());
        out.text("resourceType", resource.replenishable() ? REPLENISHABLE : NON_REPLENISHABLE);
    }

    static ConsumableResource read(ShapeReader in) {
        return readKind(in, in.get("consumableResourceName"));
    }

    private static ConsumableResource readKind(ShapeReader in, Node name) {
        ConsumableResource resource = in.make(
                "totalQuantity",
                Node::wholeNumber,
                total -> ConsumableResource.of(References.name(name.text()), total));
        return in.find("resourceType")
                        .filter(ConsumableResourceMapper::isUsedUp)
                        .isPresent()
                ? resource.nonReplenishable()
                : resource;
    }

    private static boolean isUsedUp(Node type) {
        if (!type.text().equals(REPLENISHABLE) && !type.text().equals(NON_REPLENISHABLE)) {
            throw type.refused("must be " + REPLENISHABLE + " or " + NON_REPLENISHABLE + ": '" + type.text() + "'");
        }
        return type.text().equals(NON_REPLENISHABLE);
    }

    /** Writes what a job takes; the resource itself stands with it, since the model refers to it as a value. */
    static void writeTaken(String name, Map<ConsumableResource, Long> consumes, ShapeWriter out) {
        if (!consumes.isEmpty()) {
            out.object(name, Shape.CONSUMABLE_RESOURCE_PROPERTIES, consumes, ConsumableResourceMapper::writeTaken);
        }
    }

    private static void writeTaken(Map<ConsumableResource, Long> consumes, ShapeWriter out) {
        var byName = ImmutableSortedMap.<String, Map.Entry<ConsumableResource, Long>>naturalOrder();
        consumes.entrySet().forEach(entry -> byName.put(entry.getKey().name(), entry));
        out.objects(
                "consumableResourceList",
                Shape.CONSUMABLE_RESOURCE_REQUIREMENT,
                byName.buildOrThrow().values(),
                ConsumableResourceMapper::writeTaken);
    }

    private static void writeTaken(Map.Entry<ConsumableResource, Long> taken, ShapeWriter out) {
        out.text("consumableResource", taken.getKey().name());
        out.number("quantity", taken.getValue());
        writeKind(taken.getKey(), out);
    }

    /** A word for a resource and how much of it. */
    @FunctionalInterface
    interface Consumes {
        @CanIgnoreReturnValue
        Object say(ConsumableResource resource, long quantity);
    }

    static void readTaken(String name, ShapeReader in, Consumes word) {
        in.inside(name, Shape.CONSUMABLE_RESOURCE_PROPERTIES, properties -> {
            properties.each(
                    "consumableResourceList", Shape.CONSUMABLE_RESOURCE_REQUIREMENT, taken -> readTaken(taken, word));
            return properties;
        });
    }

    private static Object readTaken(ShapeReader in, Consumes word) {
        Node name = in.get("consumableResource");
        ConsumableResource resource = in.has("totalQuantity")
                ? readKind(in, name)
                : name.references()
                        .consumableResource(name.text())
                        .orElseThrow(() -> name.refused(
                                "no such consumable resource is known: '" + name.text() + "'; give it as a reference"));
        return in.make("quantity", Node::wholeNumber, quantity -> word.say(resource, quantity));
    }
}
