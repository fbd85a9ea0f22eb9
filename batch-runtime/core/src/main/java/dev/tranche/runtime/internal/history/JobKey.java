package dev.tranche.runtime.internal.history;

/**
 * Whose a row is.
 *
 * @param number the number of the job
 * @param index the index of a child or node, otherwise -1
 */
public record JobKey(long number, int index) {
    static JobKey of(long number) {
        return new JobKey(number, -1);
    }
}
