package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.Wakeup;

/** The daemon thread {@code batch-loop}: does the turns of a loop and sleeps when there is nothing to do. */
final class LoopThread implements LoopRun {
    /** How long it sleeps at the most: what it looks after by itself (a listener's patience) is looked after this often. */
    private static final long MAX_SLEEP_NANOS = 1_000_000_000L;

    private final SchedulerLoop loop;
    private final Wakeup wakeup;
    private final Runnable afterwards;
    private final Thread thread;

    /**
     * A thread that has not been started.
     *
     * @param afterwards run by it when the loop has stopped
     */
    LoopThread(SchedulerLoop loop, Wakeup wakeup, Runnable afterwards) {
        this.loop = loop;
        this.wakeup = wakeup;
        this.afterwards = afterwards;
        this.thread = new Thread(this::run, "batch-loop");
        thread.setDaemon(true);
    }

    LoopThread start() {
        thread.start();
        return this;
    }

    @Override
    public void join() throws InterruptedException {
        thread.join();
    }

    private void run() {
        try {
            while (!loop.isStopped()) {
                loop.awake();
                if (loop.doWork() == 0) {
                    wakeup.sleep(() -> !loop.hasWork(), Math.min(loop.idleNanos(), MAX_SLEEP_NANOS));
                    boolean ignored = Thread.interrupted(); // would keep it from sleeping
                }
            }
        } finally {
            afterwards.run();
        }
    }
}
