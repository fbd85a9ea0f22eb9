package dev.tranche.runtime.local;

import java.io.InputStream;
import java.io.OutputStream;

/** A supervisor that can be spoken to. */
interface Reached {
    InputStream events();

    OutputStream commands();

    /** Says no more; what it says is still heard. A second call does nothing. */
    void hangUp();

    /** Ends the connection, and the supervisor if it is ours alone. */
    void kill();

    /** How it ended, once it says nothing any more. */
    String awaitEnd() throws InterruptedException;
}
