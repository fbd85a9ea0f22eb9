package dev.tranche.runtime.internal.loop;

/** What goes through the control lane. */
public sealed interface Control {
    /** Something to feed into the machine. */
    non-sealed interface Command extends Control, Input {}

    /** Something to look at between two batches, when everything released so far has been published. */
    non-sealed interface Question extends Control {
        /** Answers it. Loop thread. */
        void answer(dev.tranche.runtime.internal.machine.Machine machine);

        /** There will be no answer: the loop has stopped. */
        void refused(Throwable cause);
    }
}
