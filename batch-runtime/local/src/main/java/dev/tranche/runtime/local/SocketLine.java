package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a supervisor that outlives its runtime: one at a time, each of the next opening of the journal. All
 * that a runtime wrote is read before the next one is listened to, so a start is known to the supervisor or never reaches
 * it.
 */
/*
 * A runtime that connects is told of every attempt that has not ended, then again of the starts of those that run: what
 * starts or ends meanwhile on another thread is told through the old connection, which nobody reads, or through the new
 * one before the attempt was named. A start is then said in the second round; an end has been written down, and the log is
 * read after the list.
 */
final class SocketLine implements Line {
    private static final System.Logger LOG = System.getLogger(SocketLine.class.getName());

    private final AttemptPaths paths;
    private final Children children;
    private final ServerSocketChannel server;

    // written by the thread that reads commands; pairs with the reads of whoever has something to tell
    private volatile Outbox outbox = new Outbox(OutputStream.nullOutputStream());

    // guarded by this, and so is the end of the server: whoever connects finds a supervisor that stays, or none
    private boolean connected;

    // the thread that reads commands only
    private @Nullable SocketChannel channel;
    private @Nullable BufferedInputStream commands;

    SocketLine(AttemptPaths paths, Children children, ServerSocketChannel server) {
        this.paths = paths;
        this.children = children;
        this.server = server;
    }

    @Override
    public void open() {
        LOG.log(System.Logger.Level.DEBUG, "listening at {0}", paths.socket());
    }

    @Override
    public @Nullable ByteBuffer next() {
        while (server.isOpen()) {
            try {
                BufferedInputStream in = commands;
                ByteBuffer frame = in == null ? null : Frame.read(in);
                if (frame != null) {
                    return frame;
                }
                hangUp();
                accept();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the runtime is gone", e);
                hangUp();
            }
        }
        return null;
    }

    private void hangUp() {
        boolean wasConnected = disconnect();
        commands = null;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the connection was broken", e);
        }
        if (wasConnected) {
            endIfIdle();
        }
    }

    private synchronized void connect() throws IOException {
        if (!server.isOpen()) {
            throw new IOException("this supervisor is about to end");
        }
        connected = true;
    }

    /** Returns whether somebody was connected. */
    private synchronized boolean disconnect() {
        boolean before = connected;
        connected = false;
        return before;
    }

    private void accept() throws IOException {
        SocketChannel next = server.accept();
        channel = next;
        connect();
        commands = new BufferedInputStream(SupervisorSocket.in(next));
        Outbox to = new Outbox(SupervisorSocket.out(next));
        outbox = to;
        to.post(new Event.Ready().toFrame());
        List<Child> all = List.copyOf(children.all());
        for (Child child : all) {
            to.post(new Event.Known(child.key(), child.attempt()).toFrame());
        }
        for (Child child : all) {
            if (child.isRunning()) {
                to.post(new Event.Started(child.key(), child.pid(), child.startedAt()).toFrame());
            }
        }
        to.post(new Event.Listed().toFrame());
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void endIfIdle() {
        if (closeIfIdle()) {
            System.exit(0);
        }
    }

    /** From here on nobody can connect: an end takes a while, and who is hung up on again and again gives up. */
    private synchronized boolean closeIfIdle() {
        if (connected || !children.isEmpty()) {
            return false;
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the socket ends with this process", e);
        }
        return true;
    }
}
