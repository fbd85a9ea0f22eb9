package dev.tranche.runtime.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the one stream of events of an engine open. When it breaks off it tries to open another, soon at first and then
 * every few seconds, and tells what may have been missed. Any thread may use it.
 *
 * <p>An engine that was restarted has forgotten its events, and has ended its containers; one whose stream was only cut
 * knows the last event that we saw. It remembers {@link #REMEMBERED} events, so if there were as many in between nobody can
 * say which it was.
 */
final class EngineWatch implements AutoCloseable {
    /** What may have been missed. */
    enum Gap {
        /** The engine still knows the last event that we saw: it was not restarted. */
        CUT,
        /** The engine has forgotten it, and few events are newer: it was restarted. */
        RESTART,
        /** So much has happened that it has forgotten it in any case. */
        UNCERTAIN
    }

    /** Who is told. */
    interface Listener {
        /** On the thread of the stream. */
        void happened(EngineEvent event);

        /** On any thread: from now on something may be missed. */
        void contactLost(String why);

        /**
         * On a worker: events come again, and everything that happened before has to be looked for.
         *
         * @param lastSeen the time of the last event before the gap
         */
        void contactRegained(Gap gap, Instant lastSeen);

        /** On a worker, once in a gap: there has been no contact for longer than one would wait. */
        void givenUp(Duration silence);
    }

    /** How many events an engine remembers, with a little room. */
    private static final int REMEMBERED = 250;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final long OPENING_SECONDS = 30;
    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);

    private final ContainerEngine engine;
    private final Listener listener;
    private final Workers workers;
    private final Timer timer;
    private final LongSupplier nanos;
    private final Duration patience;

    // All guarded by this.
    private ContainerEngine.@Nullable Stream stream;
    private int generation;
    private int brokenGeneration;
    private boolean watching;
    private boolean closed;
    private @Nullable EngineEvent lastEvent;
    private Instant lastSeen = Instant.EPOCH;
    private long lostAtNanos;
    private boolean givenUp;

    /** @param patience how long there may be no contact before the host counts as lost */
    EngineWatch(
            ContainerEngine engine,
            Listener listener,
            Workers workers,
            Timer timer,
            LongSupplier nanos,
            Duration patience) {
        this.engine = engine;
        this.listener = listener;
        this.workers = workers;
        this.timer = timer;
        this.nanos = nanos;
        this.patience = patience;
    }

    /**
     * Opens the first stream and waits until it is open.
     *
     * @throws EngineUnreachableException if it does not open
     */
    void open() {
        synchronized (this) {
            lastSeen = engine.time();
        }
        connect();
    }

    synchronized boolean isWatching() {
        return watching;
    }

    /** The stream may be dead without knowing it: somebody got no answer. */
    void suspect(String why) {
        int now;
        synchronized (this) {
            now = generation;
        }
        lost(now, why);
    }

    private void connect() {
        CompletableFuture<Boolean> opened = new CompletableFuture<>();
        int mine;
        Instant since;
        synchronized (this) {
            mine = ++generation;
            since = lastSeen;
        }
        ContainerEngine.Stream next = engine.followEvents(Labels.RUNTIME, since, sink(mine, opened));
        boolean late;
        synchronized (this) {
            stream = next;
            late = closed;
        }
        if (late) {
            next.close();
            return;
        }
        await(opened, next);
        synchronized (this) {
            if (brokenGeneration == mine) {
                throw new EngineUnreachableException(
                        engine.name(), new IllegalStateException("the stream of events has ended at once"));
            }
            watching = true;
        }
    }

    private void await(CompletableFuture<Boolean> opened, ContainerEngine.Stream stream) {
        try {
            opened.get(OPENING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stream.close();
            throw new EngineUnreachableException(engine.name(), e);
        } catch (InterruptedException e) {
            stream.close();
            Thread.currentThread().interrupt();
            throw new EngineUnreachableException(engine.name(), e);
        }
    }

    private ContainerEngine.Sink<EngineEvent> sink(int mine, CompletableFuture<Boolean> opened) {
        return new ContainerEngine.Sink<>() {
            @Override
            public void opened() {
                opened.complete(true);
            }

            @Override
            public void next(EngineEvent event) {
                seen(event);
                listener.happened(event);
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                String why = failure.map(Throwable::toString).orElse("the stream of events has ended");
                if (!opened.completeExceptionally(failure.orElseGet(() -> new IllegalStateException(why)))) {
                    lost(mine, why);
                }
            }
        };
    }

    private synchronized void seen(EngineEvent event) {
        lastEvent = event;
        if (event.at().isAfter(lastSeen)) {
            lastSeen = event.at();
        }
    }

    private void lost(int generationOfTheStream, String why) {
        ContainerEngine.Stream dead;
        synchronized (this) {
            if (closed || generationOfTheStream != generation) {
                return;
            }
            brokenGeneration = generation;
            if (!watching) {
                return; // whoever opens it finds out
            }
            watching = false;
            givenUp = false;
            lostAtNanos = nanos.getAsLong();
            dead = stream;
            stream = null;
        }
        if (dead != null) {
            dead.close();
        }
        LOG.warn("no contact with engine {}: {}", engine.name(), why);
        listener.contactLost(why);
        retryAfter(FIRST_PAUSE);
    }

    private void retryAfter(Duration pause) {
        timer.after(pause, () -> workers.soon(() -> retry(pause)));
    }

    private void retry(Duration pause) {
        if (isClosed()) {
            return;
        }
        try {
            Gap gap = gap();
            Instant before;
            synchronized (this) {
                before = lastSeen;
            }
            connect();
            regained(gap, before);
        } catch (RuntimeException e) {
            LOG.debug("engine {} is not back yet", engine.name(), e);
            giveUpIfLong();
            Duration next = pause.multipliedBy(2);
            retryAfter(next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE);
        }
    }

    private void regained(Gap gap, Instant before) {
        LOG.info("contact with engine {} again ({})", engine.name(), gap);
        try {
            listener.contactRegained(gap, before);
        } catch (RuntimeException e) {
            LOG.warn("what was missed of engine {} could not be looked for", engine.name(), e);
            suspect(String.valueOf(e.getMessage()));
        }
    }

    private Gap gap() {
        EngineEvent last;
        Instant since;
        synchronized (this) {
            last = lastEvent;
            since = lastSeen;
        }
        var events = engine.pastEvents(since);
        if (last != null && events.stream().anyMatch(last::isSame)) {
            return Gap.CUT;
        }
        return last == null || events.size() >= REMEMBERED ? Gap.UNCERTAIN : Gap.RESTART;
    }

    private void giveUpIfLong() {
        Duration silence;
        synchronized (this) {
            silence = Duration.ofNanos(nanos.getAsLong() - lostAtNanos);
            if (givenUp || closed || silence.compareTo(patience) < 0) {
                return;
            }
            givenUp = true;
        }
        listener.givenUp(silence);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        ContainerEngine.Stream open;
        synchronized (this) {
            closed = true;
            watching = false;
            open = stream;
            stream = null;
        }
        if (open != null) {
            open.close();
        }
    }
}
