package dev.tranche.runtime.docker;

import dev.tranche.model.Container.Condition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One container of an attempt: where it is in its life. Guarded by its attempt, but for what never changes. */
final class Part {
    /** Where it is. */
    enum Phase {
        /** For its turn to start. */
        WAITING,
        /** Its engine has been asked to start it. */
        STARTING,
        /** Its program runs. */
        RUNNING,
        /** Its program has ended. */
        EXITED,
        /** It never ran and never will. */
        NEVER_RAN
    }

    private final String name;
    private final boolean essential;
    private final Map<String, Condition> startAfter;

    /** Completed when its program has begun to run, or never will: for those who wait to read its output. */
    private final CompletableFuture<Boolean> begun = new CompletableFuture<>();

    /** Completed when its program writes no more. */
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    private Phase phase = Phase.WAITING;
    private @Nullable PartEnd end;

    // written once by whoever creates or finds the container, before anything can happen to it; read by anybody
    private volatile @Nullable String container;
    private volatile String stopSignal = "SIGTERM";

    // written by the thread of the events, read by the one that looks at it; a look that misses it looks again
    private volatile boolean outOfMemorySeen;
    private volatile @Nullable EngineEvent death;

    // written by who kills it, read by who looks at its end: it was no surprise
    private volatile boolean killed;

    // written by who signals it before the engine is asked, read by the thread of the events: whose signal it was
    private volatile boolean signalled;

    // written by the thread of the events before it hears of the end, read by whoever looks at that
    private volatile boolean stoppedFromOutside;

    // set once by the thread that asks the engine to start it; taken back only when that certainly did not happen
    private final AtomicBoolean startAsked = new AtomicBoolean();

    Part(String name, boolean essential, Map<String, Condition> startAfter) {
        this.name = name;
        this.essential = essential;
        this.startAfter = startAfter;
    }

    /** Its name in the job, empty for the only one. */
    String name() {
        return name;
    }

    boolean essential() {
        return essential;
    }

    Map<String, Condition> startAfter() {
        return startAfter;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
        if (phase == Phase.RUNNING) {
            begun.complete(true);
        } else if (isOver()) {
            abandon();
        }
    }

    /** Nothing more will be heard of it. */
    void abandon() {
        begun.complete(true);
        over.complete(true);
    }

    CompletableFuture<Boolean> begun() {
        return begun;
    }

    CompletableFuture<Boolean> over() {
        return over;
    }

    boolean isOver() {
        return phase == Phase.EXITED || phase == Phase.NEVER_RAN;
    }

    Optional<PartEnd> end() {
        return Optional.ofNullable(end);
    }

    void exited(PartEnd how) {
        end = how;
        phase(Phase.EXITED);
    }

    /** The id of its container, once there is one. */
    Optional<String> container() {
        return Optional.ofNullable(container);
    }

    void created(String id) {
        container = id;
    }

    /** The signal that asks its program to end. */
    String stopSignal() {
        return stopSignal;
    }

    void stopSignal(String signal) {
        stopSignal = signal;
    }

    boolean outOfMemorySeen() {
        return outOfMemorySeen;
    }

    void seeOutOfMemory() {
        outOfMemorySeen = true;
    }

    /** The engine's word that its program has ended, once that was said. */
    Optional<EngineEvent> death() {
        return Optional.ofNullable(death);
    }

    void died(EngineEvent event) {
        death = event;
    }

    boolean killed() {
        return killed;
    }

    void kill() {
        killed = true;
    }

    void signalled() {
        signalled = true;
    }

    /** A signal was sent through the engine; if not by us, then by somebody, or by an engine that shuts down. */
    void seeSignal() {
        stoppedFromOutside |= !signalled;
    }

    /** Whether somebody else asked it to end, so that an exit code of 0 proves nothing. */
    boolean stoppedFromOutside() {
        return stoppedFromOutside;
    }

    /** Whether the caller is the one who asks the engine to start it: an ended program that is started again runs again. */
    boolean claimStart() {
        return startAsked.compareAndSet(false, true);
    }

    /** Somebody else has asked the engine already. */
    void startedBefore() {
        startAsked.set(true);
    }

    /** The engine certainly has not started it. */
    void unclaimStart() {
        startAsked.set(false);
    }
}
