package dev.tranche.runtime.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out how containers ended: asks their engine, and where that is possible asks again, since it says a little late that
 * a container was killed for want of memory.
 */
final class Ends {
    /** How much later the second look is. */
    static final Duration SECOND_LOOK = Duration.ofMillis(300);

    private static final String STOPPED =
            "it was stopped from outside, through its engine, and ended with exit code 0, which proves nothing then";
    private static final String VANISHED = "its container was removed from outside before its end was seen";

    private final ContainerEngine engine;
    private final Workers workers;
    private final Timer timer;

    Ends(ContainerEngine engine, Workers workers, Timer timer) {
        this.engine = engine;
        this.workers = workers;
        this.timer = timer;
    }

    /**
     * Looks at a container that is said to have ended, and tells its attempt.
     *
     * @param death the event that said so, if there was one
     */
    void look(DockerAttempt attempt, Part part, Optional<EngineEvent> death) {
        workers.soon(() -> look(attempt, part, death, true));
    }

    private void look(DockerAttempt attempt, Part part, Optional<EngineEvent> death, boolean first) {
        Optional<Inspection> found;
        try {
            found = engine.inspect(part.container().orElseThrow());
        } catch (EngineUnreachableException e) {
            return; // everything is looked at again when there is contact
        }
        if (found.isPresent() && found.get().phase() != Inspection.Phase.EXITED) {
            return;
        }
        PartEnd end = found.map(container -> exited(container, part, death)).orElseGet(() -> removed(part, death));
        if (first && end.isDoubtful() && found.isPresent() && !part.killed()) {
            timer.after(SECOND_LOOK, () -> workers.soon(() -> look(attempt, part, death, false)));
        } else {
            attempt.exited(part, end);
        }
    }

    private static PartEnd exited(Inspection container, Part part, Optional<EngineEvent> death) {
        Instant at = container.finishedAt().or(() -> death.map(EngineEvent::at)).orElse(Instant.EPOCH);
        OptionalInt code = container.exitCode();
        if (part.stoppedFromOutside() && code.isPresent() && code.getAsInt() == 0) {
            return PartEnd.unknown(STOPPED, at);
        }
        return code.isPresent()
                ? PartEnd.exited(code.getAsInt(), container.outOfMemory() || part.outOfMemorySeen(), at)
                : PartEnd.unknown("its engine does not say the exit code", at);
    }

    /** The event that told of its end said its exit code too. */
    private static PartEnd removed(Part part, Optional<EngineEvent> death) {
        Instant at = death.map(EngineEvent::at).orElse(Instant.EPOCH);
        OptionalInt code = death.map(EngineEvent::exitCode).orElse(OptionalInt.empty());
        return code.isPresent() ? PartEnd.exited(code.getAsInt(), part.outOfMemorySeen(), at) : vanished(at);
    }

    static PartEnd vanished(Instant at) {
        return PartEnd.unknown(VANISHED, at);
    }
}
