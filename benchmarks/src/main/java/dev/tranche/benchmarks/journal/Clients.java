package dev.tranche.benchmarks.journal;

import dev.tranche.model.JobRequest;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobHandle;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Two threads that submit with 256 messages outstanding each: the next leaves when one has been acknowledged. */
final class Clients {
    private static final int THREADS = 2;
    private static final int OUTSTANDING = 256;

    private final BatchRuntime runtime;
    private final int perMessage;

    // written by the thread that completes an acknowledgement, read when all are in
    private volatile @Nullable Throwable refused;

    /** Clients of a runtime whose messages have so many jobs. */
    Clients(BatchRuntime runtime, int perMessage) {
        this.runtime = runtime;
        this.perMessage = perMessage;
    }

    /**
     * Submits jobs and waits until the last one has been acknowledged.
     *
     * @return the jobs in a second
     */
    double submit(int jobs) throws InterruptedException {
        List<JobRequest> message = Rig.jobs(0, perMessage);
        Thread[] clients = new Thread[THREADS];
        long began = System.nanoTime();
        for (int client = 0; client < THREADS; client++) {
            clients[client] = new Thread(() -> send(message, jobs / THREADS / perMessage), "client-" + client);
            clients[client].start();
        }
        for (Thread client : clients) {
            client.join();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (refused != null) {
            throw new IllegalStateException("a submit was not acknowledged", refused);
        }
        return jobs / seconds;
    }

    private void send(List<JobRequest> message, int messages) {
        Semaphore outstanding = new Semaphore(OUTSTANDING);
        for (int i = 0; i < messages; i++) {
            outstanding.acquireUninterruptibly();
            last(message).accepted().whenComplete((detail, failure) -> {
                if (failure != null) {
                    refused = failure;
                }
                outstanding.release();
            });
        }
        outstanding.acquireUninterruptibly(OUTSTANDING);
    }

    /** A message is in when its last job is. */
    private JobHandle last(List<JobRequest> message) {
        if (perMessage == 1) {
            return runtime.submitAsync(message.get(0), Rig.QUEUE);
        }
        return runtime.submitAllAsync(message, Rig.QUEUE).get(perMessage - 1);
    }
}
