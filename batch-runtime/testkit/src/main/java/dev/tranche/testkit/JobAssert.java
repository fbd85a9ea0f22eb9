package dev.tranche.testkit;

import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import org.jspecify.annotations.Nullable;

/** Assertions about a job. */
public final class JobAssert extends AbstractJobAssert<JobAssert> {
    JobAssert(JobDetail job, @Nullable JobHandle handle) {
        super(job, handle, JobAssert.class);
    }
}
