package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.journal.FrameFollower;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.spi.BatchClock;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the history of a journal up to date, on a thread of its own: reads the frames that were committed, writes what they
 * say, and drops what is older than the retention. What the follower is told, and {@link #admits}, are for
 * the loop, the others for anybody.
 */
/*
 * The frames are read from the journal, not handed over, so a frame is never lost on the way: what the process had no time
 * for is read at the next opening, from the number that stands in the history's own database.
 *
 * Two things keep the lag bounded. Beyond LAGS bytes no submits are admitted until there are fewer. And if it cannot
 * write at all, nothing is held back, since the jobs are worth more than their history; it tries again, less and less often,
 * and says so.
 */
public final class HistoryProjector implements FrameFollower, AutoCloseable {
    /** With so many bytes of frames that were committed and are not in the history, no further submits are admitted. */
    public static final long LAGS = 32L << 20;

    /** So many bytes of frames stay in the journal for a history that cannot be written, beyond what a snapshot needs. */
    public static final long MOST_KEPT = 1L << 30;

    /** How long it waits for more before it begins: a transaction for each frame would cost more than the job. */
    private static final long GATHERING_MILLIS = 20;

    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final long PURGES_APART_MICROS = 1_000_000;
    private static final long LONGEST_SLEEP_MICROS = 3_600_000_000L;
    private static final long END_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(HistoryProjector.class);

    private final Path journal;
    private final long epoch;
    private final Function<JobSpec, String> definitionName;
    private final BatchClock clock;
    private final Duration retention;
    private final long firstPauseMillis;
    private final Semaphore due = new Semaphore(0);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "batch-history");

    // counted up by the loop, down by the thread of its own
    private final AtomicLong lag = new AtomicLong();

    // counted down before its permit is released, looked at after all permits are drained
    private final CountDownLatch closing = new CountDownLatch(1);

    // written by who closes, when it has waited enough; read between two batches
    private volatile boolean abandoned;

    // written by the thread of its own, read by anybody
    private volatile @Nullable String trouble;

    // written by the thread of its own, read by the loop: what a power failure cannot take from the history
    private volatile long settled;
    private volatile Runnable caughtUp = () -> {};

    // the thread's own
    private @Nullable Projecting projecting;
    private long pauseMillis;
    private long purgeAt;

    /**
     * Of a journal that is open; {@link #start} begins it.
     *
     * @param journal its directory
     * @param epoch the number of this opening
     * @param definitionName says what the definition of a spec is called
     * @param clock says what is old
     * @param retention how long the ends of jobs are kept
     */
    public HistoryProjector(
            Path journal, long epoch, Function<JobSpec, String> definitionName, BatchClock clock, Duration retention) {
        this(journal, epoch, definitionName, clock, retention, 1_000);
    }

    HistoryProjector(
            Path journal,
            long epoch,
            Function<JobSpec, String> definitionName,
            BatchClock clock,
            Duration retention,
            long firstPauseMillis) {
        this.journal = journal;
        this.epoch = epoch;
        this.definitionName = definitionName;
        this.clock = clock;
        this.retention = retention;
        this.firstPauseMillis = firstPauseMillis;
        this.pauseMillis = firstPauseMillis;
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param whenCaughtUp called when submits may be admitted again
     */
    public void start(Runnable whenCaughtUp) {
        caughtUp = whenCaughtUp;
        thread.start();
    }

    @Override
    public void committed(int bytes) {
        lag.addAndGet(bytes);
        due.release();
    }

    /** All that is not on the disk in the history, unless that has failed for so long that the journal would fill the disk. */
    @Override
    public long needsFrom() {
        return lag.get() < MOST_KEPT ? settled + 1 : Long.MAX_VALUE;
    }

    /** Whether it is not so far behind that submits have to wait. */
    public boolean admits() {
        return lag.get() < LAGS || trouble != null;
    }

    /** What keeps it from going on, or null. */
    public @Nullable String trouble() {
        return trouble;
    }

    // ---- its thread

    private void run() {
        try {
            boolean last;
            do {
                last = isClosing();
                catchUp();
                if (!last) {
                    sleep();
                }
            } while (!last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end();
            done.countDown();
        }
    }

    /** Until there is something to do. */
    private void sleep() throws InterruptedException {
        if (trouble == null) {
            long micros = Math.min(Math.max(purgeAt - clock.wallMicros(), 0), LONGEST_SLEEP_MICROS);
            if (due.tryAcquire(micros, TimeUnit.MICROSECONDS)) {
                pause(GATHERING_MILLIS);
            }
        } else {
            pause(pauseMillis);
            pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE_MILLIS);
        }
        due.drainPermits();
    }

    /** New frames do not end it, closing does. */
    private void pause(long millis) throws InterruptedException {
        boolean ignored = closing.await(millis, TimeUnit.MILLISECONDS);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void catchUp() throws InterruptedException {
        try {
            Projecting now = projecting == null ? new Projecting(journal, epoch, definitionName) : projecting;
            projecting = now;
            settled = now.settled();
            while (!abandoned) {
                long began = System.nanoTime();
                int committed = due.availablePermits();
                long counted = lag.get();
                if (now.some() == 0) {
                    // what was counted by then and is still owed has been skipped: a snapshot told of it
                    projected(Math.max(counted, 0));
                    break;
                }
                settled = now.settled();
                projected(now.ofThisOpening());
                giveWay(began, committed);
            }
            purgeIfDue(now);
            recovered();
        } catch (SQLException | RuntimeException e) {
            troubled(e);
        }
    }

    /** While jobs go on and it is not far behind, it takes half of a processor at the most. */
    private void giveWay(long began, int committedBefore) throws InterruptedException {
        if (due.availablePermits() > committedBefore && lag.get() < LAGS / 2) {
            pause(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
    }

    private void projected(long bytes) {
        long before = lag.getAndAdd(-bytes);
        if (before >= LAGS && before - bytes < LAGS) {
            caughtUp.run();
        }
    }

    /** Some at a time: what is committed meanwhile comes first. */
    private void purgeIfDue(Projecting now) throws SQLException {
        if (clock.wallMicros() < purgeAt) {
            return;
        }
        long retained = retention.dividedBy(ChronoUnit.MICROS.getDuration());
        boolean more = true;
        while (more && !isClosing() && due.availablePermits() == 0) {
            more = now.purge(clock.wallMicros() - retained);
        }
        Long oldest = now.oldestEnd();
        long soonest = clock.wallMicros() + PURGES_APART_MICROS;
        purgeAt = oldest == null ? clock.wallMicros() + retained : Math.max(soonest, oldest + retained);
    }

    private void recovered() {
        if (trouble != null) {
            LOG.info("the history of journal {} goes on", journal);
            trouble = null;
            pauseMillis = firstPauseMillis;
        }
    }

    private void troubled(Exception failure) {
        String what = "the history of journal " + journal + " cannot be kept up to date: " + failure.getMessage();
        if (!what.equals(trouble)) {
            LOG.warn("{}; the jobs are not affected, and it is tried again", what, failure);
        }
        trouble = what;
        caughtUp.run();
        end();
    }

    private void end() {
        Projecting ended = projecting;
        projecting = null;
        try {
            if (ended != null) {
                ended.close();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("the history of journal {} does not close", journal, e);
        }
    }

    /** Takes in what has been committed, if that is soon done; the rest is there for the next opening. */
    @Override
    public void close() {
        closing.countDown();
        due.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            if (!done.await(END_SECONDS, TimeUnit.SECONDS)) {
                abandoned = true;
                LOG.info("the history of journal {} is behind; the next opening takes it up", journal);
                if (!done.await(END_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("the history of journal {} does not end", journal);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
