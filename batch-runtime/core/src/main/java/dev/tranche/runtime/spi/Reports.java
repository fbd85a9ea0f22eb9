package dev.tranche.runtime.spi;

import dev.tranche.model.AttemptId;
import java.time.Instant;
import java.util.List;

/**
 * Where a backend says what happened. Any thread may call it; no call blocks or throws. A report said twice, late, or of
 * an attempt that the scheduler no longer owns has no further effect, so a backend that is in doubt reports again.
 */
public interface Reports {
    /**
     * A host is there, or its capacity is now another, or it takes jobs again after it had been draining.
     *
     * @param host the host
     * @param capacity what it can hold in all; running attempts are not subtracted
     */
    default void hostJoined(HostId host, Capacity capacity) {
        hostJoined(host, capacity, Capacity.NONE);
    }

    /**
     * The same of a host that others use too. A job that would fit if they were gone waits; one that would not is refused.
     *
     * @param host the host
     * @param capacity what it can hold of ours in all, without what others hold; running attempts are not subtracted
     * @param heldByOthers what others hold of it now and give back some time
     */
    void hostJoined(HostId host, Capacity capacity, Capacity heldByOthers);

    /**
     * A host takes nothing new; what runs on it goes on.
     *
     * @param host the host
     * @param reason a sentence for people
     */
    void hostDraining(HostId host, String reason);

    /**
     * A host is gone and with it all that ran on it.
     *
     * @param host the host
     * @param statusReason the reason of its attempts' ends, in AWS's words where AWS has them ({@code Host EC2 …
     *     terminated.})
     */
    void hostLost(HostId host, String statusReason);

    /**
     * These, and no others, are the types of host that the environment can be given now. An environment that is managed then
     * grows and shrinks: {@link Backend#provide} and {@link Backend#giveBack} are called.
     *
     * @param types the types in the order in which the environment names them
     */
    void hostTypes(List<HostType> types);

    /**
     * A request for hosts is answered, in full, in part or with nothing.
     *
     * @param answer what was given, and what not and why
     */
    void hostsProvided(HostAnswer answer);

    /**
     * The program of an attempt runs.
     *
     * @param attempt the attempt
     * @param at when it began to
     */
    void started(AttemptId attempt, Instant at);

    /**
     * An attempt has ended.
     *
     * @param attempt the attempt
     * @param end how
     */
    void ended(AttemptId attempt, AttemptEnd end);
}
