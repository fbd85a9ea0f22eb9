package dev.tranche.runtime.internal.inbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread sleep until another has something for it, without a lock and without a lost wake-up.
 */
/*
 * The hand-shake is Dekker's: each side writes its own word and then reads the other's.
 *
 *     producer: put the input; full fence; read sleeper        sleeper: sleeper = me; full fence; is there input?
 *
 * With a full fence on both sides at least one of the two sees the other, so the producer wakes or the sleeper does not
 * sleep. Release and acquire do not order a store before a later load: written with them, jcstress loses the wake-up in a
 * fifth of the runs. A queue that publishes with an ordered store (all of JCTools) needs the producer's fence as well.
 */
public final class Wakeup {
    private static final VarHandle SLEEPER;

    static {
        try {
            SLEEPER = MethodHandles.lookup().findVarHandle(Wakeup.class, "sleeper", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    // the thread that sleeps or is about to; written by it, taken by whoever wakes it
    @SuppressWarnings("UnusedVariable") // by its handle
    private @Nullable Thread sleeper;

    /** Wakes the sleeper, if there is one. Any thread, after it has put something in. */
    public void signal() {
        VarHandle.fullFence(); // pairs with the fence in sleep
        if (SLEEPER.getOpaque(this) != null) {
            // one of many producers does the costly part
            Thread taken = (Thread) SLEEPER.getAndSet(this, null);
            LockSupport.unpark(taken);
        }
    }

    /**
     * Sleeps until a signal, an interrupt or the end of the time; may also return early. One thread only.
     *
     * @param nothingToDo asked once more when a signal would be seen; sleeps only if it says so
     * @param nanos how long at the most
     */
    public void sleep(BooleanSupplier nothingToDo, long nanos) {
        SLEEPER.setOpaque(this, Thread.currentThread());
        VarHandle.fullFence(); // pairs with the fence in signal
        if (nothingToDo.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        SLEEPER.setOpaque(this, null);
    }
}
