package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.Optional;

/**
 * A compute environment of a running runtime. Any thread may use it. Each call waits a moment for the scheduler; all but {@link
 * #drain} are allowed in a callback.
 */
public interface EnvironmentHandle {
    /**
     * The name of the environment; AWS: {@code computeEnvironmentName}.
     *
     * @return the name
     */
    String name();

    /**
     * Why the environment takes no new attempts; AWS: {@code state DISABLED}.
     *
     * @return the reason, empty if it takes attempts
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted
     */
    Optional<String> disabled();

    /**
     * Why nothing can run in the environment as it is now, for example since its cluster is gone or a right is missing; AWS:
     * {@code status INVALID} with {@code statusReason}. It comes back by itself when the cause is gone.
     *
     * @return a sentence that names the cause and the fix, empty if all is well
     */
    Optional<String> invalid();

    /**
     * How large the environment is now, and what it costs: of a managed one whose backend gets hosts for it.
     *
     * @return its scale, empty for an environment whose hosts come and go by themselves
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted
     */
    Optional<EnvironmentScale> scale();

    /**
     * Lets the environment take no new attempts; those that run there go on, and jobs wait or go to the next environment of
     * their queue. AWS: {@code UpdateComputeEnvironment} with {@code state DISABLED}. Returns when that is so. A second call
     * changes the reason.
     *
     * @param reason why, for people: 1 to 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void disable(String reason);

    /**
     * Lets the environment take new attempts again. Returns when that is so.
     *
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it happened is then open
     */
    void enable();

    /**
     * Disables the environment and waits until nothing runs there any more.
     *
     * @param reason why, for people: 1 to 1024 characters
     * @param atMost how long to wait at the most
     * @return whether nothing runs there
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime closes before
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    boolean drain(String reason, Duration atMost);
}
