package dev.tranche.runtime.internal.inbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** The control: a lane with a planted bug, a read and a write instead of one exchange, which Lincheck has to find. */
@Param(name = "number", gen = IntGen.class, conf = "1:3")
public class ForgetfulLaneLincheckTest {
    /** Never changed; replaced by a longer one. */
    private volatile List<Integer> cells = List.of();

    @Operation
    public void push(@Param(name = "number") int number) {
        List<Integer> longer = new ArrayList<>(cells);
        longer.add(number);
        cells = longer;
    }

    @Operation(nonParallelGroup = "consumer")
    public int poll() {
        List<Integer> all = cells;
        if (all.isEmpty()) {
            return 0;
        }
        cells = all.subList(1, all.size());
        return all.get(0);
    }

    @Operation(nonParallelGroup = "consumer")
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    @Test
    void is_found_not_to_be_linearizable() {
        assertThatThrownBy(() -> Checking.against(CellQueue.class)
                        .minimizeFailedScenario(false)
                        .check(ForgetfulLaneLincheckTest.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
