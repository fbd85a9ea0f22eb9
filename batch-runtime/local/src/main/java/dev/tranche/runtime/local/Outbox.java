package dev.tranche.runtime.local;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Frames on their way out through a pipe. Any thread posts; whichever comes first writes for all that come meanwhile, so
 * that a burst costs one system call and a single frame waits for nobody. What can wait is put in and goes along.
 */
final class Outbox {
    private static final int INITIAL_BYTES = 16 << 10;

    private final OutputStream pipe;
    private byte[] filling = new byte[INITIAL_BYTES];
    private byte[] writing = new byte[INITIAL_BYTES];
    private int filled;
    private boolean busy;
    private boolean broken;

    /** Whether somebody has been told to flush and has not done so yet. */
    private boolean flushIsDue;

    Outbox(OutputStream pipe) {
        this.pipe = pipe;
    }

    /**
     * Sends a frame; frames of one thread arrive in the order of its calls.
     *
     * @throws IOException if the other end is gone; later frames are then dropped, since nobody is there to read them
     */
    void post(byte[] frame) throws IOException {
        synchronized (this) {
            if (broken) {
                return;
            }
            append(frame);
            if (busy) {
                return;
            }
            busy = true;
        }
        write();
    }

    /**
     * Puts a frame in that can wait: it goes out with the next one that is posted, and at the latest when it is flushed.
     *
     * @return whether the caller has to see to a {@link #flush}; otherwise one is due already
     */
    synchronized boolean put(byte[] frame) {
        if (broken) {
            return false;
        }
        append(frame);
        boolean first = !flushIsDue;
        flushIsDue = true;
        return first;
    }

    /**
     * Sends what was put in and still waits.
     *
     * @throws IOException if the other end is gone
     */
    void flush() throws IOException {
        synchronized (this) {
            flushIsDue = false;
            if (broken || busy || filled == 0) {
                return;
            }
            busy = true;
        }
        write();
    }

    private void write() throws IOException {
        try {
            drain();
        } catch (IOException e) {
            giveUp();
            throw e;
        }
    }

    private void append(byte[] frame) {
        if (filling.length - filled < frame.length) {
            filling = Arrays.copyOf(filling, Math.max(filling.length * 2, filled + frame.length));
        }
        System.arraycopy(frame, 0, filling, filled, frame.length);
        filled += frame.length;
    }

    /** Runs in one thread at a time: the one that set {@code busy}. */
    private void drain() throws IOException {
        for (int length = swap(); length > 0; length = swap()) {
            pipe.write(writing, 0, length);
            pipe.flush();
        }
    }

    private synchronized int swap() {
        byte[] full = filling;
        filling = writing;
        writing = full;
        int length = filled;
        filled = 0;
        busy = length > 0;
        if (!busy) {
            notifyAll();
        }
        return length;
    }

    private synchronized void giveUp() {
        broken = true;
        filled = 0;
        notifyAll();
    }

    /** Waits until everything posted before is written, or cannot be. */
    synchronized void awaitWritten() throws InterruptedException {
        while (busy && !broken) {
            wait();
        }
    }
}
