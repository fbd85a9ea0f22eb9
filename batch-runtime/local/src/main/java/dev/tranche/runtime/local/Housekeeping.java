package dev.tranche.runtime.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files on a thread of its own, since a directory can hold a million of them and no caller should wait. */
final class Housekeeping implements AutoCloseable {
    /** Something to be done with files. */
    interface Chore {
        void run() throws IOException;
    }

    private record Named(Supplier<String> what, Chore chore) {}

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long END_SECONDS = 60;

    /** Long enough for many attempts to end in it, and too short for their files to fill a disk. */
    private static final long LATER_MILLIS = 50;

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread daemon = new Thread(task, "local-housekeeping");
        daemon.setDaemon(true);
        return daemon;
    });

    // Guarded by this: the dispatcher adds, the thread takes all, whoever closes forgets them.
    private final List<Named> later = new ArrayList<>();
    private @Nullable ScheduledFuture<?> laterRun;

    /** Does a chore soon. A chore that fails leaves files behind and harms nothing else. */
    void soon(Supplier<String> what, Chore chore) {
        try {
            thread.execute(() -> run(new Named(what, chore)));
        } catch (RejectedExecutionException e) {
            unneeded(what, e);
        }
    }

    /**
     * Does a small chore in a moment, with all others that come meanwhile: to be woken for each would cost the thread more
     * than the chore. One that is still put off at the end is left out.
     */
    synchronized void later(Supplier<String> what, Chore chore) {
        later.add(new Named(what, chore));
        if (later.size() == 1) {
            try {
                laterRun = thread.schedule(this::runLater, LATER_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                unneeded(what, e);
            }
        }
    }

    private void runLater() {
        takeLater().forEach(Housekeeping::run);
    }

    private synchronized List<Named> takeLater() {
        List<Named> all = List.copyOf(later);
        later.clear();
        return all;
    }

    private static void unneeded(Supplier<String> what, RejectedExecutionException closed) {
        LOG.debug("no need to {}: the whole directory is being removed", what.get(), closed);
    }

    private static void run(Named chore) {
        try {
            chore.chore().run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot {}", chore.what().get(), e);
        }
    }

    /**
     * Takes no more chores and waits for those it has: directories to be kept are among them. What is put off is of no use
     * any more, since the whole directory is removed.
     */
    @Override
    public void close() {
        forgetLater();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("removal of files is still under way after {} s", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void forgetLater() {
        later.clear();
        if (laterRun != null) {
            laterRun.cancel(false);
        }
    }
}
