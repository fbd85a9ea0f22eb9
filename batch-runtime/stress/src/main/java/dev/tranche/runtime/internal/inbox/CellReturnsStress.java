package dev.tranche.runtime.internal.inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * A cell gets more news while the loop works through the lane that it stands in: it enters again only after its news were
 * taken, so its link is free, and neither its news nor the cell behind it is lost.
 */
@JCStressTest
@Outcome(
        id = "5, 2, 0",
        expect = Expect.ACCEPTABLE,
        desc = "Merged before its news were taken: it does not enter again.")
@Outcome(id = "1, 2, 4", expect = Expect.ACCEPTABLE, desc = "Merged after: it enters again, behind the other.")
@State
public class CellReturnsStress {
    private final CellLane lane = new CellLane();
    private final NumberCell one = new NumberCell(1);

    public CellReturnsStress() {
        report(one, 1);
        report(new NumberCell(2), 2);
    }

    private void report(NumberCell cell, int bits) {
        if (cell.report(bits)) {
            lane.push(cell);
        }
    }

    private int takeNext() {
        Cell<?> cell = lane.poll();
        return cell == null ? 0 : ((NumberCell) cell).takeBits();
    }

    @Actor
    public void producer() {
        report(one, 4);
    }

    @Actor
    public void consumer(III_Result result) {
        result.r1 = takeNext();
        result.r2 = takeNext();
    }

    @Arbiter
    public void rest(III_Result result) {
        result.r3 = takeNext();
    }
}
