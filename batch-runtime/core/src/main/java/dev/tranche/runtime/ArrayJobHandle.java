package dev.tranche.runtime;

import dev.tranche.model.ArrayPredecessor;

/**
 * An array job that was submitted: it ends when all its children have ended, and succeeds if all of them did. What is
 * asked of it is asked of all its children.
 */
public interface ArrayJobHandle extends JobHandle, ArrayPredecessor {
    /**
     * One of the children.
     *
     * @param index its index; AWS: the environment variable {@code AWS_BATCH_JOB_ARRAY_INDEX}
     * @return the child
     * @throws IllegalArgumentException if the index is not from 0 to size - 1
     */
    JobHandle child(int index);

    /**
     * Runs the children again that failed: a new array of the same name, size and queue, in which the children that have
     * succeeded here count as succeeded without running, so that what waits for the array, or for its children one by one,
     * sees a whole one. A child that a person resolved counts by how it was resolved. It is submitted as this one was, but
     * not held and without client token, which goes on to stand for this one; what had let this array begin it does not wait
     * for again, its children wait again for those of the array that they were after ({@code afterEach}).
     *
     * <p>Each array can be run again once, and the new one again if it fails. Blocks until the array is accepted, as a submit
     * does. The failed jobs of a workflow are run again by {@link WorkflowRun#rerunFailed}.
     *
     * @return the new array; {@link JobDetail#rerunOf} leads to this one, {@link ArraySummary#inherited} counts what did not
     *     run
     * @throws StillRunningException if this array has not ended, naming it and why
     * @throws OperationRefusedException if nothing of it failed, it has been run again already, or it belongs to a workflow
     *     run
     * @throws JobRefusedException if it has left memory, so that nobody knows what succeeded, or could not run any more
     * @throws RuntimeBusyException if the submit lane has no room within the patience
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    ArrayJobHandle rerunFailed();

    @Override
    default Object key() {
        return id();
    }
}
