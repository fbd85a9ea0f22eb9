package dev.tranche.runtime.internal.machine;

/** Why a running attempt is asked to stop. */
public enum StopCause {
    /** Somebody terminated the job. */
    TERMINATED,
    /** It ran longer than its timeout. */
    TIMED_OUT
}
