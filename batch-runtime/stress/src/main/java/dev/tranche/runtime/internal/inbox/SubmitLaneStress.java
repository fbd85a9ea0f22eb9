package dev.tranche.runtime.internal.inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * A full lane of one: a caller asks for room while the loop takes the submit out and gives its room back. Either the caller
 * gets the room and its submit is there, or it is refused; the accounts are even at the end.
 */
@JCStressTest
@Outcome(id = "0, 5, 0, 1", expect = Expect.ACCEPTABLE, desc = "Asked too early: refused, and nothing of it is there.")
@Outcome(id = "1, 5, 7, 1", expect = Expect.ACCEPTABLE, desc = "Got the room that was given back.")
@State
public class SubmitLaneStress {
    private final SubmitLane<Integer> lane = new SubmitLane<>(1, new Wakeup());

    public SubmitLaneStress() {
        lane.room().acquireUninterruptibly();
        lane.put(5);
    }

    private boolean submit(int number) {
        boolean room = lane.room().tryAcquire(1);
        if (room) {
            lane.put(number);
        }
        return room;
    }

    private int takeNext() {
        Integer number = lane.poll();
        if (number == null) {
            return 0;
        }
        lane.leave(1);
        return number;
    }

    @Actor
    public void caller(IIII_Result result) {
        result.r1 = submit(7) ? 1 : 0;
    }

    @Actor
    public void loop(IIII_Result result) {
        result.r2 = takeNext();
    }

    @Arbiter
    public void accounts(IIII_Result result) {
        result.r3 = takeNext();
        result.r4 = lane.isIdle() ? 1 : 0;
    }
}
