package dev.tranche.benchmarks.machine;

import dev.tranche.model.JobStatus;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A job of the {@link LockedScheduler}. */
final class LockedJob {
    /** Higher priority first, then first come, first served. */
    static final Comparator<LockedJob> ORDER = Comparator.<LockedJob>comparingInt(job -> -Workload.priority(job.queue))
            .thenComparingLong(job -> job.number);

    final String id;
    final long number;
    final int kind;
    final int queue;
    final int millivcpus;
    final int memoryMib;
    JobStatus status = JobStatus.RUNNABLE;
    int attempts;

    @Nullable
    LockedHost host;

    LockedJob(String id, long number, int kind) {
        this.id = id;
        this.number = number;
        this.kind = kind;
        this.queue = Workload.queue(kind);
        this.millivcpus = Workload.millivcpus(Workload.shape(kind));
        this.memoryMib = Workload.memoryMib(Workload.shape(kind));
    }
}
