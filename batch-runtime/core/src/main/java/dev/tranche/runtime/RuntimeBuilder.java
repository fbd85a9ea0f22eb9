package dev.tranche.runtime;

import dev.tranche.runtime.spi.BackendFactory;
import java.time.Duration;

/**
 * What can be said about a runtime before it opens. Every word may be said once; those for which it says "any number"
 * add up.
 *
 * <table>
 *   <caption>What holds where nothing is said</caption>
 *   <tr><th>word</th><th>default</th></tr>
 *   <tr><td>{@link #backend}</td><td>found by {@link java.util.ServiceLoader}</td></tr>
 *   <tr><td>{@link #onClose}</td><td>TERMINATE; with a journal LEAVE_RUNNING</td></tr>
 *   <tr><td>{@link #secretResolver}</td><td>environment variables and files</td></tr>
 *   <tr><td>{@link #submitCapacity}</td><td>16,384 jobs</td></tr>
 *   <tr><td>{@link #submitPatience}</td><td>30 s</td></tr>
 *   <tr><td>{@link #listenerPatience}</td><td>30 s</td></tr>
 *   <tr><td>{@link #terminalJobsKept}</td><td>100,000 jobs</td></tr>
 *   <tr><td>{@link #historyRetention}</td><td>7 days</td></tr>
 * </table>
 */
public interface RuntimeBuilder {
    /**
     * Serves the environments of its kind, before any that is found by itself. Any number, one for each kind.
     *
     * @param factory the backend
     * @return this builder
     * @throws IllegalStateException if a backend of this kind was given already
     */
    RuntimeBuilder backend(BackendFactory factory);

    /**
     * Is told what happens, from the first job on. Any number.
     *
     * @param listener the listener
     * @return this builder
     */
    RuntimeBuilder listener(BatchListener listener);

    /**
     * What {@link BatchRuntime#close} does with jobs that have not ended.
     *
     * @param choice what to do
     * @return this builder
     */
    RuntimeBuilder onClose(BatchRuntime.OnClose choice);

    /**
     * Looks up the secrets of jobs.
     *
     * @param resolver the resolver; it decides which references are supported
     * @return this builder
     */
    RuntimeBuilder secretResolver(SecretResolver resolver);

    /**
     * How many jobs may be on their way between {@code submit} and the scheduler; an array job counts as one. Beyond it
     * {@code submit} waits. A larger workflow or list may enter alone.
     *
     * @param jobs the number, at least 1
     * @return this builder
     */
    RuntimeBuilder submitCapacity(int jobs);

    /**
     * How long {@code submit} waits for room before it throws {@link RuntimeBusyException}.
     *
     * @param atMost the time, not negative
     * @return this builder
     */
    RuntimeBuilder submitPatience(Duration atMost);

    /**
     * How long a listener may lag before it is detached.
     *
     * @param atMost the time, positive
     * @return this builder
     */
    RuntimeBuilder listenerPatience(Duration atMost);

    /**
     * How many ended jobs the runtime remembers, so that {@link BatchRuntime#job} finds them and others can wait for them;
     * an array job counts as one. The oldest is forgotten first, with its log; handles keep their ends.
     *
     * @param jobs the number, not negative
     * @return this builder
     */
    RuntimeBuilder terminalJobsKept(int jobs);

    /**
     * How long {@link BatchRuntime#history} keeps a job after its end.
     *
     * @param atLeast the time, positive; what is older goes soon after, some at a time
     * @return this builder
     * @throws IllegalStateException for a runtime in memory, which keeps no history
     */
    RuntimeBuilder historyRetention(Duration atLeast);

    /**
     * Opens the runtime: backends, threads, hosts. Each call opens another one.
     *
     * @return the open runtime
     * @throws OpenRefusedException if it cannot be opened, with every reason at once
     */
    BatchRuntime open();
}
