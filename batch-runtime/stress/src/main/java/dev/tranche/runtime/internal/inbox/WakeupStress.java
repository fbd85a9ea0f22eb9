package dev.tranche.runtime.internal.inbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The hand-shake of {@link Wakeup} itself, up to the park: the input is published with an ordered store, as all queues of
 * JCTools do. The sleeper leaves in between, before it takes back that it sleeps, so that the arbiter sees whether the
 * signal took it. {@link ReleaseAcquireWakeupStress} shows what happens without the full fences.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper saw the input; nobody had to wake it.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The sleeper did not see the input; the signal wakes it.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each saw the other: a wake-up too many.")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The wake-up is lost: it would sleep while there is input.")
@State
public class WakeupStress {
    private static final Leaving LEAVING = new Leaving();
    private static final VarHandle INPUT;
    private static final VarHandle SLEEPER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            INPUT = lookup.findVarHandle(WakeupStress.class, "input", int.class);
            SLEEPER = MethodHandles.privateLookupIn(Wakeup.class, lookup)
                    .findVarHandle(Wakeup.class, "sleeper", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Leaves the sleeper's half of the hand-shake where it would park. */
    private static final class Leaving extends RuntimeException {
        private static final long serialVersionUID = 1;

        Leaving() {
            super("before the park", null, false, false);
        }
    }

    private final Wakeup wakeup = new Wakeup();

    @SuppressWarnings("UnusedVariable") // by its handle
    private int input;

    @Actor
    public void producer() {
        INPUT.setRelease(this, 1); // no full fence of its own
        wakeup.signal();
    }

    @Actor
    public void sleeper(II_Result result) {
        try {
            wakeup.sleep(
                    () -> {
                        result.r1 = (int) INPUT.getAcquire(this);
                        throw LEAVING;
                    },
                    0);
        } catch (Leaving e) {
            // as meant
        }
    }

    @Arbiter
    public void wasWoken(II_Result result) {
        result.r2 = SLEEPER.get(wakeup) == null ? 1 : 0;
    }
}
