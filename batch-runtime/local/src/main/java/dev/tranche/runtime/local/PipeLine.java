package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The standard input and output of a supervisor that ends with its runtime. */
final class PipeLine implements Line {
    private static final System.Logger LOG = System.getLogger(PipeLine.class.getName());

    private final BufferedInputStream commands;
    private final Outbox outbox;

    PipeLine(InputStream in, OutputStream out) {
        commands = new BufferedInputStream(in);
        outbox = new Outbox(out);
    }

    @Override
    public void open() {
        try {
            outbox.post(new Event.Ready().toFrame());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the runtime is gone already", e);
        }
    }

    @Override
    public @Nullable ByteBuffer next() {
        try {
            return Frame.read(commands);
        } catch (IOException runtimeIsGone) {
            return null;
        }
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void endIfIdle() {
        // ends with its input
    }
}
