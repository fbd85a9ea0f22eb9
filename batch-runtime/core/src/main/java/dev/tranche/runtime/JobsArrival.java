package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Input;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One call's jobs on their way in, one after another. */
final class JobsArrival implements Arrival {
    private final List<NewJob> jobs;
    private final int permits;
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();
    private int next;

    JobsArrival(List<NewJob> jobs, int permits) {
        this.jobs = jobs;
        this.permits = permits;
    }

    /** Completed when each of the jobs has been accepted or refused. */
    CompletableFuture<Boolean> answered() {
        return answered;
    }

    @Override
    public int permits() {
        return permits;
    }

    @Override
    public @Nullable Input next() {
        if (next == jobs.size()) {
            return null;
        }
        NewJob job = jobs.get(next++);
        return next < jobs.size() ? job : new Last(job);
    }

    @Override
    public void refused(Throwable cause) {
        while (next < jobs.size()) {
            NewJob job = jobs.get(next++);
            job.refuse(Failures.of("job " + job.submission().name(), cause));
        }
        answered.complete(false);
    }

    /** The last job of the call, which tells its caller. */
    private final class Last implements Input {
        private final NewJob job;

        Last(NewJob job) {
            this.job = job;
        }

        @Override
        public void feed(Machine machine) {
            job.feed(machine);
        }

        @Override
        public void released() {
            job.released();
            answered.complete(true);
        }

        @Override
        public void failed(Throwable cause) {
            job.failed(cause);
            answered.complete(false);
        }

        @Override
        public void abandoned(Throwable cause) {
            job.abandoned(cause);
            answered.complete(false);
        }

        @Override
        public String toString() {
            return job.toString();
        }
    }
}
