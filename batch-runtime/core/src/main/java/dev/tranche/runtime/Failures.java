package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.LoopStoppedException;

/** What the callers of a runtime get when something failed on another thread. */
final class Failures {
    private Failures() {}

    /** What a submit gets whose input could not be taken. */
    static BatchException of(String what, Throwable cause) {
        if (cause instanceof BatchException known) {
            return known;
        }
        if (cause instanceof LoopStoppedException) {
            return new RuntimeClosedException("the runtime has stopped: " + cause.getMessage(), cause);
        }
        return new JobRefusedException(what + " made the scheduler fail, and was left out: " + cause, cause);
    }

    /** The same for the thread that asks: with its own stack, the first one as its cause. */
    static BatchException here(Throwable failure) {
        if (failure instanceof JobRefusedException refused) {
            return new JobRefusedException(String.valueOf(refused.getMessage()), refused);
        }
        if (failure instanceof RuntimeBusyException busy) {
            return busy;
        }
        return new RuntimeClosedException(String.valueOf(failure.getMessage()), failure);
    }
}
