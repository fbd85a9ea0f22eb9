package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What never changes about a job. The children of an array share those of their array.
 *
 * @param id the identity, without index
 * @param name the job's name
 * @param queue the queue's name
 * @param definition what runs, with everything applied
 * @param arraySize the number of children, 0 for no array
 * @param sequential whether children run one after the other
 * @param childByChild whether children wait each for another job
 * @param dependsOn what it waits for
 * @param clientToken the token under which it is found again, or null
 * @param run the workflow run it belongs to, or null
 * @param outputs where the output of its attempts is read
 */
record JobFacts(
        JobId id,
        String name,
        String queue,
        JobDefinition definition,
        int arraySize,
        boolean sequential,
        boolean childByChild,
        List<JobId> dependsOn,
        @Nullable String clientToken,
        @Nullable RunFacts run,
        Outputs outputs) {
    /** The identity of the job, or of one of its children. */
    JobId id(int index) {
        return index == JobId.NO_INDEX ? id : id.child(index);
    }

    boolean isArray() {
        return arraySize > 0;
    }
}
