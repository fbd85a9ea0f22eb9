package dev.tranche.runtime.local;

import java.time.Instant;
import java.util.OptionalLong;

/** An attempt in its supervisor: from the command to start it until nothing of it is left. */
final class Child {
    private enum Phase {
        WAITING,
        RUNNING,
        ENDED
    }

    private static final long NO_STOP = -1;

    private final long key;
    private final String attempt;

    // Guarded by this: the thread that starts, the reaper and the terminator meet here.
    private Phase phase = Phase.WAITING;
    private int pid;
    private Instant startedAt = Instant.EPOCH;
    private long stopGraceMillis = NO_STOP;
    private String overflow = "";

    Child(long key, String attempt) {
        this.key = key;
        this.attempt = attempt;
    }

    long key() {
        return key;
    }

    String attempt() {
        return attempt;
    }

    synchronized int pid() {
        return pid;
    }

    synchronized Instant startedAt() {
        return startedAt;
    }

    synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    synchronized boolean stopRequested() {
        return stopGraceMillis != NO_STOP;
    }

    /**
     * Notes that somebody wants it to stop.
     *
     * @return whether it runs, so that it has to be signalled; otherwise the thread that starts it will see the request
     */
    synchronized boolean requestStop(long graceMillis) {
        stopGraceMillis = graceMillis;
        return phase == Phase.RUNNING;
    }

    /**
     * Notes that its program runs.
     *
     * @return the grace of a stop that was requested meanwhile
     */
    synchronized OptionalLong running(int mainProcess, Instant at) {
        pid = mainProcess;
        startedAt = at;
        phase = Phase.RUNNING;
        return stopGraceMillis == NO_STOP ? OptionalLong.empty() : OptionalLong.of(stopGraceMillis);
    }

    /** Notes that an output exceeded its limit, once. */
    synchronized boolean overflowed(String stream) {
        boolean first = phase == Phase.RUNNING && overflow.isEmpty();
        if (first) {
            overflow = stream;
        }
        return first;
    }

    synchronized String overflow() {
        return overflow;
    }

    /** Signals its process group, as long as the group's number certainly is its own. */
    synchronized void signalGroup(int signal) {
        if (phase == Phase.RUNNING) {
            Libc.kill(-pid, signal);
        }
    }

    /**
     * Kills what is left of its group, then takes its dead main process off the process table. Under the lock and in this
     * order, because the dead process is what keeps the group's number from being given to somebody else.
     */
    synchronized void bury() {
        Libc.kill(-pid, Libc.SIGKILL);
        Libc.waitpid(pid, 0, 0);
        phase = Phase.ENDED;
    }
}
