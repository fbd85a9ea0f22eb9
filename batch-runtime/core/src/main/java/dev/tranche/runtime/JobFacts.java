package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about a job. The children of an array share those of their array.
 *
 * @param id the identity, without index
 * @param name the job's name
 * @param queue the queue's name
 * @param share the share of the queue, empty for none
 * @param definition what runs, with everything applied; of a multi-node job what its main node runs
 * @param nodes what the nodes of a multi-node job run, otherwise null
 * @param arraySize the number of children, 0 for no array
 * @param sequential whether children run one after the other
 * @param childByChild whether children wait each for another job
 * @param dependsOn what it waits for
 * @param clientToken the token under which it is found again, or null
 * @param run the workflow run it belongs to, or null
 * @param rerunOf the earlier job that it runs again, or null
 * @param outputs where the output of its attempts is read
 */
record JobFacts(
        JobId id,
        String name,
        String queue,
        String share,
        JobDefinition definition,
        @Nullable MultiNodeJobDefinition nodes,
        int arraySize,
        boolean sequential,
        boolean childByChild,
        List<JobId> dependsOn,
        @Nullable String clientToken,
        @Nullable RunFacts run,
        @Nullable JobId rerunOf,
        Outputs outputs) {
    /** Of the same job run again: found under no token, since the earlier one is. */
    JobFacts rerun(JobId newId, List<JobId> waitsFor, @Nullable RunFacts inRun) {
        return new JobFacts(
                newId,
                name,
                queue,
                share,
                definition,
                nodes,
                arraySize,
                sequential,
                childByChild,
                waitsFor,
                null,
                inRun,
                id,
                outputs);
    }

    /** The identity of the job, or of one of its children. */
    JobId id(int index) {
        return index == JobId.NO_INDEX ? id : id.child(index);
    }

    /** The identity of an attempt of the job or of one of its children or nodes; the attempts of several nodes are the main node's. */
    AttemptId attempt(int index, int number) {
        int whose = nodes != null && index == JobId.NO_INDEX ? nodes.mainNode() : index;
        return new AttemptId(id(whose), number);
    }

    /** What a job runs, or a child or a node of it. */
    JobDefinition definition(int index) {
        return nodes == null || index == JobId.NO_INDEX ? definition : nodes.definitionOf(index);
    }

    /** The priority inside its share that its definition says. */
    OptionalInt schedulingPriority() {
        return nodes == null ? definition.schedulingPriority() : nodes.schedulingPriority();
    }

    /** How long its programs have to end after they were asked to. */
    Duration stopGrace() {
        return nodes == null ? definition.stopGrace() : nodes.stopGrace();
    }

    boolean isArray() {
        return arraySize > 0;
    }
}
