package dev.tranche.runtime.docker;

import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Something that happened to a container, as an engine tells it.
 *
 * @param action the engine's word, for example {@code start} or {@code die}
 * @param container the id of the container
 * @param attributes its labels, and what belongs to the action
 * @param at when, by the engine's clock
 */
record EngineEvent(String action, String container, Map<String, String> attributes, Instant at) {
    static final String CREATE = "create";
    static final String START = "start";
    static final String OUT_OF_MEMORY = "oom";
    static final String KILL = "kill";
    static final String DIE = "die";
    static final String DESTROY = "destroy";

    /** With which code the program ended, if the event says it. */
    OptionalInt exitCode() {
        try {
            String code = attributes.get("exitCode");
            return code == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(code));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Whether it is the same event, told again. */
    boolean isSame(EngineEvent other) {
        return at.equals(other.at) && action.equals(other.action) && container.equals(other.container);
    }
}
