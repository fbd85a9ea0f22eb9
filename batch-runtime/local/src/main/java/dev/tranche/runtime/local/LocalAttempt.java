package dev.tranche.runtime.local;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Reports;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An attempt in the runtime: what its supervisor said of it so far. */
final class LocalAttempt {
    private final AttemptId id;
    private final long key;
    private final SupervisorLink supervisor;
    private final String directory;

    // Guarded by this: the dispatcher launches and asks, the supervisor's thread tells.
    private @Nullable Instant startedAt;
    private @Nullable AttemptEnd end;
    private int pid;

    LocalAttempt(AttemptId id, long key, SupervisorLink supervisor) {
        this.id = id;
        this.key = key;
        this.supervisor = supervisor;
        this.directory = AttemptPaths.directoryName(id);
    }

    AttemptId id() {
        return id;
    }

    long key() {
        return key;
    }

    /** The name of its directory, and what its processes are marked with. */
    String directory() {
        return directory;
    }

    /** Its supervisor, as long as that has something to do for it. */
    synchronized @Nullable SupervisorLink supervisor() {
        return end == null ? supervisor : null;
    }

    synchronized boolean isOpen() {
        return end == null;
    }

    /** Its main process, 0 before it is known. */
    synchronized int pid() {
        return pid;
    }

    void started(int mainProcess, Instant at, Reports reports) {
        synchronized (this) {
            pid = mainProcess;
            startedAt = at;
        }
        reports.started(id, at);
    }

    /** Notes and reports an end; only the first counts. */
    void ended(AttemptEnd how, Reports reports) {
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = how;
        }
        reports.ended(id, how);
    }

    /** Says again what has been said. */
    void repeat(Reports reports) {
        Instant started;
        AttemptEnd ended;
        synchronized (this) {
            started = startedAt;
            ended = end;
        }
        if (started != null) {
            reports.started(id, started);
        }
        if (ended != null) {
            reports.ended(id, ended);
        }
    }

    /** A start that is under way counts as none: launching again is safe, and says what became of it. */
    synchronized AttemptState state() {
        if (end != null) {
            return new AttemptState.Ended(end);
        }
        return startedAt == null ? new AttemptState.NeverStarted() : new AttemptState.Running(startedAt);
    }
}
