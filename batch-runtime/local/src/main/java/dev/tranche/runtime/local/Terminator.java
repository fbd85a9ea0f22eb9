package dev.tranche.runtime.local;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Ends what an attempt started, wherever in the process table it went. All on one thread, which has the time to walk the
 * process table; the process group, which is all that most programs are, is signalled at once by the caller's thread.
 */
final class Terminator {
    private static final int FIRST_PAUSE_MILLIS = 1;
    private static final int LONGEST_PAUSE_MILLIS = 64;
    private static final int ROUNDS = 100;

    private final Orphans orphans;
    private final Timers thread;
    private final Consumer<String> warnings;

    Terminator(Orphans orphans, Timers thread, Consumer<String> warnings) {
        this.orphans = orphans;
        this.thread = thread;
        this.warnings = warnings;
    }

    /** SIGTERM to everything, after the grace SIGKILL to what is left. */
    void stop(Child child, long graceMillis) {
        child.signalGroup(Libc.SIGTERM);
        child.signalGroup(Libc.SIGCONT);
        thread.run(() -> askStragglers(child));
        thread.after(graceMillis, () -> kill(child));
    }

    /** SIGKILL to everything; the reaper sees the main process die, and {@link #finish} deals with the rest. */
    void kill(Child child) {
        child.signalGroup(Libc.SIGKILL);
    }

    /**
     * Kills what the main process of an attempt left behind until nothing is left, then runs the continuation. Gives up
     * after some seconds with a warning: a process in an uninterruptible wait, or one that became another user's.
     */
    void finish(Child child, Runnable then) {
        thread.run(() -> finish(child, then, 1));
    }

    private void finish(Child child, Runnable then, int round) {
        List<ProcessEntry> left = processesOf(child);
        left.forEach(process -> signal(process, Libc.SIGKILL));
        if (left.isEmpty()) {
            then.run();
        } else if (round == ROUNDS) {
            warnings.accept("processes of attempt " + child.attempt() + " cannot be killed: " + left);
            then.run();
        } else {
            long pause = Math.min(LONGEST_PAUSE_MILLIS, (long) FIRST_PAUSE_MILLIS << Math.min(round, Integer.SIZE - 2));
            thread.after(pause, () -> finish(child, then, round + 1));
        }
    }

    /** Those that left the group for one of their own; a signal twice would show in a program that counts them. */
    private void askStragglers(Child child) {
        if (!child.isRunning()) {
            return;
        }
        for (ProcessEntry process : processesOf(child)) {
            if (process.group() != child.pid()) {
                signal(process, Libc.SIGTERM);
                signal(process, Libc.SIGCONT);
            }
        }
    }

    private List<ProcessEntry> processesOf(Child child) {
        try {
            return orphans.processesOf(child, ProcessTable.read());
        } catch (IOException e) {
            warnings.accept("cannot read the process table, so only the process groups are ended: " + e);
            return List.of();
        }
    }

    /** Looks again first: the table is some milliseconds old, and numbers are given away again. */
    private static void signal(ProcessEntry process, int signal) {
        if (ProcessTable.find(process.pid()).filter(process::isSameProcessAs).isPresent()) {
            Libc.kill(process.pid(), signal);
        }
    }
}
