package dev.tranche.runtime.internal.inbox;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** Merging news into a cell and taking them are each one step, and exactly the merge that finds it empty says so. */
@Param(name = "bit", gen = IntGen.class, conf = "0:3")
public class CellLincheckTest {
    private final NumberCell cell = new NumberCell(1);

    @Operation
    public boolean report(@Param(name = "bit") int bit) {
        return cell.report(1 << bit);
    }

    @Operation(nonParallelGroup = "consumer")
    public int take() {
        return cell.takeBits();
    }

    @Test
    void is_linearizable() {
        Checking.against(Register.class).check(CellLincheckTest.class);
    }

    /** What a cell has to look like to everybody: a set of bits that is taken as a whole. */
    public static class Register {
        private int waiting;

        public boolean report(int bit) {
            boolean turned = waiting == 0;
            waiting |= 1 << bit;
            return turned;
        }

        public int take() {
            int taken = waiting;
            waiting = 0;
            return taken;
        }
    }
}
