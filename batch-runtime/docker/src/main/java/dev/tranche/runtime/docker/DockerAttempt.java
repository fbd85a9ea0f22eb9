package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container.Condition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt, and what follows from it: which of its containers starts next, who has to be stopped, and
 * how it ended. It does nothing itself; what has to be done it says to its {@link Work}, in order. Any thread may call it:
 * what is told twice, or too late, has no effect.
 */
final class DockerAttempt {
    /** What has to be done for an attempt. Each call is made under the attempt's lock, and returns at once. */
    interface Work {
        /** Starts a container that has been created. */
        void start(DockerAttempt attempt, Part part);

        /** Asks a program to end. */
        void terminate(Part part);

        /** Ends a program. */
        void kill(Part part);

        /** Calls {@link #graceOver} later. */
        void afterGrace(DockerAttempt attempt, Duration grace);

        /** It has ended. */
        void ended(DockerAttempt attempt);
    }

    private enum Stage {
        /** Its images are being fetched; nothing of it is on the engine. */
        FETCHING,
        /** Its containers are being created. */
        CREATING,
        /** Its containers are there. */
        LIVE,
        ENDED
    }

    static final String STOPPED_EARLY = "stopped before it was started";

    /** AWS's word for it. */
    private static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

    private final AttemptId id;
    private final String host;
    private final List<Part> parts;
    private final Duration ownGrace;
    private final Reports reports;
    private final Work work;

    // Guarded by this: dispatcher, workers, the timer and the thread of the events meet here.
    private Stage stage = Stage.FETCHING;
    private boolean stopping;
    private boolean graceOver;
    private @Nullable Instant startedAt;
    private @Nullable String startFailure;
    private @Nullable Blocked blocked;
    private @Nullable AttemptEnd end;
    private final List<Part> exits = new ArrayList<>();

    /** A container that never ran because of how another one ended. */
    private record Blocked(Part part, Part by) {}

    /**
     * @param host where it runs
     * @param parts its containers, each after those that it waits for
     * @param ownGrace how long containers have to end when an essential one has ended
     */
    DockerAttempt(AttemptId id, String host, List<Part> parts, Duration ownGrace, Reports reports, Work work) {
        this.id = id;
        this.host = host;
        this.parts = List.copyOf(parts);
        this.ownGrace = ownGrace;
        this.reports = reports;
        this.work = work;
    }

    AttemptId id() {
        return id;
    }

    String host() {
        return host;
    }

    List<Part> parts() {
        return parts;
    }

    synchronized boolean hasEnded() {
        return stage == Stage.ENDED;
    }

    // ---- what whoever prepares it tells

    /** Whether its containers may be created now: nobody has stopped it meanwhile. */
    synchronized boolean beginCreating() {
        if (stage != Stage.FETCHING) {
            return false;
        }
        stage = Stage.CREATING;
        return true;
    }

    /** Its containers are there; those that wait for nobody start. */
    synchronized void created(Instant now) {
        if (stage == Stage.CREATING) {
            stage = Stage.LIVE;
            proceed(now);
        }
    }

    /**
     * Its containers were created by an earlier opening of its runtime.
     *
     * @param begun those that it has started: they must not be started again, whatever became of them
     */
    synchronized void adopted(Collection<Part> begun, Instant now) {
        for (Part part : begun) {
            part.phase(Part.Phase.STARTING);
            part.startedBefore();
        }
        stage = Stage.CREATING;
        created(now);
    }

    /** It cannot be prepared. */
    synchronized void couldNotPrepare(String reason, Instant at) {
        if (stage == Stage.FETCHING || stage == Stage.CREATING) {
            finish(new AttemptEnd.StartFailed(reason, at));
        }
    }

    /** Whether a container may start now. */
    synchronized boolean mayStart(Part part) {
        return part.phase() == Part.Phase.STARTING && !stopping;
    }

    /** A container that was to start has not been started, because it was stopped before. */
    synchronized void notStarted(Part part, Instant at) {
        if (part.phase() == Part.Phase.STARTING) {
            part.phase(Part.Phase.NEVER_RAN);
            proceed(at);
        }
    }

    /** A container cannot start: the attempt cannot be what it was meant to be. */
    synchronized void couldNotStart(Part part, String reason, Instant at) {
        if (part.phase() == Part.Phase.STARTING) {
            part.phase(Part.Phase.NEVER_RAN);
            startFailure = startFailure == null ? reason : startFailure;
            stopOthers();
            proceed(at);
        }
    }

    // ---- what the engine tells

    /** The program of a container runs. */
    synchronized void started(Part part, Instant at) {
        if (stage != Stage.LIVE || part.phase() != Part.Phase.STARTING) {
            return;
        }
        part.phase(Part.Phase.RUNNING);
        if (startedAt == null) {
            startedAt = at;
            reports.started(id, at);
        }
        if (stopping) {
            stop(part);
        }
        proceed();
    }

    /** The program of a container has ended. */
    synchronized void exited(Part part, PartEnd how) {
        if (stage != Stage.LIVE || part.isOver()) {
            return;
        }
        part.exited(how);
        exits.add(part);
        if (part.essential()) {
            stopOthers();
        }
        proceed(how.at());
    }

    /** Its host is gone, and with it all that ran there. */
    synchronized void lost(String statusReason, Instant at) {
        if (stage != Stage.ENDED) {
            finish(new AttemptEnd.Lost(statusReason, at));
        }
    }

    // ---- what its owner wants

    /** Ends it: a request, and force after the grace. A later call with a shorter grace counts too. */
    synchronized void stop(Duration grace, Instant now) {
        if (stage == Stage.FETCHING) {
            finish(new AttemptEnd.StartFailed(STOPPED_EARLY, now));
        } else if (stage != Stage.ENDED) {
            stopping = true;
            stopRunning(grace);
            if (stage == Stage.LIVE) {
                proceed(now);
            }
        }
    }

    /** The time that its programs had to end is over. */
    synchronized void graceOver() {
        if (stage == Stage.LIVE || stage == Stage.CREATING) {
            graceOver = true;
            running().forEach(work::kill);
        }
    }

    private void stopOthers() {
        if (!stopping) {
            stopping = true;
            if (parts.stream().anyMatch(DockerAttempt::isOnTheEngine)) {
                stopRunning(ownGrace);
            }
        }
    }

    private static boolean isOnTheEngine(Part part) {
        return part.phase() == Part.Phase.STARTING || part.phase() == Part.Phase.RUNNING;
    }

    private void stopRunning(Duration grace) {
        if (grace.isZero()) {
            graceOver();
        } else {
            running().forEach(work::terminate);
            work.afterGrace(this, grace);
        }
    }

    private void stop(Part part) {
        if (graceOver) {
            work.kill(part);
        } else {
            work.terminate(part);
        }
    }

    private List<Part> running() {
        return parts.stream().filter(part -> part.phase() == Part.Phase.RUNNING).toList();
    }

    // ---- what follows

    private void proceed() {
        boolean before = stopping;
        for (Part part : parts) {
            if (part.phase() == Part.Phase.WAITING) {
                startIfItsTurn(part);
            }
        }
        if (stopping && !before) {
            proceed(); // one of them will never run, and those before it were still waiting
        }
    }

    private void proceed(Instant now) {
        proceed();
        if (stage == Stage.LIVE && parts.stream().allMatch(Part::isOver)) {
            finish(howItEnded(now));
        }
    }

    private void startIfItsTurn(Part part) {
        boolean ready = !stopping;
        for (Map.Entry<String, Condition> other : part.startAfter().entrySet()) {
            Part before = part(other.getKey());
            if (before.isOver() && !isMet(other.getValue(), before)) {
                blocked(part, before);
                return;
            }
            ready &= isMet(other.getValue(), before);
        }
        if (ready) {
            part.phase(Part.Phase.STARTING);
            work.start(this, part);
        } else if (stopping) {
            part.phase(Part.Phase.NEVER_RAN);
        }
    }

    private void blocked(Part part, Part by) {
        part.phase(Part.Phase.NEVER_RAN);
        if (!stopping && part.essential()) {
            blocked = new Blocked(part, by);
            stopOthers();
        }
    }

    private static boolean isMet(Condition condition, Part before) {
        return switch (condition) {
            case START -> before.phase() == Part.Phase.RUNNING || before.phase() == Part.Phase.EXITED;
            case COMPLETE -> before.phase() == Part.Phase.EXITED;
            case SUCCESS -> before.end().map(PartEnd::isSuccess).orElse(false);
        };
    }

    private Part part(String name) {
        return parts.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("attempt " + id + " has no container " + name));
    }

    // ---- how it ended

    private void finish(AttemptEnd how) {
        stage = Stage.ENDED;
        end = how;
        parts.forEach(Part::abandon);
        reports.ended(id, how);
        work.ended(this);
    }

    private AttemptEnd howItEnded(Instant now) {
        Instant at = exits.stream()
                .flatMap(part -> part.end().stream())
                .map(PartEnd::at)
                .reduce(startedAt == null ? now : startedAt, DockerAttempt::later);
        if (startFailure != null) {
            return new AttemptEnd.StartFailed(startFailure, at);
        }
        if (blocked != null) {
            return blockedEnd(blocked, at);
        }
        Optional<Part> decisive = exits.stream()
                .filter(Part::essential)
                .filter(part -> !part.end().map(PartEnd::isSuccess).orElse(false))
                .findFirst()
                .or(() -> exits.stream().filter(Part::essential).findFirst());
        if (decisive.isEmpty()) {
            return new AttemptEnd.StartFailed(STOPPED_EARLY, at);
        }
        Optional<Part> missing = parts.stream()
                .filter(part -> part.essential() && part.phase() == Part.Phase.NEVER_RAN)
                .findFirst();
        boolean well = decisive.get().end().map(PartEnd::isSuccess).orElse(false);
        return well && missing.isPresent()
                ? new AttemptEnd.StartFailed(
                        "container " + missing.get().name() + " was not started, because essential container "
                                + decisive.get().name() + " had ended",
                        at)
                : endOf(decisive.get(), at);
    }

    private AttemptEnd endOf(Part part, Instant at) {
        PartEnd how = part.end().orElseThrow();
        if (how.exitCode().isEmpty()) {
            return new AttemptEnd.Unknown(called(part) + how.why(), at);
        }
        Optional<String> reason = how.outOfMemory() ? Optional.of(OUT_OF_MEMORY) : stoppedWith(part);
        return new AttemptEnd.Exited(how.exitCode().getAsInt(), how.outOfMemory(), reason, at);
    }

    /** An essential container that was stopped because another one had ended well. */
    private Optional<String> stoppedWith(Part part) {
        Part first = exits.stream().filter(Part::essential).findFirst().orElse(part);
        return first == part || !first.end().map(PartEnd::isSuccess).orElse(false)
                ? Optional.empty()
                : Optional.of("container " + part.name() + " was stopped when essential container " + first.name()
                        + " had ended");
    }

    private static AttemptEnd blockedEnd(Blocked blocked, Instant at) {
        String what = "container " + blocked.part().name() + " was not started, because container "
                + blocked.by().name();
        PartEnd how = blocked.by().end().orElse(null);
        return how == null || how.exitCode().isEmpty()
                ? new AttemptEnd.StartFailed(what + " did not run", at)
                : new AttemptEnd.Exited(
                        how.exitCode().getAsInt(),
                        how.outOfMemory(),
                        Optional.of(
                                what + " ended with exit code " + how.exitCode().getAsInt()),
                        at);
    }

    private static String called(Part part) {
        return part.name().isEmpty() ? "" : "container " + part.name() + ": ";
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    // ---- what has been said

    /** Signals again what should have ended: the engine could not be reached when it was asked to. */
    synchronized void remind() {
        if (stopping && stage == Stage.LIVE) {
            running().forEach(this::stop);
        }
    }

    /** Says again what has been said. */
    synchronized void repeat() {
        if (startedAt != null) {
            reports.started(id, startedAt);
        }
        if (end != null) {
            reports.ended(id, end);
        }
    }

    /** A start that is under way counts as none: launching again is safe, and says what became of it. */
    synchronized AttemptState state() {
        if (end != null) {
            return new AttemptState.Ended(end);
        }
        return startedAt == null ? new AttemptState.NeverStarted() : new AttemptState.Running(startedAt);
    }

    synchronized Part.Phase phaseOf(Part part) {
        return part.phase();
    }
}
