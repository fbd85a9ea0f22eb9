package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.runtime.internal.state.BlockedReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What has to be right before a runtime opens; all that is wrong is said at once. */
final class OpeningChecks {
    /** The scheduler keeps a bit for each environment. */
    static final int MAX_ENVIRONMENTS = Long.SIZE;

    private final List<String> problems = new ArrayList<>();
    private final Map<String, ComputeEnvironment> environments = new LinkedHashMap<>();

    private OpeningChecks() {}

    /**
     * The environments of the queues, by name, in the order in which they are first named.
     *
     * @throws OpenRefusedException if something is wrong
     */
    static Map<String, ComputeEnvironment> environmentsOf(RuntimeOptions options, Backends backends) {
        OpeningChecks checks = new OpeningChecks();
        checks.queues(options.queues());
        checks.environments(backends);
        if (options.journal() == null && options.onClose() == BatchRuntime.OnClose.LEAVE_RUNNING) {
            checks.problems.add(
                    "onClose(LEAVE_RUNNING) needs a journal: nobody could find the jobs of a runtime in memory again");
        }
        if (!checks.problems.isEmpty()) {
            throw new OpenRefusedException(checks.problems);
        }
        return checks.environments;
    }

    private void queues(List<JobQueue> queues) {
        Map<String, JobQueue> seen = new LinkedHashMap<>();
        for (JobQueue queue : queues) {
            if (seen.put(queue.name(), queue) != null) {
                problems.add("two queues have the name " + queue.name());
            }
            blockedReasons(queue);
            queue.computeEnvironmentOrder().forEach(this::environment);
        }
    }

    private void blockedReasons(JobQueue queue) {
        for (String reason : queue.jobStateTimeLimits().keySet()) {
            if (BlockedReason.named(reason).isEmpty()) {
                problems.add("queue " + queue.name() + ": no job is ever blocked for the reason " + reason
                        + " of cancelBlocked; use " + String.join(", ", BlockedReason.words()));
            }
        }
    }

    private void environment(ComputeEnvironment environment) {
        ComputeEnvironment earlier = environments.putIfAbsent(environment.name(), environment);
        if (earlier != null && !earlier.equals(environment)) {
            problems.add(
                    "two environments have the name " + environment.name() + ": " + earlier + " and " + environment);
        }
    }

    private void environments(Backends backends) {
        Collection<ComputeEnvironment> all = environments.values();
        if (all.size() > MAX_ENVIRONMENTS) {
            problems.add("a runtime has at most " + MAX_ENVIRONMENTS + " environments: " + all.size());
        }
        refuseTwoThatTakeAll("vCPUs", local -> local.vcpus().isEmpty());
        refuseTwoThatTakeAll("memory", local -> local.memory().isEmpty());
        for (ComputeEnvironment environment : all) {
            backends.problemWith(environment).ifPresent(problems::add);
        }
    }

    private void refuseTwoThatTakeAll(String what, Predicate<LocalEnvironment> takesAll) {
        List<String> names = environments.values().stream()
                .filter(LocalEnvironment.class::isInstance)
                .map(LocalEnvironment.class::cast)
                .filter(takesAll)
                .map(LocalEnvironment::name)
                .toList();
        if (names.size() > 1) {
            problems.add("local environments " + names + " would each take all " + what
                    + " of this machine; say how much each may take");
        }
    }
}
