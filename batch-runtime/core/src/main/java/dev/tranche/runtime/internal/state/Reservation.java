package dev.tranche.runtime.internal.state;

/**
 * Hosts of one environment that are kept for a job that has waited too long.
 *
 * @param job the number of the job
 * @param index its index if it is the child of an array, otherwise -1
 * @param environment the environment of the hosts
 * @param hosts the numbers of the hosts, never none; never changed
 * @param untilMicros the latest end that was known there when the hosts were reserved, 0 if none was
 */
@SuppressWarnings("ArrayRecordComponent") // reservations are compared by their job only
public record Reservation(long job, int index, int environment, int[] hosts, long untilMicros) {
    /** Whether it is the reservation of this job. */
    public boolean isOf(long number, int jobIndex) {
        return job == number && index == jobIndex;
    }
}
