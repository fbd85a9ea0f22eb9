package dev.tranche.model;

/** The place of a job in a workflow: what later jobs of the same workflow can wait for. */
public final class JobRef implements Predecessor {
    private final NodeKey key;

    JobRef(NodeKey key) {
        this.key = key;
    }

    @Override
    public NodeKey key() {
        return key;
    }

    /** Prints {@code workflow <name> / job <name>}. */
    @Override
    public String toString() {
        return key.toString();
    }
}
