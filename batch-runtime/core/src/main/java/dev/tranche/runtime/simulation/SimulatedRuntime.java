package dev.tranche.runtime.simulation;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.BatchRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A runtime in virtual time: everything of a {@link BatchRuntime} holds, but that who waits lets time pass instead. Nothing
 * happens while nobody waits, and there is no thread: listeners and stages are called on the thread that waits.
 *
 * <p>Code under test that blocks on a {@link java.util.concurrent.CompletableFuture} of its own never returns, since it
 * does not let time pass; give it to {@link #await} instead, or let time pass on another thread.
 */
public interface SimulatedRuntime extends BatchRuntime {
    /**
     * The virtual time, which begins at 2026-01-01T00:00:00Z. For code under test that wants to know the time.
     *
     * @return a clock in UTC; any thread may read it
     */
    Clock clock();

    /**
     * Lets so much time pass.
     *
     * @param by how much, not negative
     * @throws HorizonReachedException if that is beyond the horizon
     * @throws IllegalArgumentException if it is negative
     */
    void advance(Duration by);

    /**
     * Lets time pass until every job has ended, or nothing will happen any more that could end those that are left.
     *
     * @return what happened since the runtime opened
     * @throws HorizonReachedException if something goes on happening until the horizon
     */
    @CanIgnoreReturnValue
    Schedule untilIdle();

    /**
     * Lets time pass until a stage is complete.
     *
     * @param <T> its result
     * @param stage a stage, of this runtime or made of some
     * @return its result
     * @throws HorizonReachedException if something goes on happening until the horizon
     * @throws IllegalStateException if nothing will happen any more that could complete it
     * @throws java.util.concurrent.CompletionException if it completes exceptionally
     */
    @CanIgnoreReturnValue
    <T> T await(CompletionStage<T> stage);

    /**
     * What happened so far.
     *
     * @return the schedule up to now
     */
    Schedule schedule();
}
