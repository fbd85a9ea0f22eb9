package dev.tranche.runtime.local;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files on a thread of its own, since a directory can hold a million of them and no caller should wait. */
final class Housekeeping implements AutoCloseable {
    /** Something to be done with files. */
    interface Chore {
        void run() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long END_SECONDS = 60;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "local-housekeeping");
        daemon.setDaemon(true);
        return daemon;
    });

    /** Does a chore soon. A chore that fails leaves files behind and harms nothing else. */
    void soon(String what, Chore chore) {
        try {
            thread.execute(() -> run(what, chore));
        } catch (RejectedExecutionException e) {
            LOG.debug("no need to {}: the whole directory is being removed", what, e);
        }
    }

    private static void run(String what, Chore chore) {
        try {
            chore.run();
        } catch (IOException | RuntimeException e) {
            LOG.warn("cannot {}", what, e);
        }
    }

    /** Takes no more chores and waits for those it has: directories to be kept are among them. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("removal of files is still under way after {} s", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
