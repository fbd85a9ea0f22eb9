package dev.tranche.runtime.internal.machine;

/** How often something was looked at, where code that counts was put in. Public, since that code is everywhere. */
public final class Looks {
    /** Hosts that were asked whether something fits. */
    public static long hosts;

    /** Fields of rows that were read or written. */
    public static long fields;

    private Looks() {}
}
