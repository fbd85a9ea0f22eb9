package dev.tranche.runtime.internal.inbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** {@link Wakeup} with its park: a sleeper without a time limit comes back. A lost wake-up hangs, which the harness reports. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The sleeper came back and has the input.")
@State
public class ParkStress {
    private final Wakeup wakeup = new Wakeup();
    private final AtomicInteger input = new AtomicInteger();

    @Actor
    public void producer() {
        input.lazySet(1);
        wakeup.signal();
    }

    @Actor
    public void sleeper(I_Result result) {
        while (input.get() == 0) {
            wakeup.sleep(() -> input.get() == 0, Long.MAX_VALUE);
        }
        result.r1 = input.get();
    }
}
