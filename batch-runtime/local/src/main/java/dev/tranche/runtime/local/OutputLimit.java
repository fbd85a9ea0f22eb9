package dev.tranche.runtime.local;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kills attempts whose output grows beyond the limit. Looks at the sizes of the files a few times a second, so a fast
 * writer overshoots by what it writes in that time; nothing stands between the program and its file.
 */
final class OutputLimit {
    private static final long PERIOD_MILLIS = 200;

    private final AttemptPaths paths;
    private final long bytes;
    private final Children children;
    private final Terminator terminator;
    private final Timers thread;

    // Set by a thread that starts programs, cleared by the timer's thread: one check is under way at the most.
    private final AtomicBoolean scheduled = new AtomicBoolean();

    OutputLimit(AttemptPaths paths, long bytes, Children children, Terminator terminator, Timers thread) {
        this.paths = paths;
        this.bytes = bytes;
        this.children = children;
        this.terminator = terminator;
        this.thread = thread;
    }

    /** Sees to it that what runs is looked at, as long as anything does. */
    void watch() {
        if (!scheduled.get() && scheduled.compareAndSet(false, true)) {
            thread.after(PERIOD_MILLIS, this::check);
        }
    }

    private void check() {
        scheduled.set(false);
        for (Child child : children.running()) {
            check(child, AttemptPaths.STDOUT);
            check(child, AttemptPaths.STDERR);
        }
        if (!children.running().isEmpty()) {
            watch();
        }
    }

    private void check(Child child, String stream) {
        boolean tooLong = paths.output(child.attempt(), stream).toFile().length() > bytes;
        if (tooLong && child.overflowed(stream)) {
            terminator.kill(child);
        }
    }
}
