package dev.tranche.runtime.local;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where a supervisor's commands come from and its events go to. */
interface Line {
    /** Says that commands are taken. */
    void open();

    /** The next command; null if there will be none any more. One thread at a time. */
    @Nullable
    ByteBuffer next();

    /** Takes events, now; what is put in when nobody listens is lost. Any thread. */
    Outbox outbox();

    /** Ends the process if nobody listens and nothing of an attempt is left. Any thread. */
    void endIfIdle();
}
