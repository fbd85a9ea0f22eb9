package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.machine.Machine;

/**
 * One thing that is fed into the machine. Its {@code toString} goes into the journal if it makes the machine throw, so it
 * names things and tells no secrets. Loop thread only.
 */
public interface Input {
    /** Says it to the machine; said again to another machine if a neighbour in its batch made the first one throw. */
    void feed(Machine machine);

    /** Its outcomes are appended and published. */
    default void released() {}

    /** It made the machine throw; none of its outcomes exists. */
    default void failed(Throwable cause) {}

    /** The loop has stopped; nobody will know what became of it. */
    default void abandoned(Throwable cause) {}
}
