package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What backends know of why a job does not run, beside what the scheduler knows. On the loop's thread. */
final class BackendReasons {
    private BackendReasons() {}

    /** An explanation with the reasons of the backends that a job waits for. */
    static Explanation added(Explanation live, JobSnapshot job, Queues queues) {
        List<WaitReason> reasons = new ArrayList<>(live.reasons());
        if (live.status() == JobStatus.RUNNABLE) {
            queues.named(job.queue())
                    .environments()
                    .forEach(environment -> environment
                            .dispatcher()
                            .backend()
                            .invalid()
                            .ifPresent(why -> reasons.add(new WaitReason.EnvironmentInvalid(environment.name(), why))));
        } else if (live.status() == JobStatus.STARTING) {
            startWait(live.job(), job, queues).ifPresent(why -> reasons.add(new WaitReason.StartWaits(why)));
        }
        return new Explanation(live.job(), live.status(), reasons);
    }

    private static Optional<String> startWait(JobId id, JobSnapshot job, Queues queues) {
        AttemptSnapshot last = job.last();
        return last == null
                ? Optional.empty()
                : queues.named(job.queue()).environments().stream()
                        .filter(environment ->
                                environment.name().equals(last.host().environment()))
                        .findFirst()
                        .flatMap(environment -> environment.dispatcher().startWait(new AttemptId(id, last.number())));
    }
}
