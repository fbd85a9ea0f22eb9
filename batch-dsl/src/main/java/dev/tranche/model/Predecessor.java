package dev.tranche.model;

/**
 * What a job can wait for: a job of the same workflow ({@link JobRef}), or one that has been submitted already (a live
 * handle).
 */
public interface Predecessor {
    /**
     * What a request keeps of its predecessor: a {@link NodeKey} for a job of a workflow, a {@link JobId} for one that
     * has been submitted.
     *
     * @return the key, a value
     */
    Object key();
}
