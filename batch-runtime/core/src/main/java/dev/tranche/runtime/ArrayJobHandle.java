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

    @Override
    default Object key() {
        return id();
    }
}
