package dev.tranche.runtime.local;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.files.LogLines;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file as it grows, on a thread of its own. It looks several times a second, only while somebody follows: the
 * program writes to its file with nothing in between that could tell of it.
 */
final class FollowedFile implements AttemptLog.Following {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedFile.class);
    private static final long PERIOD_MILLIS = 50;
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path path;
    private final BooleanSupplier growing;
    private final LogLines lines;

    /** Opened by {@link #close}, awaited by the following thread. */
    private final CountDownLatch closed = new CountDownLatch(1);

    FollowedFile(Path path, BooleanSupplier growing, LogLines lines) {
        this.path = path;
        this.growing = growing;
        this.lines = lines;
    }

    void start() {
        Thread thread = new Thread(this::follow, "local-follow");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void follow() {
        try {
            if (awaitFile()) {
                try (InputStream in = Files.newInputStream(path)) {
                    copy(in);
                }
            }
        } catch (NoSuchFileException removed) {
            LOG.debug("output was removed before it was followed", removed);
        } catch (IOException e) {
            LOG.warn("cannot follow {}", path, e);
        } catch (RuntimeException e) {
            LOG.warn("following {} ends, because its consumer threw", path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitFile() throws InterruptedException {
        while (!Files.exists(path)) {
            if (!growing.getAsBoolean() || pause()) {
                return Files.exists(path) && closed.getCount() > 0;
            }
        }
        return true;
    }

    private void copy(InputStream in) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (true) {
            // Asked before reading: what was written until then is read, and nothing comes after it.
            boolean more = growing.getAsBoolean();
            int count = in.read(buffer);
            if (closed.getCount() == 0 || !Files.exists(path)) {
                return;
            }
            if (count > 0) {
                lines.add(buffer, count);
            } else if (!more) {
                lines.end();
                return;
            } else if (pause()) {
                return;
            }
        }
    }

    /** Returns whether the following was closed meanwhile. */
    private boolean pause() throws InterruptedException {
        return closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }
}
