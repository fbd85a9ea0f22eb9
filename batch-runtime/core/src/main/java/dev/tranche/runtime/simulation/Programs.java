package dev.tranche.runtime.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the programs of a simulation go.
 *
 * @param byDefinition those of which something was said, by the name of their definition
 * @param others all others
 */
record Programs(Map<String, Behaviour> byDefinition, Behaviour others) {
    private static final Duration DEFAULT_SERVICE_TIME = Duration.ofMinutes(1);

    /** All take a minute and succeed. */
    static Programs usual() {
        Behaviour others = Behaviour.UNSAID
                .takes(ServiceTime.fixed(DEFAULT_SERVICE_TIME))
                .exits(attempt -> 0)
                .writes(attempt -> "");
        return new Programs(Map.of(), others);
    }

    Programs with(String definition, UnaryOperator<Behaviour> change) {
        Map<String, Behaviour> more = new LinkedHashMap<>(byDefinition);
        more.put(definition, change.apply(of(definition)));
        return new Programs(more, others);
    }

    Programs withOthers(UnaryOperator<Behaviour> change) {
        return new Programs(byDefinition, change.apply(others));
    }

    /** What was said of the programs of a definition itself. */
    Behaviour of(String definition) {
        return byDefinition.getOrDefault(definition, Behaviour.UNSAID);
    }

    /** One side of how the programs of a definition go: what was said of it, else what holds for all others. */
    <T> T of(String definition, Function<Behaviour, @Nullable T> side) {
        T own = side.apply(of(definition));
        return own != null ? own : Objects.requireNonNull(side.apply(others));
    }
}
