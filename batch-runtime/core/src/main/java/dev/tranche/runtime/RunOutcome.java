package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a workflow run ended. */
final class RunOutcome implements WorkflowOutcome {
    private static final Set<EndCause> BECAUSE_OF_OTHERS = EnumSet.of(EndCause.DEPENDENCY, EndCause.STOPPED);

    private final RunFacts facts;
    private final boolean succeeded;
    private final @Nullable String stopReason;
    private final List<JobDetail> jobs;

    RunOutcome(RunFacts facts, boolean succeeded, @Nullable String stopReason, List<JobDetail> jobs) {
        this.facts = facts;
        this.succeeded = succeeded;
        this.stopReason = stopReason;
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public JobId run() {
        return facts.id();
    }

    @Override
    public String name() {
        return facts.workflow();
    }

    @Override
    public boolean succeeded() {
        return succeeded;
    }

    @Override
    public Optional<String> statusReason() {
        return Optional.ofNullable(stopReason);
    }

    @Override
    public List<JobDetail> failed() {
        return jobs.stream()
                .filter(job -> job.status() == JobStatus.FAILED && causeOf(job) != EndCause.NOT_NEEDED)
                .sorted(Comparator.comparing(job -> BECAUSE_OF_OTHERS.contains(causeOf(job))))
                .toList();
    }

    private static EndCause causeOf(JobDetail job) {
        EndCause cause = ((JobSnapshot) job).cause();
        return cause == null ? EndCause.ATTEMPT : cause;
    }

    @Override
    public List<JobDetail> jobs() {
        return jobs;
    }

    @Override
    public WorkflowOutcome orThrow() {
        if (!succeeded) {
            failed().stream().findFirst().ifPresent(JobDetail::orThrow);
        }
        return this;
    }

    /** Prints the workflow, its end and how many jobs failed. */
    @Override
    public String toString() {
        String end = succeeded ? "succeeded" : "failed";
        String why = stopReason == null ? "" : ", " + stopReason;
        return "workflow run " + name() + " (" + run() + ") " + end + ": " + failed().size() + " of " + jobs.size()
                + " jobs failed" + why;
    }
}
