package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.files.LogLines;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one output of one container, on a thread of its own: as a stream of its engine while the program runs, from where
 * it is kept after its end. When the engine breaks off, the following begins anew and leaves out what has been delivered.
 */
final class FollowedOutput implements AttemptLog.Following {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedOutput.class);
    private static final long PAUSE_MILLIS = 500;

    private final PartOutput output;
    private final boolean errors;
    private final LogLines lines;

    /** Completed by {@link #close}; whatever the thread waits for, it waits for this too. */
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    // On the following thread, or on the one of the stream while that waits for it.
    private long delivered;
    private long passed;
    private boolean broken;

    FollowedOutput(PartOutput output, AttemptLog.Stream stream, LogLines lines) {
        this.output = output;
        this.errors = stream == AttemptLog.Stream.STDERR;
        this.lines = lines;
    }

    void start() {
        Thread thread = new Thread(this::follow, "docker-follow");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.complete(true);
    }

    private void follow() {
        Part part = output.part();
        try {
            await(part.begun());
            while (!part.over().isDone() && !isClosed()) {
                followEngine(part.container().orElseThrow());
            }
            if (!isClosed()) {
                readRest();
            }
        } catch (IOException | RuntimeException e) {
            if (!isClosed()) {
                LOG.warn("following container {} ends: {}", part.container().orElse(""), e.toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followEngine(String container) throws InterruptedException {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        passed = 0;
        TimedOutput times = PartOutput.timed(errors, this::deliver);
        ContainerEngine.OutputSink sink = new ContainerEngine.OutputSink() {
            @Override
            public void chunk(boolean isError, byte[] bytes) {
                if (isError == errors && !isClosed()) {
                    times.take(bytes);
                }
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                ended.complete(true);
            }
        };
        ContainerEngine.Stream stream = output.engine().followOutput(container, sink);
        try {
            await(ended);
        } finally {
            stream.close();
        }
        if (broken) {
            close();
        } else {
            awaitAtMost(output.part().over(), PAUSE_MILLIS); // it has ended, or the engine has broken off
        }
    }

    private void readRest() throws IOException {
        passed = 0;
        output.read((isError, micros, bytes) -> {
            if (isError == errors && !isClosed()) {
                deliver(isError, micros, bytes, 0, bytes.length);
            }
        });
        if (!isClosed()) {
            lines.end();
        }
    }

    private void deliver(boolean isError, long micros, byte[] bytes, int offset, int length) {
        long skip = Math.min(length, Math.max(0, delivered - passed));
        passed += length;
        if (skip < length) {
            byte[] fresh = Arrays.copyOfRange(bytes, offset + (int) skip, offset + length);
            delivered += fresh.length;
            try {
                lines.add(fresh, fresh.length);
            } catch (RuntimeException e) {
                LOG.warn("following a container ends, because its consumer threw", e);
                broken = true;
                throw e;
            }
        }
    }

    private boolean isClosed() {
        return closed.isDone();
    }

    private void await(CompletableFuture<Boolean> event) throws InterruptedException {
        get(CompletableFuture.anyOf(event, closed), null);
    }

    private void awaitAtMost(CompletableFuture<Boolean> event, long millis) throws InterruptedException {
        get(CompletableFuture.anyOf(event, closed), millis);
    }

    private static void get(CompletableFuture<?> event, @Nullable Long millis) throws InterruptedException {
        try {
            if (millis == null) {
                event.get();
            } else {
                event.get(millis, TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException stillRunning) {
            // whoever waits looks again
        }
    }
}
