package dev.tranche.runtime;

import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Workflow;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The door of an open runtime. */
final class OpenRuntime implements BatchRuntime {
    private final Door door;
    private final Submitter submitter;
    private final Jobs jobs;
    private final Listeners listeners;
    private final Handles handles;
    private final Closing closing;
    private final @Nullable History history;

    OpenRuntime(
            Door door,
            Submitter submitter,
            Jobs jobs,
            Listeners listeners,
            Handles handles,
            Closing closing,
            @Nullable History history) {
        this.door = door;
        this.submitter = submitter;
        this.jobs = jobs;
        this.listeners = listeners;
        this.handles = handles;
        this.closing = closing;
        this.history = history;
    }

    /** For tests of what happens while the loop is busy. */
    Door door() {
        return door;
    }

    private Submitter open() {
        door.ensureOpen();
        return submitter;
    }

    /** The same for calls that wait; asked before anything is prepared, which would have to be taken back. */
    private Submitter openToWait() {
        door.ensureWaitAllowed("submit");
        return open();
    }

    @Override
    public JobHandle submit(JobRequest job, JobQueue queue) {
        return openToWait().call(job, queue).enterAndWait();
    }

    @Override
    public ArrayJobHandle submit(ArrayJobRequest job, JobQueue queue) {
        return openToWait().call(job, queue).enterAndWait();
    }

    @Override
    public MultiNodeJobHandle submit(MultiNodeJobRequest job, JobQueue queue) {
        return openToWait().call(job, queue).enterAndWait();
    }

    @Override
    public WorkflowRun submit(Workflow workflow, JobQueue queue) {
        return openToWait().call(workflow, queue).enterAndWait();
    }

    @Override
    public List<JobHandle> submitAll(List<JobRequest> requests, JobQueue queue) {
        return openToWait().callAll(requests, queue).enterAndWait();
    }

    @Override
    public JobHandle submitAsync(JobRequest job, JobQueue queue) {
        return open().call(job, queue).enterNow();
    }

    @Override
    public ArrayJobHandle submitAsync(ArrayJobRequest job, JobQueue queue) {
        return open().call(job, queue).enterNow();
    }

    @Override
    public MultiNodeJobHandle submitAsync(MultiNodeJobRequest job, JobQueue queue) {
        return open().call(job, queue).enterNow();
    }

    @Override
    public WorkflowRun submitAsync(Workflow workflow, JobQueue queue) {
        return open().call(workflow, queue).enterNow();
    }

    @Override
    public List<JobHandle> submitAllAsync(List<JobRequest> requests, JobQueue queue) {
        return open().callAll(requests, queue).enterNow();
    }

    @Override
    public Optional<JobHandle> trySubmit(JobRequest job, JobQueue queue) {
        return open().call(job, queue).tryEnter();
    }

    @Override
    public Optional<ArrayJobHandle> trySubmit(ArrayJobRequest job, JobQueue queue) {
        return open().call(job, queue).tryEnter();
    }

    @Override
    public Optional<MultiNodeJobHandle> trySubmit(MultiNodeJobRequest job, JobQueue queue) {
        return open().call(job, queue).tryEnter();
    }

    @Override
    public Optional<WorkflowRun> trySubmit(Workflow workflow, JobQueue queue) {
        return open().call(workflow, queue).tryEnter();
    }

    @Override
    public Optional<JobHandle> job(JobId id) {
        if (id.runtime() != door.runtimeId()) {
            return Optional.empty();
        }
        @Nullable LiveJob found = door.<@Nullable LiveJob>ask("job", machine -> jobs.get(id.number()));
        return found == null ? Optional.empty() : handle(found, id);
    }

    private Optional<JobHandle> handle(LiveJob job, JobId id) {
        JobHandle handle = SubmittedJob.of(job, door);
        if (!id.isChild()) {
            return Optional.of(handle);
        }
        if (handle instanceof MultiNodeJobHandle gang && id.index() < gang.nodes()) {
            return Optional.of(gang.node(id.index()));
        }
        return handle instanceof ArrayJobHandle array && id.index() < array.size()
                ? Optional.of(array.child(id.index()))
                : Optional.empty();
    }

    @Override
    public Map<JobId, StopResult> cancelAll(Collection<JobId> ids, String reason) {
        return new MassStop(door, jobs, false, reason).stop(ids);
    }

    @Override
    public Map<JobId, StopResult> cancelAll(Predicate<? super JobDetail> which, String reason) {
        return new MassStop(door, jobs, false, reason).stop(which);
    }

    @Override
    public Map<JobId, StopResult> terminateAll(Collection<JobId> ids, String reason) {
        return new MassStop(door, jobs, true, reason).stop(ids);
    }

    @Override
    public Map<JobId, StopResult> terminateAll(Predicate<? super JobDetail> which, String reason) {
        return new MassStop(door, jobs, true, reason).stop(which);
    }

    @Override
    public QueueHandle queue(JobQueue queue) {
        return handles.queue(queue);
    }

    @Override
    public EnvironmentHandle environment(ComputeEnvironment environment) {
        return handles.environment(environment);
    }

    @Override
    public ConsumableHandle consumable(ConsumableResource resource) {
        return handles.consumable(resource);
    }

    @Override
    public History history() {
        if (history == null) {
            throw new OperationRefusedException("a runtime in memory keeps no history;"
                    + " open it with BatchRuntime.journal(directory) to have one");
        }
        return history;
    }

    @Override
    public Subscription listen(BatchListener listener) {
        door.ensureOpen();
        ListenerLane lane = listeners.attach(listener);
        try {
            door.ask("listen", machine -> {
                listeners.add(lane);
                return true;
            });
        } catch (BatchException e) {
            lane.abandon();
            throw e;
        }
        return () -> stopListening(lane);
    }

    private void stopListening(ListenerLane lane) {
        if (!door.isClosing()) {
            door.put(new Query<>(machine -> {
                listeners.remove(lane);
                return true;
            }));
        }
    }

    @Override
    public boolean drain(Duration atMost) {
        door.ensureWaitAllowed("drain");
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        door.ask("drain", machine -> {
            jobs.whenIdle(idle);
            return true;
        });
        return door.until("drain", idle, atMost) && Door.result(idle);
    }

    @Override
    public void close() {
        closing.close();
    }

    /** Prints the identity of the runtime. */
    @Override
    public String toString() {
        return "runtime " + Long.toHexString(door.runtimeId());
    }
}
