package dev.tranche.json;

import com.google.common.collect.ImmutableMap;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobOverrides;
import dev.tranche.model.MemorySize;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * {@code resourceRequirements}: how much a container needs, as text for each type. A part of a vCPU is a decimal, as on
 * Fargate.
 */
record ResourceRequirements(OptionalInt millivcpus, Optional<MemorySize> memory, OptionalInt gpus) {
    private static final int MILLIS = 3;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,10})?");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");

    private enum Type {
        VCPU,
        MEMORY,
        GPU
    }

    static ResourceRequirements of(JobDefinition job) {
        return of(job.millivcpus(), job.memory(), job.gpus());
    }

    static ResourceRequirements of(Container container) {
        return of(container.millivcpus(), container.memory(), container.gpus());
    }

    static ResourceRequirements of(JobOverrides overrides) {
        return new ResourceRequirements(overrides.millivcpus(), overrides.memory(), overrides.gpus());
    }

    private static ResourceRequirements of(int millivcpus, MemorySize memory, int gpus) {
        return new ResourceRequirements(
                OptionalInt.of(millivcpus),
                Optional.of(memory),
                gpus == 0 ? OptionalInt.empty() : OptionalInt.of(gpus));
    }

    void write(ShapeWriter out) {
        var values = ImmutableMap.<Type, String>builder();
        millivcpus.ifPresent(millis -> values.put(Type.VCPU, vcpus(millis)));
        memory.ifPresent(size -> values.put(Type.MEMORY, Long.toString(size.toMebibytesRoundedUp())));
        gpus.ifPresent(count -> values.put(Type.GPU, Integer.toString(count)));
        out.objects(
                "resourceRequirements",
                Shape.RESOURCE_REQUIREMENT,
                values.buildOrThrow().entrySet(),
                ResourceRequirements::write);
    }

    private static void write(Map.Entry<Type, String> requirement, ShapeWriter out) {
        out.text("type", requirement.getKey().name());
        out.text("value", requirement.getValue());
    }

    private static String vcpus(int millis) {
        return millis % 1000 == 0
                ? Integer.toString(millis / 1000)
                : BigDecimal.valueOf(millis, MILLIS).stripTrailingZeros().toPlainString();
    }

    /** Reads them, and the older members {@code vcpus} and {@code memory}, which must not say something else. */
    static ResourceRequirements read(ShapeReader in) {
        var read = new Reading();
        in.each("resourceRequirements", Shape.RESOURCE_REQUIREMENT, read::requirement);
        if (in.shape().hasItself("vcpus")) {
            in.find("vcpus").ifPresent(node -> read.older(Type.VCPU, node, Long.toString(node.wholeNumber())));
            in.find("memory").ifPresent(node -> read.older(Type.MEMORY, node, Long.toString(node.wholeNumber())));
        }
        return read.all();
    }

    /** Says vCPUs and memory, which must be there, to the steps of a builder. */
    <B> B say(ShapeReader in, IntFunction<Function<MemorySize, B>> steps) {
        int millis = millivcpus.orElseThrow(() -> missing(in, Type.VCPU));
        MemorySize size = memory.orElseThrow(() -> missing(in, Type.MEMORY));
        return in.node().at(() -> steps.apply(millis).apply(size));
    }

    private static JsonRefusedException missing(ShapeReader in, Type type) {
        return new JsonRefusedException(in.node().path() + ".resourceRequirements", type + " is missing");
    }

    private static final class Reading {
        private OptionalInt millivcpus = OptionalInt.empty();
        private Optional<MemorySize> memory = Optional.empty();
        private OptionalInt gpus = OptionalInt.empty();

        Object requirement(ShapeReader in) {
            Type type = in.get("type", node -> node.choice(Type.values()));
            Node value = in.get("value");
            if (has(type)) {
                throw in.node().refused("the resource " + type + " stands there twice");
            }
            set(type, value, value.text());
            return type;
        }

        void older(Type type, Node node, String value) {
            ResourceRequirements before = all();
            boolean hadOne = has(type);
            set(type, node, value);
            if (hadOne && !before.equals(all())) {
                throw node.refused("contradicts resourceRequirements; say it there alone");
            }
        }

        private boolean has(Type type) {
            return switch (type) {
                case VCPU -> millivcpus.isPresent();
                case MEMORY -> memory.isPresent();
                case GPU -> gpus.isPresent();
            };
        }

        private void set(Type type, Node node, String value) {
            switch (type) {
                case VCPU -> millivcpus = OptionalInt.of(millis(node, value));
                case MEMORY -> memory = Optional.of(node.at(() -> MemorySize.mib(whole(node, value))));
                case GPU -> gpus = OptionalInt.of(Math.toIntExact(Math.min(Integer.MAX_VALUE, whole(node, value))));
            }
        }

        private static int millis(Node node, String value) {
            if (!DECIMAL.matcher(value).matches()) {
                throw node.refused("must be a number of vCPUs like 2 or 0.25: '" + value + "'");
            }
            try {
                return new BigDecimal(value).movePointRight(MILLIS).intValueExact();
            } catch (ArithmeticException e) {
                throw node.refused("must be thousandths of a vCPU, and at most 2147483: '" + value + "'");
            }
        }

        private static long whole(Node node, String value) {
            if (!WHOLE.matcher(value).matches()) {
                throw node.refused("must be a whole number: '" + value + "'");
            }
            return Long.parseLong(value);
        }

        ResourceRequirements all() {
            return new ResourceRequirements(millivcpus, memory, gpus);
        }
    }
}
