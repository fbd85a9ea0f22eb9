package dev.tranche.runtime.simulation;

import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Workflow;
import dev.tranche.runtime.ArrayJobHandle;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.ConsumableHandle;
import dev.tranche.runtime.EnvironmentHandle;
import dev.tranche.runtime.History;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.MultiNodeJobHandle;
import dev.tranche.runtime.QueueHandle;
import dev.tranche.runtime.StopResult;
import dev.tranche.runtime.Subscription;
import dev.tranche.runtime.WorkflowRun;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Hands everything on to another runtime. */
abstract class ForwardingRuntime implements BatchRuntime {
    private final BatchRuntime runtime;

    ForwardingRuntime(BatchRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public JobHandle submit(JobRequest job, JobQueue queue) {
        return runtime.submit(job, queue);
    }

    @Override
    public ArrayJobHandle submit(ArrayJobRequest job, JobQueue queue) {
        return runtime.submit(job, queue);
    }

    @Override
    public MultiNodeJobHandle submit(MultiNodeJobRequest job, JobQueue queue) {
        return runtime.submit(job, queue);
    }

    @Override
    public WorkflowRun submit(Workflow workflow, JobQueue queue) {
        return runtime.submit(workflow, queue);
    }

    @Override
    public List<JobHandle> submitAll(List<JobRequest> jobs, JobQueue queue) {
        return runtime.submitAll(jobs, queue);
    }

    @Override
    public JobHandle submitAsync(JobRequest job, JobQueue queue) {
        return runtime.submitAsync(job, queue);
    }

    @Override
    public ArrayJobHandle submitAsync(ArrayJobRequest job, JobQueue queue) {
        return runtime.submitAsync(job, queue);
    }

    @Override
    public MultiNodeJobHandle submitAsync(MultiNodeJobRequest job, JobQueue queue) {
        return runtime.submitAsync(job, queue);
    }

    @Override
    public WorkflowRun submitAsync(Workflow workflow, JobQueue queue) {
        return runtime.submitAsync(workflow, queue);
    }

    @Override
    public List<JobHandle> submitAllAsync(List<JobRequest> jobs, JobQueue queue) {
        return runtime.submitAllAsync(jobs, queue);
    }

    @Override
    public Optional<JobHandle> trySubmit(JobRequest job, JobQueue queue) {
        return runtime.trySubmit(job, queue);
    }

    @Override
    public Optional<ArrayJobHandle> trySubmit(ArrayJobRequest job, JobQueue queue) {
        return runtime.trySubmit(job, queue);
    }

    @Override
    public Optional<MultiNodeJobHandle> trySubmit(MultiNodeJobRequest job, JobQueue queue) {
        return runtime.trySubmit(job, queue);
    }

    @Override
    public Optional<WorkflowRun> trySubmit(Workflow workflow, JobQueue queue) {
        return runtime.trySubmit(workflow, queue);
    }

    @Override
    public Optional<JobHandle> job(JobId id) {
        return runtime.job(id);
    }

    @Override
    public Map<JobId, StopResult> cancelAll(Collection<JobId> jobs, String reason) {
        return runtime.cancelAll(jobs, reason);
    }

    @Override
    public Map<JobId, StopResult> cancelAll(Predicate<? super JobDetail> which, String reason) {
        return runtime.cancelAll(which, reason);
    }

    @Override
    public Map<JobId, StopResult> terminateAll(Collection<JobId> jobs, String reason) {
        return runtime.terminateAll(jobs, reason);
    }

    @Override
    public Map<JobId, StopResult> terminateAll(Predicate<? super JobDetail> which, String reason) {
        return runtime.terminateAll(which, reason);
    }

    @Override
    public QueueHandle queue(JobQueue queue) {
        return runtime.queue(queue);
    }

    @Override
    public EnvironmentHandle environment(ComputeEnvironment environment) {
        return runtime.environment(environment);
    }

    @Override
    public ConsumableHandle consumable(ConsumableResource resource) {
        return runtime.consumable(resource);
    }

    @Override
    public History history() {
        return runtime.history();
    }

    @Override
    public Subscription listen(BatchListener listener) {
        return runtime.listen(listener);
    }

    @Override
    public boolean drain(Duration atMost) {
        return runtime.drain(atMost);
    }

    @Override
    public void close() {
        runtime.close();
    }

    @Override
    public String toString() {
        return runtime.toString();
    }
}
