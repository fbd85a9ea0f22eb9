package dev.tranche.runtime.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * How an attempt ended, as far as the backend can prove it. What it means for the job (success, failure, terminated,
 * timed out) is the scheduler's to say, since only it knows whether somebody asked for a stop.
 */
public sealed interface AttemptEnd {
    /**
     * When it ended, by the clock of the backend's own engine.
     *
     * @return the time
     */
    Instant at();

    /**
     * The program ended by itself.
     *
     * @param code its exit code, 0 to 255
     * @param outOfMemory whether something of it was killed for want of memory
     * @param reason AWS's container {@code reason}, for example {@code OutOfMemoryError: …}
     * @param at when
     */
    record Exited(int code, boolean outOfMemory, Optional<String> reason, Instant at) implements AttemptEnd {
        /**
         * A plain end.
         *
         * @param code the exit code
         * @param at when
         */
        public Exited(int code, Instant at) {
            this(code, false, Optional.empty(), at);
        }
    }

    /**
     * The program was ended by a signal; its exit code for people and rules is 128 + signal.
     *
     * @param signal the signal's number, for example 9
     * @param outOfMemory whether the kernel killed it for want of memory
     * @param reason AWS's container {@code reason}
     * @param at when
     */
    record Signaled(int signal, boolean outOfMemory, Optional<String> reason, Instant at) implements AttemptEnd {
        /**
         * A plain end by a signal.
         *
         * @param signal the signal's number
         * @param at when
         */
        public Signaled(int signal, Instant at) {
            this(signal, false, Optional.empty(), at);
        }
    }

    /**
     * The program never ran: not found, not executable, image not pulled.
     *
     * @param reason what went wrong, in AWS's words where AWS has them ({@code CannotPullContainerError: …})
     * @param at when
     */
    record StartFailed(String reason, Instant at) implements AttemptEnd {}

    /**
     * The host went away under it: not the program's fault.
     *
     * @param statusReason the job's {@code statusReason}, in AWS's words where AWS has them ({@code Host EC2 (instance …)
     *     terminated.})
     * @param at when it was known
     */
    record Lost(String statusReason, Instant at) implements AttemptEnd {}

    /**
     * The host did not take it: nothing of it was ever there. The job waits and is placed anew, as often as it takes; none of its
     * attempts is used up, nor any of its interruptions. For what passes by itself, such as a host that others have filled
     * meanwhile or that has no contact just now; what would not pass is a {@link StartFailed}.
     *
     * @param statusReason what the engine says
     * @param at when it was known
     */
    record NotPlaced(String statusReason, Instant at) implements AttemptEnd {}

    /**
     * How it ended cannot be known any more. Never success, never silently run again.
     *
     * @param reason what is missing
     * @param at when it was known that it cannot be known
     */
    record Unknown(String reason, Instant at) implements AttemptEnd {}
}
