package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.JobDetail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says why an attempt was placed where it was. */
final class PlacementReasons {
    private static final double MILLIS = 1000;

    private final Map<String, List<String>> environments = new HashMap<>();

    PlacementReasons(List<JobQueue> queues) {
        for (JobQueue queue : queues) {
            environments.put(
                    queue.name(),
                    queue.computeEnvironmentOrder().stream()
                            .map(ComputeEnvironment::name)
                            .toList());
        }
    }

    /** Why there, with the host as it was before. */
    String reason(JobDetail job, AttemptDetail attempt, HostUse host) {
        return "on " + attempt.host() + ", where " + vcpus(host.free()) + " of " + vcpus(host.capacity())
                + " vCPU were free for its " + vcpus(job.definition().millivcpus())
                + order(job.queue(), attempt.host().environment());
    }

    private String order(String queue, String environment) {
        List<String> order = environments.getOrDefault(queue, List.of());
        int place = order.indexOf(environment);
        return place <= 0 ? "" : "; " + String.join(", ", order.subList(0, place)) + " had no room for it";
    }

    private static String vcpus(int millis) {
        return millis % 1000 == 0 ? Integer.toString(millis / 1000) : Double.toString(millis / MILLIS);
    }
}
