package dev.tranche.runtime.spi;

/** What a backend is told when it opens. */
public interface BackendContext {
    /**
     * The identity of the runtime, the same after a restart of a journaled one: what a backend marks its own things with.
     *
     * @return 60 random bits
     */
    long runtimeId();

    /**
     * Whether attempts have to outlive this process: true for a journaled runtime, whose next opening adopts them. Where it
     * is false, everything the backend started ends with this process, also after {@code kill -9}.
     *
     * @return whether attempts are kept for the next opening
     */
    boolean journaled();

    /**
     * Where to report hosts and attempts.
     *
     * @return the reports, callable from any thread at any time, also after the runtime closed
     */
    Reports reports();
}
