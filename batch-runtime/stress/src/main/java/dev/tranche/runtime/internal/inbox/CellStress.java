package dev.tranche.runtime.internal.inbox;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** News are merged into a cell while the loop takes what waits: all of them are taken once, and the caller knows when to push. */
@JCStressTest
@Outcome(id = "0, 3, 0", expect = Expect.ACCEPTABLE, desc = "Merged first: taken together, no need to push again.")
@Outcome(id = "1, 1, 2", expect = Expect.ACCEPTABLE, desc = "Taken first: the cell has turned non-empty again.")
@State
public class CellStress {
    private final NumberCell cell = new NumberCell(1);
    private final boolean first = cell.report(1);

    @Actor
    public void producer(III_Result result) {
        result.r1 = first && cell.report(2) ? 1 : 0;
    }

    @Actor
    public void consumer(III_Result result) {
        result.r2 = cell.takeBits();
    }

    @Arbiter
    public void rest(III_Result result) {
        result.r3 = cell.takeBits();
    }
}
