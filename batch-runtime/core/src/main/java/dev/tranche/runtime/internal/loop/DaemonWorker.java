package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.Wakeup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.atomic.MpscLinkedAtomicQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker with a daemon thread, fed without a lock. */
final class DaemonWorker implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonWorker.class);

    private final MpscLinkedAtomicQueue<Runnable> tasks = new MpscLinkedAtomicQueue<>();
    private final Wakeup wakeup = new Wakeup();
    private final CountDownLatch ended = new CountDownLatch(1);

    // pairs with the read in run, after the tasks that were there before it
    private volatile boolean finishing;

    // pairs with the read before each task
    private volatile boolean abandoned;
    private final Thread thread;

    DaemonWorker(String name, DaemonCrew crew) {
        thread = new WorkerThread(this::run, name, crew);
        thread.start();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        wakeup.signal();
    }

    @Override
    public void finish() {
        finishing = true;
        wakeup.signal();
    }

    @Override
    public void abandon() {
        abandoned = true;
        finish();
        thread.interrupt();
    }

    @Override
    public boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void run() {
        try {
            while (true) {
                // read before the queue is found empty: what was given before finish is still done
                boolean last = finishing;
                Runnable task = tasks.poll();
                if (task != null) {
                    if (!abandoned) {
                        run(task);
                    }
                } else if (last) {
                    return;
                } else {
                    wakeup.sleep(() -> tasks.isEmpty() && !finishing, Long.MAX_VALUE);
                    // an interrupt is nothing to us and would keep the thread from sleeping
                    boolean ignored = Thread.interrupted();
                }
            }
        } finally {
            ended.countDown();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("{} failed in a task", Thread.currentThread().getName(), e);
        }
    }

    /** A thread that the runtime needs for itself and that must not wait for it. */
    static final class WorkerThread extends Thread {
        private final DaemonCrew crew;

        WorkerThread(Runnable body, String name, DaemonCrew crew) {
            super(body, name);
            this.crew = crew;
            setDaemon(true);
        }

        DaemonCrew crew() {
            return crew;
        }
    }
}
