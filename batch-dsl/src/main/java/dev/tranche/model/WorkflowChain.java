package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The jobs of a workflow, as far as they have been added. */
final class WorkflowChain implements WorkflowBuilder {
    private final String name;
    // what keys remember in place of this builder, which would keep all its jobs alive
    private final Object origin = new Object();
    private final Map<String, Submission> jobs = new LinkedHashMap<>();
    private final Chain limits = new Chain();

    WorkflowChain(String name) {
        this.name = name;
    }

    @Override
    public JobRef add(JobRequest job) {
        return new JobRef(node(job));
    }

    @Override
    public ArrayJobRef add(ArrayJobRequest job) {
        return new ArrayJobRef(node(job), job.size());
    }

    @Override
    public JobRef add(MultiNodeJobRequest job) {
        return new JobRef(node(job));
    }

    private NodeKey node(Submission job) {
        var key = new NodeKey(name, job.name(), origin);
        job.dependencies().forEach(dependency -> refuseForeign(key, dependency.predecessor()));
        if (jobs.putIfAbsent(job.name(), job) != null) {
            throw new IllegalArgumentException(
                    "workflow " + name + " has a job " + job.name() + " already; each needs a name of its own");
        }
        return key;
    }

    private void refuseForeign(NodeKey key, Object predecessor) {
        if (predecessor instanceof NodeKey node && !node.isFrom(origin)) {
            throw new IllegalArgumentException(
                    key + " cannot wait for " + node + ": a job can only wait for jobs of its own workflow");
        }
    }

    @Override
    public WorkflowChain timeout(Duration run) {
        limits.say(Workflow.TIMEOUT, Check.positive("timeout", run));
        return this;
    }

    @Override
    public WorkflowChain stopAfterFailures(int failures) {
        limits.say(Workflow.STOP_AFTER_FAILURES, Check.positive("number of failures to stop after", failures));
        return this;
    }

    @Override
    public Workflow build() {
        var problems = Problems.of("workflow " + name);
        problems.addIf(jobs.isEmpty(), "jobs", "there are none; add at least one");
        limits.said()
                .find(Workflow.STOP_AFTER_FAILURES)
                .ifPresent(failures -> problems.addIf(
                        failures > jobs.size(),
                        "stop after failures",
                        "must be at most the number of jobs, " + jobs.size() + ": " + failures));
        jobs.values().forEach(job -> report(job, problems.in("job " + job.name())));
        problems.throwIfAny();
        return new Workflow(name, ImmutableList.copyOf(jobs.values()), limits.said());
    }

    private static void report(Submission job, Problems problems) {
        if (job instanceof JobRequest one) {
            one.effective(problems);
        } else if (job instanceof ArrayJobRequest array) {
            array.each().effective(problems);
        } else if (job instanceof MultiNodeJobRequest nodes) {
            nodes.effective(problems);
        }
    }
}
