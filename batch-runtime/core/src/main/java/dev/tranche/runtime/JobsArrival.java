package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One call's jobs on their way in, one after another. */
final class JobsArrival implements Arrival {
    private final List<NewJob> jobs;
    private final int permits;
    private int next;

    JobsArrival(List<NewJob> jobs, int permits) {
        this.jobs = jobs;
        this.permits = permits;
    }

    @Override
    public int permits() {
        return permits;
    }

    @Override
    public @Nullable Input next() {
        return next < jobs.size() ? jobs.get(next++) : null;
    }

    @Override
    public void refused(Throwable cause) {
        while (next < jobs.size()) {
            NewJob job = jobs.get(next++);
            job.refuse(Failures.of("job " + job.submission().name(), cause));
        }
    }
}
