package dev.tranche.runtime.internal.inbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The counter-example to {@link WakeupStress}: the same hand-shake with release and acquire instead of full fences. They do
 * not order a store before a later load, so each side may read before the other sees what it wrote, and the wake-up is
 * lost; on x86 too, where a store waits in its buffer.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The sleeper saw the input; nobody had to wake it.")
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The sleeper did not see the input; the signal wakes it.")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each saw the other: a wake-up too many.")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "The wake-up is lost: why Wakeup has full fences.")
@State
public class ReleaseAcquireWakeupStress {
    private static final VarHandle INPUT;
    private static final VarHandle SLEEPER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            INPUT = lookup.findVarHandle(ReleaseAcquireWakeupStress.class, "input", int.class);
            SLEEPER = lookup.findVarHandle(ReleaseAcquireWakeupStress.class, "sleeper", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("UnusedVariable") // by its handle
    private int input;

    @SuppressWarnings("UnusedVariable") // by its handle
    private int sleeper;

    @Actor
    public void producer(II_Result result) {
        INPUT.setRelease(this, 1);
        result.r2 = (int) SLEEPER.getAcquire(this);
    }

    @Actor
    public void sleeper(II_Result result) {
        SLEEPER.setRelease(this, 1);
        result.r1 = (int) INPUT.getAcquire(this);
    }
}
