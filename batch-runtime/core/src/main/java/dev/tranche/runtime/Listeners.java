package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Crew;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All listeners of a runtime. Loop thread only, but for {@link #attach}. */
final class Listeners {
    private final Crew crew;
    private final BatchClock clock;
    private final long patienceNanos;
    private final Runnable wakeLoop;
    private final List<ListenerLane> lanes = new ArrayList<>();

    Listeners(Crew crew, BatchClock clock, Duration patience, Runnable wakeLoop) {
        this.crew = crew;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.wakeLoop = wakeLoop;
    }

    /** A lane with its thread, told nothing before it is added. Any thread. */
    ListenerLane attach(BatchListener listener) {
        return new ListenerLane(listener, crew.worker("batch-listener"), wakeLoop);
    }

    void add(ListenerLane lane) {
        lanes.add(lane);
    }

    void remove(ListenerLane lane) {
        if (lanes.remove(lane)) {
            lane.close();
        }
    }

    /** Whether none of them holds submits back. */
    boolean admit() {
        boolean admits = true;
        long now = lanes.isEmpty() ? 0 : clock.nanos();
        for (ListenerLane lane : lanes) {
            admits &= !lane.holdsBack(now, patienceNanos);
        }
        return admits;
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    void changed(LiveJob job, JobSnapshot before, JobSnapshot now) {
        for (ListenerLane lane : lanes) {
            lane.changed(job, before, now);
        }
    }

    void tell(Consumer<BatchListener> call) {
        for (ListenerLane lane : lanes) {
            lane.call(call);
        }
    }

    /** Tells all that nothing follows. */
    void close() {
        lanes.forEach(ListenerLane::close);
    }

    /** Those that were there at the end. By the thread that closes, after the loop has ended. */
    List<ListenerLane> closing() {
        return List.copyOf(lanes);
    }
}
