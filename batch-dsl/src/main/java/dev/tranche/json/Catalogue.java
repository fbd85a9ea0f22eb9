package dev.tranche.json;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Submission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workflow lists once, so that its jobs need only say the name: definitions and queues. Of two different values
 * with the same name the first is listed, and the other one stands with its job.
 */
final class Catalogue {
    /** For a job that is written alone. */
    static final Catalogue NONE = new Catalogue(List.of());

    private final ImmutableMap<String, Object> definitions;
    private final ImmutableMap<String, JobQueue> queues;

    Catalogue(List<Submission> jobs) {
        Map<String, Object> firstDefinitions = new LinkedHashMap<>();
        Map<String, JobQueue> firstQueues = new LinkedHashMap<>();
        for (Submission job : jobs) {
            Object definition = definition(job);
            firstDefinitions.putIfAbsent(name(definition), definition);
            job.queue().ifPresent(queue -> firstQueues.putIfAbsent(queue.name(), queue));
        }
        this.definitions = ImmutableMap.copyOf(firstDefinitions);
        this.queues = ImmutableMap.copyOf(firstQueues);
    }

    ImmutableCollection<Object> definitions() {
        return definitions.values();
    }

    ImmutableCollection<JobQueue> queues() {
        return queues.values();
    }

    /** Whether there are other jobs beside the one that is written, which it may name. */
    boolean isOfWorkflow() {
        return !definitions.isEmpty();
    }

    boolean lists(Object definition) {
        return definition.equals(definitions.get(name(definition)));
    }

    boolean lists(JobQueue queue) {
        return queue.equals(queues.get(queue.name()));
    }

    static Object definition(Submission job) {
        if (job instanceof MultiNodeJobRequest nodes) {
            return nodes.definition();
        }
        return (job instanceof ArrayJobRequest array ? array.each() : (JobRequest) job).definition();
    }

    static String name(Object definition) {
        return definition instanceof MultiNodeJobDefinition nodes ? nodes.name() : ((JobDefinition) definition).name();
    }
}
