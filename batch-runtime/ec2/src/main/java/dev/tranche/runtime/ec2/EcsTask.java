package dev.tranche.runtime.ec2;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * An attempt and the task that it becomes: what is known of it, and what follows from what is seen. No thread, no I/O; any
 * thread may call it.
 */
final class EcsTask {
    /** How long ECS may not know a task that it has just started, or has shown before. */
    static final Duration MISSING_FOR = Duration.ofMinutes(1);

    static final String STOPPED = "STOPPED";

    private enum Phase {
        /** Nothing has been said to ECS. */
        QUEUED,
        /** A start has been said, and there is no answer, or none that is certain. */
        SENT,
        /** ECS has a task. */
        KNOWN,
        ENDED
    }

    private final AttemptId id;
    private final HostId host;
    private final Need need;
    private final boolean ofEarlierOpening;
    private final Reports reports;
    private final LongSupplier nanos;

    private Phase phase = Phase.QUEUED;
    private @Nullable String arn;
    private @Nullable String status;
    private @Nullable Instant startedAt;
    private @Nullable AttemptEnd end;
    private long endedAt;
    private @Nullable String startWait;
    private @Nullable String interrupted;
    private boolean stopAsked;
    private OptionalLong missingSince = OptionalLong.empty();

    /** @param ofEarlierOpening whether an earlier opening of this runtime may have said a start of it */
    EcsTask(AttemptId id, HostId host, Need need, boolean ofEarlierOpening, Reports reports, LongSupplier nanos) {
        this.id = id;
        this.host = host;
        this.need = need;
        this.ofEarlierOpening = ofEarlierOpening;
        this.reports = reports;
        this.nanos = nanos;
    }

    AttemptId id() {
        return id;
    }

    HostId host() {
        return host;
    }

    Need need() {
        return need;
    }

    boolean isOfEarlierOpening() {
        return ofEarlierOpening;
    }

    // ---- the start

    /** Whether a start may be said now; false if it was stopped meanwhile. */
    synchronized boolean beginSending() {
        if (phase == Phase.QUEUED) {
            phase = Phase.SENT;
        }
        return phase == Phase.SENT;
    }

    /** ECS has refused the start, so nothing is under way; if it was stopped meanwhile, that is its end. */
    synchronized void refused(String why, Instant now) {
        if (phase == Phase.SENT) {
            phase = Phase.QUEUED;
            startWait = why;
            if (stopAsked) {
                end(new AttemptEnd.StartFailed(TaskEnds.STOPPED_EARLY, now));
            }
        }
    }

    /** What the start waits for, for people. */
    synchronized void waitsFor(String why) {
        startWait = why;
    }

    /** ECS has a task of it. */
    synchronized void known(String taskArn) {
        if (phase != Phase.ENDED) {
            phase = Phase.KNOWN;
        }
        arn = taskArn;
        startWait = null;
    }

    synchronized Optional<String> arn() {
        return Optional.ofNullable(arn);
    }

    /** What the start waits for, if it is not known to run. */
    synchronized Optional<String> startWait() {
        if (startedAt != null || end != null) {
            return Optional.empty();
        }
        return phase == Phase.KNOWN
                ? Optional.of("task " + taskId() + " is " + (status == null ? "being placed" : status) + " in ECS")
                : Optional.ofNullable(startWait);
    }

    private String taskId() {
        return arn == null ? "" : taskId(arn);
    }

    /** The short name of a task. */
    static String taskId(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    // ---- the stop

    /**
     * Somebody wants it to end.
     *
     * @return whether ECS has to be told now; if its start is under way, that is done when it is known
     */
    synchronized boolean stop(Instant now) {
        boolean first = !stopAsked;
        stopAsked = true;
        if (phase == Phase.QUEUED) {
            end(new AttemptEnd.StartFailed(TaskEnds.STOPPED_EARLY, now));
        }
        return first && phase == Phase.KNOWN;
    }

    /**
     * It is asked to end since its instance is to go: that will be no end of its own.
     *
     * @return whether ECS has to be told now
     */
    synchronized boolean interrupt(String statusReason, Instant now) {
        if (stopAsked || phase == Phase.ENDED) {
            return false;
        }
        interrupted = statusReason;
        return stop(now);
    }

    synchronized boolean isStopAsked() {
        return stopAsked;
    }

    // ---- what ECS shows

    /**
     * What a look at it has shown; an older sight of it changes nothing.
     *
     * @return why its host is lost, if its end says that; whoever reports the loss reports its end
     */
    synchronized Optional<String> seen(Task task, Instant now) {
        missingSince = OptionalLong.empty();
        status = task.lastStatus();
        if (phase == Phase.ENDED) {
            return Optional.empty();
        }
        Instant began = task.startedAt();
        if (began != null && startedAt == null) {
            startedAt = began;
            reports.started(id, began);
        }
        return STOPPED.equals(task.lastStatus()) ? stopped(endOf(task, now)) : Optional.empty();
    }

    private Optional<String> stopped(AttemptEnd how) {
        if (how instanceof AttemptEnd.Lost lost && !lost.statusReason().equals(interrupted)) {
            note(lost);
            return Optional.of(lost.statusReason());
        }
        end(how);
        return Optional.empty();
    }

    private AttemptEnd endOf(Task task, Instant now) {
        AttemptEnd itsOwn = TaskEnds.end(task, stopAsked, now);
        boolean byUs = task.stopCode() == TaskStopCode.USER_INITIATED;
        return interrupted != null && byUs ? new AttemptEnd.Lost(interrupted, itsOwn.at()) : itsOwn;
    }

    /** A look for it has shown that ECS does not know it; that passes if it is new. */
    synchronized void missing(Instant now) {
        if (phase != Phase.KNOWN) {
            return;
        }
        if (missingSince.isEmpty()) {
            missingSince = OptionalLong.of(nanos.getAsLong());
        } else if (nanos.getAsLong() - missingSince.getAsLong() >= MISSING_FOR.toNanos()) {
            end(new AttemptEnd.Unknown(
                    "ECS no longer knows task " + taskId()
                            + " (MISSING): it shows what has stopped for an hour, and not longer",
                    now));
        }
    }

    // ---- its end

    /** It ended in a way that no look at it can show. */
    synchronized void ended(AttemptEnd how) {
        if (phase != Phase.ENDED) {
            end(how);
        }
    }

    /** Its host is lost, and whoever reports that reports its end. */
    synchronized void lostWithHost(AttemptEnd.Lost how) {
        if (phase != Phase.ENDED) {
            note(how);
        }
    }

    private void end(AttemptEnd how) {
        note(how);
        reports.ended(id, how);
    }

    private void note(AttemptEnd how) {
        phase = Phase.ENDED;
        end = how;
        endedAt = nanos.getAsLong();
    }

    synchronized boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    /** How long ago it was known to have ended; empty if it is not. */
    synchronized Optional<Duration> endedFor() {
        return phase == Phase.ENDED ? Optional.of(Duration.ofNanos(nanos.getAsLong() - endedAt)) : Optional.empty();
    }

    /** Whether ECS keeps room for it, as far as is known. */
    synchronized boolean holds() {
        return phase == Phase.KNOWN;
    }

    /** Whether ECS may keep room for it. */
    synchronized boolean mayHold() {
        return phase == Phase.KNOWN || phase == Phase.SENT;
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

    /** What an inventory says of it. */
    synchronized AttemptState state() {
        if (end != null) {
            return new AttemptState.Ended(end);
        }
        return startedAt == null ? new AttemptState.NeverStarted() : new AttemptState.Running(startedAt);
    }
}
