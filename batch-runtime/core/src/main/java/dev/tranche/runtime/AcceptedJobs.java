package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.state.DependencyKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one frame says of the jobs that it accepts and that never changes: told after the job itself, and needed with it. */
final class AcceptedJobs extends OutcomeListener {
    private final long runtimeId;
    private final Map<Long, Said> said = new HashMap<>();

    AcceptedJobs(long runtimeId) {
        this.runtimeId = runtimeId;
    }

    /** Of one job. */
    static final class Said {
        final List<JobId> dependsOn = new ArrayList<>();
        final List<Submission.Dependency> dependencies = new ArrayList<>();
        boolean childByChild;
        int stopAfterFailures;

        @Nullable
        JobId rerunOf;

        @Nullable
        String clientToken;

        long content;
        private long workflow;
    }

    Said of(long job) {
        return said.computeIfAbsent(job, number -> new Said());
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        of(job).workflow = workflow;
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        of(job).clientToken = clientToken;
        of(job).content = content;
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        Said of = said.get(job);
        if (of != null && predecessor != of.workflow) {
            of.dependsOn.add(new JobId(runtimeId, predecessor, predecessorIndex));
            of.dependencies.add(new Submission.Dependency(predecessor, predecessorIndex, kind));
            of.childByChild |= kind == DependencyKind.EACH;
        }
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        of(job).rerunOf = new JobId(runtimeId, earlier, JobId.NO_INDEX);
    }

    @Override
    public void jobLimited(long job, int failures, long deadline) {
        of(job).stopAfterFailures = failures;
    }
}
