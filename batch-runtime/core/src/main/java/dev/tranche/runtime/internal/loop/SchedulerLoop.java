package dev.tranche.runtime.internal.loop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.internal.inbox.AttemptCell;
import dev.tranche.runtime.internal.inbox.AttemptNews;
import dev.tranche.runtime.internal.inbox.Cell;
import dev.tranche.runtime.internal.inbox.EnvironmentCell;
import dev.tranche.runtime.internal.inbox.EnvironmentNews;
import dev.tranche.runtime.internal.inbox.HostCell;
import dev.tranche.runtime.internal.inbox.HostNews;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.BatchClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the one thread of the scheduler does, turn by turn: take a batch out of the lanes, stamp it with one time, feed it
 * into the machine, append the frame, publish. Which thread calls {@link #doWork} and how it waits between the turns is
 * somebody else's: a daemon thread ({@link LoopThread}), or a test or a simulation that steps it by hand.
 */
/*
 * A batch is as large as what has come meanwhile, up to a bound for each lane: under load many submits share one append,
 * without load each has its own (group commit without a timer). Reports have the larger share, since they free resources
 * and are never refused, but submits always have theirs, so neither starves the other.
 */
public final class SchedulerLoop {
    /** How many controls one batch takes at the most. */
    public static final int CONTROLS_PER_BATCH = 256;

    /** How many reports one batch takes at the most. */
    public static final int REPORTS_PER_BATCH = 2_048;

    /** How many jobs one batch takes at the most: a quarter of the reports. */
    public static final int JOBS_PER_BATCH = 512;

    private final Inbox<Arrival, Control> inbox;
    private final LoopPort port;
    private final EventTime time;
    private final DurableMachine durable;
    private final Suspects suspects;
    private final Hold hold;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Control.Question> questions = new ArrayList<>();
    private @Nullable Arrival arriving;
    private @Nullable Throwable stopped;

    /**
     * A loop over a log, whose state is taken from it.
     *
     * @param inbox what it takes its batches from
     * @param clock the time, real or virtual
     * @param machines makes an empty machine that writes into a frame
     * @param log where frames are appended
     * @param release takes the outcomes of appended frames
     * @param watch looks at them before
     * @param port the runtime around it
     * @param epoch the number of this opening
     */
    public SchedulerLoop(
            Inbox<Arrival, Control> inbox,
            BatchClock clock,
            Function<FrameEncoder, Machine> machines,
            FrameLog log,
            Release release,
            Watch watch,
            LoopPort port,
            long epoch) {
        this.inbox = inbox;
        this.port = port;
        this.durable = new DurableMachine(machines, log, release, watch, epoch);
        this.time = new EventTime(clock, durable.lastMicros());
        this.suspects = new Suspects(port);
        this.hold = new Hold(inbox, port, clock);
    }

    /**
     * The first turns: takes what is in the lanes, at the time at which the log ends if it is not new, so that what a backend
     * says of the meantime comes before a deadline in it; then time goes on.
     *
     * @throws LoopStoppedException if that cannot be decided and appended; the loop is of no use then
     */
    public void begin() {
        do {
            collectControls();
            collectReports();
            decide();
        } while (hasInput());
        time.catchUp();
    }

    /** Said before each turn by a thread that never sleeps for long: where it is missing, the process had been stopped. */
    public void awake() {
        time.awake();
    }

    /**
     * Does one turn, or nothing if there is nothing to do.
     *
     * @return how many things were done; 0 means that the caller may wait
     */
    @CanIgnoreReturnValue
    public int doWork() {
        if (stopped != null) {
            return 0;
        }
        try {
            return turn();
        } catch (Throwable failure) {
            stop(failure);
            return 1;
        }
    }

    private int turn() {
        if (time.isBehind()) {
            hold.begin();
        }
        collectControls();
        int count = questions.size();
        if (hold.isAnswered()) {
            count += takeAnswers();
        } else if (!hold.isAsking()) {
            count += takeAll();
        }
        questions.forEach(question -> question.answer(durable.machine()));
        questions.clear();
        port.turned(durable.machine());
        return count;
    }

    private int takeAll() {
        collectReports();
        collectArrivals();
        return inputs.isEmpty() && !isDue() ? 0 : decide();
    }

    /** Takes what backends said after a gap, at the time before it: a deadline in the gap does not come first. */
    private int takeAnswers() {
        collectReports();
        if (inputs.isEmpty()) {
            time.catchUp();
            hold.end();
            return 1;
        }
        return decide();
    }

    @CanIgnoreReturnValue
    private int decide() {
        int count = inputs.size() + 1;
        long now = time.stamp();
        durable.run(inputs, now);
        inputs.clear();
        durable.checkpointIfDue(now);
        return count;
    }

    /** Whether a turn would do something now. */
    public boolean hasWork() {
        if (stopped != null) {
            return false;
        }
        return hold.isAsking() ? inbox.hasControl() : hold.isAnswered() || isDue() || hasInput();
    }

    /**
     * How long nothing will be due, if nothing comes.
     *
     * @return nanoseconds, at least 0; {@link Long#MAX_VALUE} if nothing is waited for
     */
    public long idleNanos() {
        long wakeAt = durable.machine().wakeAt();
        if (stopped != null || hold.isAsking() || wakeAt == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, wakeAt - time.now()) * 1000;
    }

    /** The time of the next deadline, in micros since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long wakeAt() {
        return stopped != null ? Long.MAX_VALUE : durable.machine().wakeAt();
    }

    public boolean isStopped() {
        return stopped != null;
    }

    /** Ends the loop: what waits in the lanes is refused, and nothing is done any more. Loop thread only. */
    public void stop(Throwable cause) {
        if (stopped != null) {
            return;
        }
        stopped = cause;
        port.stopped(cause);
        inputs.forEach(input -> input.abandoned(cause));
        questions.forEach(question -> question.refused(cause));
        refuseRest();
    }

    /** Refuses what came after the end. Loop thread only, or any one thread after it has ended. */
    public void refuseRest() {
        Throwable cause = stopped;
        if (cause == null) {
            throw new IllegalStateException("the loop has not stopped");
        }
        for (Arrival next = nextArrival(); next != null; next = nextArrival()) {
            next.refused(cause);
            inbox.submits().leave(next.permits());
            arriving = null;
        }
        for (Control control = inbox.pollControl(); control != null; control = inbox.pollControl()) {
            if (control instanceof Control.Question question) {
                question.refused(cause);
            } else if (control instanceof Control.Command command) {
                command.abandoned(cause);
            }
        }
    }

    private boolean isDue() {
        Machine machine = durable.machine();
        return machine.hasMoreToDo() || machine.wakeAt() <= time.now();
    }

    private boolean hasInput() {
        // a submit that is held back is no work: whoever lets it in says so
        boolean submit = port.admits() && (arriving != null || !inbox.submits().isEmpty());
        return submit || !inputs.isEmpty() || !inbox.isEmptyButForSubmits();
    }

    private void collectControls() {
        for (int i = 0; i < CONTROLS_PER_BATCH; i++) {
            Control control = inbox.pollControl();
            if (control == null) {
                return;
            }
            if (control instanceof Control.Question question) {
                questions.add(question);
            } else if (control instanceof Control.Command command) {
                inputs.add(command);
            }
        }
    }

    private void collectReports() {
        for (int i = 0; i < REPORTS_PER_BATCH; i++) {
            Cell<?> cell = inbox.pollReport();
            if (cell == null) {
                return;
            }
            if (cell instanceof AttemptCell attempt) {
                collect(attempt);
            } else if (cell instanceof HostCell host) {
                collect(host);
            } else if (cell instanceof EnvironmentCell environment) {
                collect(environment);
            }
        }
    }

    private void collect(AttemptCell cell) {
        AttemptNews news = cell.take();
        if (news != null) {
            inputs.add(new Reported(cell.attempt(), news, suspects));
        }
    }

    private void collect(HostCell cell) {
        HostNews news = cell.take();
        if (news != null) {
            inputs.add(new HostReported(port.environment(cell.host().environment()), cell.host(), news));
            if (news.joined() == null && news.lost() != null) {
                inbox.forget(cell);
            }
        }
    }

    private void collect(EnvironmentCell cell) {
        EnvironmentNews news = cell.take();
        if (news != null) {
            inputs.add(new EnvironmentReported(port.environment(cell.environment()), news));
        }
    }

    private void collectArrivals() {
        for (int jobs = 0; jobs < JOBS_PER_BATCH && port.admits(); jobs++) {
            Arrival arrival = nextArrival();
            if (arrival == null) {
                return;
            }
            Input part = arrival.next();
            if (part != null) {
                inputs.add(part);
            } else {
                inbox.submits().leave(arrival.permits());
                arriving = null;
            }
        }
    }

    private @Nullable Arrival nextArrival() {
        if (arriving == null) {
            arriving = inbox.submits().poll();
        }
        return arriving;
    }
}
