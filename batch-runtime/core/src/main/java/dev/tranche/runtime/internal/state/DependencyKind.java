package dev.tranche.runtime.internal.state;

/** What a job waits for in a job it depends on. */
public enum DependencyKind {
    /** That it succeeds. */
    SUCCESS,
    /** That it ends, in whatever way. */
    ANY,
    /** That it fails. */
    FAILURE,
    /** For each child of an array, that the child of the same index succeeds; AWS: {@code N_TO_N}. */
    EACH
}
