package dev.tranche.model;

/** What a job waits for; AWS: {@code dependsOn[]}. */
public final class Dependency extends Value {
    /** How the predecessor has to end. */
    public enum Kind {
        /** It succeeds; if it fails, so does the job that waits. AWS knows only this and the last. */
        AFTER,
        /** It ends, well or not. */
        AFTER_ANY,
        /** It fails; if it succeeds, the job that waits cannot run and fails. */
        AFTER_FAILURE,
        /** Each child waits for the success of the child with the same index; AWS: {@code type N_TO_N}. */
        AFTER_EACH
    }

    private final Spec spec;

    record Spec(Object predecessor, Kind kind) {}

    Dependency(Object predecessor, Kind kind) {
        if (!(predecessor instanceof NodeKey) && !(predecessor instanceof JobId)) {
            throw new IllegalArgumentException("the key of a predecessor must be a NodeKey or a JobId: "
                    + predecessor.getClass().getName());
        }
        this.spec = new Spec(predecessor, kind);
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * The key of the predecessor; AWS: {@code jobId}.
     *
     * @return a {@link NodeKey} for a job of the same workflow, a {@link JobId} for one that has been submitted
     */
    public Object predecessor() {
        return spec.predecessor();
    }

    /**
     * How the predecessor has to end; AWS: {@code type}.
     *
     * @return the kind of dependency
     */
    public Kind kind() {
        return spec.kind();
    }
}
