package dev.tranche.runtime.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A supervisor as its runtime sees it: takes commands, hands over events. It starts in the background and commands wait in
 * memory until it is ready; one that dies before that is started again a few times, since it cannot have started anything.
 *
 * <p>Commands are written by the caller of {@link #send}. The thread that reads events never writes: each process would
 * wait for the other to read as soon as both pipes were full.
 */
final class SupervisorLink {
    /** Takes what a supervisor says, on one thread at a time. */
    interface Listener {
        void happened(Event event);

        /**
         * The supervisor is gone; no event comes after this.
         *
         * @param link whose it was
         * @param wasReady whether it can have started anything
         * @param lastWords how it ended and what it wrote before, one line
         */
        void gone(SupervisorLink link, boolean wasReady, String lastWords);
    }

    private static final Logger LOG = LoggerFactory.getLogger(SupervisorLink.class);
    private static final int STARTS = 3;
    private static final long EXIT_SECONDS = 20;
    private static final int LAST_WORDS_BYTES = 600;

    private final Reach reach;
    private final Path errors;
    private final Listener listener;
    private final Thread starter = new Thread(this::start, "local-supervisor");

    // Guarded by this: the dispatcher sends, the starter passes on what waited, anybody closes.
    private final List<byte[]> waiting = new ArrayList<>();
    private @Nullable Outbox outbox;
    private @Nullable Reached supervisor;
    private boolean ended;

    /** The starter's own. */
    private boolean ready;

    /**
     * @param reach how the supervisor is reached
     * @param errors the file for what it writes to its standard error
     * @param listener takes the events
     */
    SupervisorLink(Reach reach, Path errors, Listener listener) {
        this.reach = reach;
        this.errors = errors;
        this.listener = listener;
        starter.setDaemon(true);
    }

    /** Starts the supervisor and returns. */
    void open() {
        starter.start();
    }

    /** Whether commands can still reach it. */
    synchronized boolean isOpen() {
        return !ended;
    }

    /** Sends a command; one sent to a supervisor that is gone is dropped, its attempt is dealt with by the listener. */
    void send(Command message) {
        byte[] frame = message.toFrame();
        Outbox to;
        synchronized (this) {
            to = outbox;
            if (to == null) {
                waiting.add(frame);
                return;
            }
        }
        post(to, frame);
    }

    private static void post(Outbox to, byte[] frame) {
        try {
            to.post(frame);
        } catch (IOException e) {
            LOG.debug("the supervisor is gone; the end of its events is about to show it", e);
        }
    }

    /** Ends the supervisor and with it everything it started. Returns when it is gone and its last event was handed over. */
    void close() {
        synchronized (this) {
            ended = true;
            if (supervisor != null) {
                supervisor.hangUp();
            }
        }
        try {
            starter.join(TimeUnit.SECONDS.toMillis(EXIT_SECONDS));
            if (starter.isAlive()) {
                LOG.warn("the supervisor did not end within {} s and is killed", EXIT_SECONDS);
                kill();
                starter.join();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void kill() {
        if (supervisor != null) {
            supervisor.kill();
        }
    }

    private void start() {
        String lastWords = "it was closed";
        for (int i = 1; i <= STARTS && !ready && isOpen(); i++) {
            lastWords = run();
        }
        synchronized (this) {
            ended = true;
        }
        listener.gone(this, ready, lastWords);
    }

    /** One life of a supervisor; returns how it ended. */
    private String run() {
        try {
            Reached reached = reach.reach();
            synchronized (this) {
                supervisor = reached;
                if (ended) {
                    reached.hangUp();
                }
            }
            handOver(reached);
            return reached.awaitEnd() + lastLine();
        } catch (IOException e) {
            return "it cannot be started: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "its thread was interrupted";
        }
    }

    /** Reads events until there are no more. */
    private void handOver(Reached reached) {
        try (BufferedInputStream events = buffered(reached.events())) {
            for (ByteBuffer frame = Frame.read(events); frame != null; frame = Frame.read(events)) {
                Event event = Event.parse(frame);
                if (event instanceof Event.Ready) {
                    ready = true;
                    passOnWaiting(new Outbox(reached.commands()));
                } else {
                    listener.happened(event);
                }
            }
        } catch (IOException e) {
            LOG.debug("events of the supervisor ended", e);
        }
    }

    private static BufferedInputStream buffered(InputStream in) {
        return in instanceof BufferedInputStream already ? already : new BufferedInputStream(in);
    }

    private void passOnWaiting(Outbox to) {
        Thread thread = new Thread(
                () -> {
                    for (List<byte[]> frames = takeWaiting(to); !frames.isEmpty(); frames = takeWaiting(to)) {
                        frames.forEach(frame -> post(to, frame));
                    }
                },
                "local-supervisor-first-commands");
        thread.setDaemon(true);
        thread.start();
    }

    /** Once nothing waits any more, in the same step senders may write themselves: the order stays that of the calls. */
    private synchronized List<byte[]> takeWaiting(Outbox to) {
        List<byte[]> frames = List.copyOf(waiting);
        waiting.clear();
        if (frames.isEmpty()) {
            outbox = to;
        }
        return frames;
    }

    private String lastLine() throws IOException {
        byte[] all = Files.exists(errors) ? Files.readAllBytes(errors) : new byte[0];
        int from = Math.max(0, all.length - LAST_WORDS_BYTES);
        String text = new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text.replaceAll("\\R\\s*", " | ");
    }
}
