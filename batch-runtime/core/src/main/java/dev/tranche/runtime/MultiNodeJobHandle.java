package dev.tranche.runtime;

/**
 * A multi-node job that was submitted. Its state, exit code, attempts and log are those of its main node; it ends when its
 * last node has ended. What is asked of it is asked of all its nodes.
 */
public interface MultiNodeJobHandle extends JobHandle {
    /**
     * How many nodes it has; AWS: {@code nodeProperties.numNodes}.
     *
     * @return at least 1
     */
    int nodes();

    /**
     * The index of its main node; AWS: {@code nodeProperties.mainNode}.
     *
     * @return from 0
     */
    int mainNode();

    /**
     * One of its nodes, to look at: its state, its attempts and its log. AWS: the job id {@code <id>#<n>}. A node has ended
     * when the job has; what is asked of a node, such as {@link #terminate}, is asked of the whole job.
     *
     * @param index its index; AWS: the environment variable {@code AWS_BATCH_JOB_NODE_INDEX}
     * @return the node
     * @throws IllegalArgumentException if the index is not from 0 to nodes - 1
     */
    JobHandle node(int index);
}
