package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.invariant.BrokenInvariantException;
import dev.tranche.runtime.internal.invariant.InvariantWatch;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.JournalException;
import dev.tranche.runtime.internal.journal.JournalReader;
import dev.tranche.runtime.internal.journal.Verifier;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.spi.BatchClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Goes through a journal frame by frame, as its runtime went, with every invariant of the scheduler watched: what happened in an
 * incident becomes a test.
 *
 * <pre>{@code
 * try (JournalReplay replay = JournalReplay.open(Path.of("src/test/resources/incident-42"))) {
 *     replay.toFrame(1_742);
 *     assertThat(replay.explain(job)).hasToString("RUNNABLE: …");
 *     replay.toEnd();
 *     assertThat(replay.job(job)).hasValueSatisfying(detail -> assertThat(detail.succeeded()).isTrue());
 * }
 * }</pre>
 *
 * <p>It only reads, so the journal may be that of a runtime that is dead, or one that another process has open; what is
 * committed meanwhile is met when it comes to it. No backend is needed, and nothing is run. Nothing is decided anew either,
 * unless {@link #decideAgain} asks for it: that holds a scheduler that was changed to what it decided before. One thread at a
 * time.
 */
public final class JournalReplay implements AutoCloseable {
    private static final Duration NEVER_DETACHED = Duration.ofDays(1);

    private final JournalReader journal;
    private final long runtimeId;
    private final Verifier verifier;
    private final Watch watch;
    private final Jobs jobs;
    private final Listeners listeners;
    private final Publisher publisher;
    private final Recovery recovery;
    private List<String> inputs = List.of();
    private boolean deciding;
    private long decided;
    private long seq;
    private long now;

    private JournalReplay(JournalReader journal) {
        this.journal = journal;
        this.runtimeId = journal.runtimeId();
        this.verifier = new Verifier(runtimeId);
        Tokens tokens = new Tokens();
        this.jobs = new Jobs(tokens, () -> true);
        this.listeners = new Listeners(new SameThread(), BatchClock.system(), NEVER_DETACHED, () -> {});
        this.publisher = new Publisher(jobs, Effects.NONE, listeners, Runnable::run);
        this.recovery = new Recovery(runtimeId, jobs, tokens, (environment, attempt) -> NoLog.INSTANCE);
        boolean whole = journal.firstSeq() == 1 || journal.snapshotSeq() == 0;
        this.watch = whole ? new InvariantWatch() : Watch.NONE;
        if (!whole) {
            beginAtSnapshot();
        }
    }

    private void beginAtSnapshot() {
        journal.state(this::fold);
        journal.story((frame, length) -> recovery.frame(frame, length, publisher));
        seq = journal.snapshotSeq();
    }

    /**
     * Opens a journal before its first frame; where a snapshot has taken the place of the first ones, behind that.
     *
     * @param journal its directory
     * @return the replay
     * @throws JournalUnreadableException if there is no journal, or it cannot be read
     */
    public static JournalReplay open(Path journal) {
        try {
            JournalReader.checkWal(journal);
            JournalReader reader = JournalReader.open(journal);
            try {
                return new JournalReplay(reader);
            } catch (RuntimeException e) {
                reader.close();
                throw e;
            }
        } catch (JournalException e) {
            throw new JournalUnreadableException(e);
        }
    }

    /**
     * Tells a listener what happens from here on, on the thread that steps.
     *
     * @param listener the listener; it is told that nothing follows when the replay is closed
     * @return this replay
     */
    @CanIgnoreReturnValue
    public JournalReplay listen(BatchListener listener) {
        listeners.add(listeners.attach(listener));
        return this;
    }

    /**
     * Where the journal is.
     *
     * @return its directory
     */
    public Path directory() {
        return journal.directory();
    }

    /**
     * Each time at which the journal was opened to run.
     *
     * @return a line for each, in order: the time and the process
     * @throws JournalUnreadableException if that cannot be read
     */
    public List<String> openings() {
        try {
            return journal.openings().stream()
                    .map(opened -> opened.at() + " by " + opened.holder())
                    .toList();
        } catch (JournalException e) {
            throw new JournalUnreadableException(e);
        }
    }

    /**
     * From here on decides each frame again, from what was said to the scheduler in it, and compares what comes out with what is in the
     * journal. A frame that an earlier release wrote without what was said is taken in as it is.
     *
     * @return this replay
     */
    @CanIgnoreReturnValue
    public JournalReplay decideAgain() {
        deciding = true;
        return this;
    }

    // ---- forward

    /**
     * Takes in the next frame: what was decided in one batch.
     *
     * @return whether there was one
     * @throws JournalUnreadableException if it cannot be read, or is damaged, naming it
     * @throws AssertionError if it breaks an invariant of the scheduler, or is decided otherwise, naming it
     */
    @CanIgnoreReturnValue
    public boolean step() {
        long before = seq;
        try {
            journal.read(seq, 1, this::take);
        } catch (JournalException e) {
            throw new JournalUnreadableException(e);
        }
        return seq > before;
    }

    /**
     * Takes in all frames up to one.
     *
     * @param number the number of a frame, from 1
     * @return this replay
     * @throws IllegalArgumentException if it is behind it already, or the journal ends before it
     * @throws JournalUnreadableException if a frame cannot be read, or is damaged, naming it
     * @throws AssertionError if a frame breaks an invariant of the scheduler, or is decided otherwise, naming it
     */
    @CanIgnoreReturnValue
    public JournalReplay toFrame(long number) {
        if (number < seq) {
            throw new IllegalArgumentException("frame " + number + " is behind: this is frame " + seq);
        }
        while (seq < number) {
            if (!step()) {
                throw new IllegalArgumentException("there is no frame " + number + ": the journal ends at " + seq);
            }
        }
        return this;
    }

    /**
     * Takes in all frames that are left.
     *
     * @return this replay
     * @throws JournalUnreadableException if a frame cannot be read, or is damaged, naming it
     * @throws AssertionError if a frame breaks an invariant of the scheduler, or is decided otherwise, naming it
     */
    @CanIgnoreReturnValue
    public JournalReplay toEnd() {
        boolean more;
        do {
            more = step();
        } while (more);
        return this;
    }

    private boolean take(long number, byte[] frame) {
        if (deciding) {
            decide(number, frame);
        } else {
            fold(frame, frame.length);
        }
        watched(number, frame);
        recovery.frame(frame, frame.length, publisher);
        seq = number;
        return true;
    }

    private void fold(byte[] frame, int length) {
        now = FrameDecoder.time(frame);
        verifier.fold(frame, length);
    }

    private void decide(long number, byte[] frame) {
        now = FrameDecoder.time(frame);
        inputs = verifier.inputs(frame, frame.length);
        String difference = verifier.decide(frame, frame.length);
        if (difference != null) {
            throw new AssertionError("frame " + number + ", decided again, is another: " + difference);
        }
        decided += Verifier.canDecide(frame, frame.length) ? 1 : 0;
    }

    private void watched(long number, byte[] frame) {
        Outcomes watching = watch.outcomes();
        if (watching == null) {
            return;
        }
        try {
            watch.batchBegins(now);
            FrameDecoder.decode(frame, frame.length, watching);
            watch.batchEnded(verifier.machine());
        } catch (BrokenInvariantException e) {
            throw new AssertionError("frame " + number + " breaks an invariant: " + e.getMessage(), e);
        }
    }

    // ---- where it is

    /**
     * Whether the invariants are watched. They need the whole story: it is not there any more in a journal that begins with a
     * snapshot.
     *
     * @return true if the journal still has its first frame
     */
    public boolean watched() {
        return watch.outcomes() != null;
    }

    /**
     * The frame that was taken in last.
     *
     * @return its number, from 1; 0 before the first; where the journal begins with a snapshot, the last that is in it
     */
    public long frame() {
        return seq;
    }

    /**
     * How many frames were decided again, and came out the same.
     *
     * @return their number; 0 without {@link #decideAgain}
     */
    public long decided() {
        return decided;
    }

    /**
     * What was said to the scheduler in the frame that was taken in last, of what had an effect.
     *
     * @return a line for each input, in order; empty without {@link #decideAgain}
     */
    public List<String> inputs() {
        return inputs;
    }

    /**
     * The time of that frame, by the scheduler.
     *
     * @return the time; 1970 before the first
     */
    public Instant time() {
        return BatchClock.instant(now);
    }

    /**
     * A digest of the whole state of the scheduler here: equal for equal states.
     *
     * @return 16 hexadecimal digits
     */
    public String digest() {
        return String.format("%016x", verifier.machine().digest());
    }

    /**
     * The jobs that are known here, without children; those that were forgotten are not.
     *
     * @return the jobs as they are at this frame, in the order of their identities
     */
    public List<JobDetail> jobs() {
        return jobs.all().stream()
                .<JobDetail>map(LiveJob::published)
                .sorted(Comparator.comparing(JobDetail::id))
                .toList();
    }

    /**
     * A job, or the child of an array, or a node, as it is at this frame.
     *
     * @param id its identity
     * @return the job; empty if it is not known here
     */
    public Optional<JobDetail> job(JobId id) {
        return id.runtime() != runtimeId
                ? Optional.empty()
                : Optional.ofNullable(jobs.get(id.number(), id.index())).map(LiveJob::published);
    }

    /**
     * The state of a job at this frame, by the scheduler's tables.
     *
     * @param id its identity
     * @return the state; empty if it is not known here
     */
    public Optional<JobStatus> status(JobId id) {
        return id.runtime() != runtimeId
                ? Optional.empty()
                : Optional.ofNullable(verifier.machine().status(id.number(), id.index()));
    }

    /**
     * Why a job does not run at this frame, as {@link JobHandle#explain} would have said.
     *
     * @param id its identity
     * @return the reasons; empty if it is not known here
     */
    public Optional<Explanation> explain(JobId id) {
        return id.runtime() != runtimeId
                ? Optional.empty()
                : Optional.ofNullable(verifier.machine().explain(id.number(), id.index()));
    }

    /** Tells the listeners that nothing follows. */
    @Override
    public void close() {
        listeners.close();
        journal.close();
    }

    /** Prints where it is. */
    @Override
    public String toString() {
        return "journal " + journal.directory() + " at frame " + seq;
    }
}
