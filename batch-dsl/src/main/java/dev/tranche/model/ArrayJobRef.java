package dev.tranche.model;

/** The place of an array job in a workflow: what later jobs can wait for, as a whole or child by child. */
public final class ArrayJobRef implements ArrayPredecessor {
    private final NodeKey key;
    private final int size;

    ArrayJobRef(NodeKey key, int size) {
        this.key = key;
        this.size = size;
    }

    @Override
    public NodeKey key() {
        return key;
    }

    @Override
    public int size() {
        return size;
    }

    /** Prints {@code workflow <name> / job <name>}. */
    @Override
    public String toString() {
        return key.toString();
    }
}
