package dev.tranche.runtime.internal.inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A cell is pushed while the loop polls: what is behind the first is seen now or later, once, and in order. */
@JCStressTest
@Outcome(id = "1, 2, 0", expect = Expect.ACCEPTABLE, desc = "Pushed before the second poll.")
@Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "Pushed after it.")
@State
public class CellLanePollStress {
    private final CellLane lane = new CellLane();
    private final NumberCell two = new NumberCell(2);

    public CellLanePollStress() {
        lane.push(new NumberCell(1));
    }

    @Actor
    public void producer() {
        lane.push(two);
    }

    @Actor
    public void consumer(III_Result result) {
        result.r1 = NumberCell.numberOf(lane.poll());
        result.r2 = NumberCell.numberOf(lane.poll());
    }

    @Arbiter
    public void rest(III_Result result) {
        result.r3 = NumberCell.numberOf(lane.poll());
    }
}
