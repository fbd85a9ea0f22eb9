package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Workflow;
import dev.tranche.runtime.internal.machine.Submission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes calls of requests: checks, compiles and numbers them, on the thread that submits. Any thread. */
final class Submitter {
    private final Door door;
    private final Queues queues;
    private final RequestCompiler compiler;
    private final NewJobs newJobs;
    private final Outputs outputs;

    Submitter(Door door, Queues queues, RequestCompiler compiler, Outputs outputs) {
        this.door = door;
        this.queues = queues;
        this.compiler = compiler;
        this.newJobs = door.newJobs();
        this.outputs = outputs;
    }

    Call<JobHandle> call(JobRequest request, JobQueue queue) {
        Intake intake = new Intake(null);
        LiveJob job = intake.prepare(request, queue);
        return intake.call(new SubmittedJob(job, door));
    }

    Call<ArrayJobHandle> call(ArrayJobRequest request, JobQueue queue) {
        Intake intake = new Intake(null);
        // equal content under an earlier token is an array too
        LiveArray array = (LiveArray) intake.prepare(request, queue);
        return intake.call(new SubmittedArray(array, door));
    }

    Call<MultiNodeJobHandle> call(MultiNodeJobRequest request, JobQueue queue) {
        Intake intake = new Intake(null);
        // equal content under an earlier token is a multi-node job too
        LiveGang gang = (LiveGang) intake.prepare(request, queue);
        return intake.call(new SubmittedGang(gang, door));
    }

    Call<List<JobHandle>> callAll(List<JobRequest> requests, JobQueue queue) {
        Intake intake = new Intake(null);
        List<JobHandle> handles = new ArrayList<>(requests.size());
        try {
            for (JobRequest request : requests) {
                handles.add(new SubmittedJob(intake.prepare(request, queue), door));
            }
        } catch (RuntimeException e) {
            intake.withdraw(e);
            throw e;
        }
        return intake.call(List.copyOf(handles));
    }

    Call<WorkflowRun> call(Workflow workflow, JobQueue queue) {
        LiveRun run = new LiveRun(new RunFacts(newJobs.nextId(), workflow.name(), null), RunLimits.of(workflow));
        Intake intake = new Intake(run);
        Map<String, String> refusals = new LinkedHashMap<>();
        for (dev.tranche.model.Submission request : workflow.jobs()) {
            try {
                if (refusals.isEmpty()) {
                    intake.prepare(request, queue);
                } else {
                    intake.compile(request, queue); // for its own refusal only
                }
            } catch (JobRefusedException e) {
                refusals.putAll(e.refusals()); // all of them are said at once
            }
        }
        if (!refusals.isEmpty()) {
            throw JobRefusedException.of(workflow.name(), refusals);
        }
        int permits = door.permits(workflow.jobs().size());
        WorkflowArrival arrival = new WorkflowArrival(run, intake.fresh, permits, newJobs.known());
        return new Call<>(door, new SubmittedRun(run, door), arrival, run.accepted(), List.of());
    }

    /** The jobs of one call while they are prepared. */
    private final class Intake {
        private final @Nullable LiveRun run;
        private final List<NewJob> fresh = new ArrayList<>();
        private final List<LiveJob> all = new ArrayList<>();

        Intake(@Nullable LiveRun run) {
            this.run = run;
        }

        @CanIgnoreReturnValue
        LiveJob prepare(dev.tranche.model.Submission request, JobQueue queue) {
            QueueEntry entry = queues.get(queueOf(request, queue));
            CompiledJob compiled = compile(request, queue);
            Predecessors predecessors = Predecessors.of(request, door.runtimeId(), run);
            Submission submission = submission(request, entry, compiled, predecessors);
            LiveJob made =
                    LiveJob.submitted(facts(request, entry, compiled, predecessors), submission, door.nowMicros());
            LiveJob earlier = newJobs.bind(submission, made);
            if (earlier == null) {
                fresh.add(newJobs.enter(made, submission));
            }
            LiveJob job = earlier == null ? made : earlier;
            all.add(job);
            if (run != null) {
                run.add(made, submission); // in a workflow nothing has a token, so it is a new job
            }
            return job;
        }

        @CanIgnoreReturnValue
        CompiledJob compile(dev.tranche.model.Submission request, JobQueue queue) {
            RequestCompiler.refuseIfAny(request.name(), Unhonoured.in(request, run != null));
            QueueEntry entry = queues.get(queueOf(request, queue));
            RequestCompiler.refuseIfAny(request.name(), entry.problems(request));
            if (request instanceof MultiNodeJobRequest nodes) {
                return compiler.compile(nodes, entry);
            }
            return compiler.compile(
                    request instanceof ArrayJobRequest array ? array.each() : (JobRequest) request, entry);
        }

        private JobQueue queueOf(dev.tranche.model.Submission request, JobQueue queue) {
            JobQueue own = request.queue().orElse(queue);
            if (run == null && !own.equals(queue)) {
                throw new IllegalArgumentException("job " + request.name() + " says queue " + own.name()
                        + " and is submitted to queue " + queue.name());
            }
            return own;
        }

        private JobFacts facts(
                dev.tranche.model.Submission request,
                QueueEntry entry,
                CompiledJob compiled,
                Predecessors predecessors) {
            ArrayJobRequest array = request instanceof ArrayJobRequest a ? a : null;
            return new JobFacts(
                    newJobs.nextId(),
                    request.name(),
                    entry.name(),
                    request.share().orElse(""),
                    compiled.definition(),
                    compiled.nodes(),
                    array == null ? 0 : array.size(),
                    array != null && array.isSequential(),
                    predecessors.childByChild(),
                    predecessors.ids(),
                    request.clientToken().orElse(null),
                    run == null ? null : run.facts(),
                    null,
                    outputs);
        }

        private Submission submission(
                dev.tranche.model.Submission request,
                QueueEntry entry,
                CompiledJob compiled,
                Predecessors predecessors) {
            ArrayJobRequest array = request instanceof ArrayJobRequest a ? a : null;
            return new Submission(
                    request.name(),
                    entry.number(),
                    compiled.spec(),
                    array == null ? 0 : array.size(),
                    array != null && array.isSequential(),
                    predecessors.dependencies(),
                    run == null ? 0 : run.facts().id().number(),
                    request.clientToken().orElse(null),
                    request.share().orElse(""),
                    compiled.schedulingPriority(),
                    request.isHeld(),
                    array == null ? 0 : array.stopAfterFailures().orElse(0),
                    0);
        }

        /** The call of everything prepared. */
        <H> Call<H> call(H handle) {
            if (fresh.isEmpty()) {
                return new Call<>(door, handle, null, CompletableFuture.completedFuture(true), all);
            }
            JobsArrival arrival = new JobsArrival(fresh, door.permits(fresh.size()));
            return new Call<>(door, handle, arrival, arrival.answered(), all);
        }

        /** Gives back the tokens of what was prepared before another request of the call was refused. */
        void withdraw(RuntimeException reason) {
            fresh.forEach(
                    job -> job.refuse(Failures.of("job " + job.submission().name(), reason)));
        }
    }
}
