package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Optional;

/**
 * A queue of a running runtime. Any thread may use it. Each call waits a moment for the scheduler; all but {@link #drain} are
 * allowed in a callback.
 */
public interface QueueHandle {
    /**
     * The name of the queue; AWS: {@code jobQueueName}.
     *
     * @return the name
     */
    String name();

    /**
     * Why the queue takes no new jobs; AWS: {@code state DISABLED}.
     *
     * @return the reason, empty if it takes jobs
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted
     */
    Optional<String> disabled();

    /**
     * Lets the queue take no new jobs: submits are refused with the reason. Those in it go on; AWS: {@code UpdateJobQueue}
     * with {@code state DISABLED}. Returns when that is so. A second call changes the reason.
     *
     * @param reason why, for people: 1 to 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void disable(String reason);

    /**
     * Lets the queue take new jobs again. Returns when that is so.
     *
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void enable();

    /**
     * Disables the queue and waits until all its jobs have ended.
     *
     * @param reason why, for people: 1 to 1024 characters
     * @param atMost how long to wait at the most
     * @return whether nothing was left
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime closes before
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    boolean drain(String reason, Duration atMost);
}
