package dev.tranche.runtime.ec2;

/** Holds a call of AWS back until it may be made. */
@FunctionalInterface
interface Pace {
    /**
     * Waits for a call's turn.
     *
     * @param operation the name of the operation in AWS's model, for example {@code RunTask}
     */
    void await(String operation) throws InterruptedException;
}
