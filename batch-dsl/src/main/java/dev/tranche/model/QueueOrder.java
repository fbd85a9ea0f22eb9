package dev.tranche.model;

/** What happens to the jobs behind one that does not fit anywhere at the moment. */
public enum QueueOrder {
    /** They wait behind it, as on AWS. */
    STRICT_FIFO,
    /** They may pass it, for as long as the queue's patience lasts. The default. */
    BACKFILL
}
