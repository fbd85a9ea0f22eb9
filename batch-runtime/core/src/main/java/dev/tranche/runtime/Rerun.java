package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.machine.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the call that runs an array or a workflow run again. What of it succeeded is for the machine to say, which knows;
 * here everything is submitted once more, each job as the heir of the one that it was.
 */
final class Rerun {
    private final Door door;
    private final NewJobs newJobs;

    Rerun(Door door) {
        this.door = door;
        this.newJobs = door.newJobs();
    }

    /**
     * The call of an array that has ended.
     *
     * @throws OperationRefusedException if it has been run again already
     */
    Call<ArrayJobHandle> call(LiveArray earlier) {
        JobFacts facts = earlier.facts().rerun(newJobs.nextId(), earlier.facts().dependsOn(), null);
        Submission submission = earlier.submission()
                .rerunOf(earlier.facts().id().number(), earlier.submission().dependencies(), 0);
        LiveArray array = new LiveArray(facts, submission, door.nowMicros());
        String what = "array job " + facts.name() + " (" + earlier.facts().id() + ")";
        earlier.again().claim(what, facts.id(), array.signals().accepted);
        JobsArrival arrival = new JobsArrival(List.of(newJobs.enter(array, submission)), door.permits(1));
        return new Call<>(door, new SubmittedArray(array, door), arrival, arrival.answered(), List.of(array));
    }

    /**
     * The call of a workflow run that has ended.
     *
     * @throws OperationRefusedException if it has been run again already
     */
    Call<WorkflowRun> call(LiveRun earlier) {
        LiveRun run = earlier.heir(newJobs.nextId());
        Map<Long, JobId> heirs = new HashMap<>();
        List<NewJob> fresh = new ArrayList<>();
        earlier.forEachMember((job, submission) -> {
            NewJob heir = heir(job, submission, run.facts(), heirs);
            heirs.put(job.facts().id().number(), heir.job().facts().id());
            run.add(heir.job(), heir.submission());
            fresh.add(heir);
        });
        String what = "workflow run " + run.facts().workflow() + " ("
                + earlier.facts().id() + ")";
        earlier.again().claim(what, run.facts().id(), run.accepted());
        WorkflowArrival arrival = new WorkflowArrival(run, fresh, door.permits(fresh.size()), newJobs.known());
        return new Call<>(door, new SubmittedRun(run, door), arrival, run.accepted(), List.of());
    }

    /** A job once more; what it waited for in its run it waits for in the new one. */
    private NewJob heir(LiveJob earlier, Submission submission, RunFacts run, Map<Long, JobId> heirs) {
        List<JobId> ids = earlier.facts().dependsOn().stream()
                .map(id -> heirOf(id.number(), id.index(), heirs))
                .toList();
        List<Submission.Dependency> dependencies = submission.dependencies().stream()
                .map(each -> new Submission.Dependency(
                        heirOf(each.number(), each.index(), heirs).number(), each.index(), each.kind()))
                .toList();
        JobFacts facts = earlier.facts().rerun(newJobs.nextId(), ids, run);
        Submission again = submission.rerunOf(
                earlier.facts().id().number(), dependencies, run.id().number());
        return newJobs.enter(LiveJob.submitted(facts, again, door.nowMicros()), again);
    }

    private JobId heirOf(long number, int index, Map<Long, JobId> heirs) {
        JobId heir = heirs.getOrDefault(number, new JobId(door.runtimeId(), number, JobId.NO_INDEX));
        return index == JobId.NO_INDEX ? heir : heir.child(index);
    }
}
