package dev.tranche.runtime.simulation;

import dev.tranche.model.JobQueue;
import dev.tranche.model.Submission;
import dev.tranche.model.Workflow;
import dev.tranche.runtime.JobRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A workflow that is looked at before it is run: what would run where and when, and what can never run and why. A value,
 * with the words of a {@link Simulation}.
 */
public final class DryRun extends SimulationWords<DryRun> {
    private final Workflow workflow;

    DryRun(Scenario scenario, Workflow workflow) {
        super(scenario);
        this.workflow = workflow;
    }

    @Override
    DryRun with(Scenario another) {
        return new DryRun(another, workflow);
    }

    /**
     * Plans the workflow, each job of which has said its queue.
     *
     * @return the schedule, as {@link #plan(JobQueue)} gives it
     * @throws IllegalArgumentException if one has not
     */
    public Schedule plan() {
        List<String> homeless = workflow.jobs().stream()
                .filter(job -> job.queue().isEmpty())
                .map(Submission::name)
                .toList();
        if (!homeless.isEmpty()) {
            throw new IllegalArgumentException("workflow " + workflow.name() + " has jobs that say no queue: "
                    + homeless + "; say with plan(queue) where they go");
        }
        return plan(workflow.jobs().get(0).queue().orElseThrow());
    }

    /**
     * Plans the workflow.
     *
     * @param queue where the jobs go that have said no queue of their own
     * @return what would happen. If the workflow would be refused, nothing would, and {@link Schedule#neverRuns} has the
     *     jobs that stand in the way; otherwise it has those that nothing would ever start
     * @throws IllegalArgumentException if something was said of an environment that none of its queues uses
     * @throws HorizonReachedException if faults keep it from ending
     */
    public Schedule plan(JobQueue queue) {
        try (VirtualRuntime runtime = VirtualRuntime.open(scenario(), queues(queue))) {
            try {
                runtime.submit(workflow, queue);
            } catch (JobRefusedException e) {
                return runtime.schedule(refused(e));
            }
            return runtime.untilIdle();
        }
    }

    private List<JobQueue> queues(JobQueue queue) {
        Set<JobQueue> queues = new LinkedHashSet<>();
        queues.add(queue);
        workflow.jobs().forEach(job -> job.queue().ifPresent(queues::add));
        return List.copyOf(queues);
    }

    private List<NeverRuns> refused(JobRefusedException refusal) {
        List<NeverRuns> jobs = new ArrayList<>();
        refusal.refusals().forEach((job, reason) -> jobs.add(new NeverRuns(job, Optional.empty(), reason)));
        return jobs.isEmpty()
                ? List.of(new NeverRuns(workflow.name(), Optional.empty(), String.valueOf(refusal.getMessage())))
                : jobs;
    }

    /** Prints the workflow and the seed. */
    @Override
    public String toString() {
        return "dry run of workflow " + workflow.name() + ", seed " + scenario().seed();
    }
}
