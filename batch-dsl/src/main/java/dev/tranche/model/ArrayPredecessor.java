package dev.tranche.model;

/** An array job that others can wait for, child by child. */
public interface ArrayPredecessor extends Predecessor {
    /**
     * How many children it has.
     *
     * @return at least 2
     */
    int size();
}
