package dev.tranche.runtime.internal.inbox;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** A lane of cells is a queue: any number of producers, one consumer. */
@Param(name = "number", gen = IntGen.class, conf = "1:3")
public class CellLaneLincheckTest {
    private final CellLane lane = new CellLane();

    @Operation
    public void push(@Param(name = "number") int number) {
        lane.push(new NumberCell(number));
    }

    @Operation(nonParallelGroup = "consumer")
    public int poll() {
        return NumberCell.numberOf(lane.poll());
    }

    @Operation(nonParallelGroup = "consumer")
    public boolean isEmpty() {
        return lane.isEmpty();
    }

    @Test
    void is_linearizable() {
        Checking.against(CellQueue.class).check(CellLaneLincheckTest.class);
    }
}
