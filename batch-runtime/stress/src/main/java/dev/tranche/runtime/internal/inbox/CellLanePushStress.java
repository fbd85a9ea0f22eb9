package dev.tranche.runtime.internal.inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two producers push at the same time: both cells come out, each once. */
@JCStressTest
@Outcome(
        id = {"1, 2, 0", "2, 1, 0"},
        expect = Expect.ACCEPTABLE,
        desc = "Both are there, in one order or the other.")
@State
public class CellLanePushStress {
    private final CellLane lane = new CellLane();
    private final NumberCell one = new NumberCell(1);
    private final NumberCell two = new NumberCell(2);

    @Actor
    public void producer() {
        lane.push(one);
    }

    @Actor
    public void otherProducer() {
        lane.push(two);
    }

    @Arbiter
    public void drain(III_Result result) {
        result.r1 = NumberCell.numberOf(lane.poll());
        result.r2 = NumberCell.numberOf(lane.poll());
        result.r3 = NumberCell.numberOf(lane.poll());
    }
}
