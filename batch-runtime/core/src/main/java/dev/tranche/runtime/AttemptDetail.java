package dev.tranche.runtime;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.HostId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** One attempt to run a job, as it was at one moment; AWS: {@code JobDetail.attempts[]}. Immutable. */
public interface AttemptDetail {
    /**
     * The number of the attempt; AWS: the environment variable {@code AWS_BATCH_JOB_ATTEMPT}.
     *
     * @return the number, from 1
     */
    int number();

    /**
     * Where it was placed.
     *
     * @return the environment and the host in it
     */
    HostId host();

    /**
     * What it costs in an hour: the part of its host that it takes, by the resource of which that is the largest, of what the host
     * costs. AWS has nothing like it.
     *
     * @return US dollars, 0 if the host costs nothing; empty of an attempt that the history tells, which does not keep it
     */
    Optional<BigDecimal> dollarsPerHour();

    /**
     * The memory that it had: more than its definition says after an attempt that was killed for want of it, if the retry
     * strategy says so; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @return the size
     */
    MemorySize memory();

    /**
     * When the host was chosen and its resources were taken.
     *
     * @return the time of the decision
     */
    Instant placedAt();

    /**
     * When its program began to run, by the clock of the backend; AWS: {@code startedAt}.
     *
     * @return the time, empty if it has not begun or never ran
     */
    Optional<Instant> startedAt();

    /**
     * When it ended, by the clock of the backend; AWS: {@code stoppedAt}.
     *
     * @return the time, empty if it has not ended
     */
    Optional<Instant> stoppedAt();

    /**
     * What became of it.
     *
     * @return the verdict, empty if it has not ended
     */
    Optional<AttemptVerdict> verdict();

    /**
     * The exit code of its program; AWS: {@code container.exitCode}.
     *
     * @return 0 to 255, 128 + n after signal n; empty if there is none
     */
    OptionalInt exitCode();

    /**
     * What the engine says of its program; AWS: {@code container.reason}.
     *
     * @return for example {@code OutOfMemoryError: …}, mostly empty
     */
    Optional<String> reason();

    /**
     * Why it ended; AWS: {@code statusReason}.
     *
     * @return for example {@code Essential container in task exited}, empty if it has not ended
     */
    Optional<String> statusReason();
}
