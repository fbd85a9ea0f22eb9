package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cancels or terminates many jobs, some thousand in one step of the scheduler, and tells what came of each. Any thread. */
final class MassStop {
    private static final int AT_ONCE = 4_096;

    private final Door door;
    private final Jobs jobs;
    private final boolean terminate;
    private final String reason;

    /**
     * Checks the reason, as AWS does.
     *
     * @throws IllegalArgumentException if the reason is empty or too long
     */
    MassStop(Door door, Jobs jobs, boolean terminate, String reason) {
        Reasons.check(reason);
        this.door = door;
        this.jobs = jobs;
        this.terminate = terminate;
        this.reason = reason;
    }

    /** Stops the jobs for which something holds, of those that have not ended; it is asked on the calling thread. */
    Map<JobId, StopResult> stop(Predicate<? super JobDetail> which) {
        door.ensureWaitAllowed(name());
        List<LiveJob> open = door.ask(name(), machine -> jobs.open());
        return stop(open.stream()
                .map(LiveJob::published)
                .filter(which)
                .map(JobSnapshot::id)
                .toList());
    }

    /** Stops these jobs, each once; the results are in their order. */
    Map<JobId, StopResult> stop(Collection<JobId> ids) {
        door.ensureWaitAllowed(name());
        Map<JobId, StopResult> results = new LinkedHashMap<>();
        List<JobId> all = List.copyOf(new LinkedHashSet<>(ids));
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            results.putAll(step(all.subList(from, Math.min(from + AT_ONCE, all.size()))));
        }
        return results;
    }

    private Map<JobId, StopResult> step(List<JobId> ids) {
        Map<JobId, StopResult> results = new LinkedHashMap<>();
        door.change(name() + " of " + ids.size() + " jobs", machine -> {
            for (JobId id : ids) {
                results.put(id, stop(machine, id));
            }
            return null;
        });
        return results;
    }

    private StopResult stop(Machine machine, JobId id) {
        JobStatus before = status(machine, id);
        if (before == null) {
            return StopResult.UNKNOWN;
        }
        if (before.isTerminal()) {
            return StopResult.ENDED;
        }
        if (terminate) {
            machine.terminate(id.number(), id.index(), reason);
        } else {
            machine.cancel(id.number(), id.index(), reason);
        }
        JobStatus now = status(machine, id);
        if (now == null || now.isTerminal()) {
            return StopResult.STOPPED;
        }
        boolean runsOn = !terminate && (now == JobStatus.STARTING || now == JobStatus.RUNNING);
        return runsOn ? StopResult.RUNNING : StopResult.STOPPING;
    }

    /** The status of a job of this runtime that is known; a workflow run is not a job. */
    private @Nullable JobStatus status(Machine machine, JobId id) {
        boolean known = id.runtime() == door.runtimeId() && jobs.get(id.number()) != null;
        return known ? machine.status(id.number(), id.index()) : null;
    }

    private String name() {
        return terminate ? "terminateAll" : "cancelAll";
    }
}
