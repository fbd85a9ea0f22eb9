package dev.tranche.runtime;

import dev.tranche.runtime.spi.AttemptLog;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the output of a job through all its attempts: waits for the next attempt to run, then has its backend follow it.
 * Looks at the job whenever that has changed.
 */
final class LogTail implements Subscription {
    private final LiveJob job;
    private final AttemptLog.Stream stream;
    private final Consumer<String> line;
    private final Runnable watcher = this::look;

    // guarded by this: the last attempt that is followed
    private int followed;
    private AttemptLog.@Nullable Following following;
    private boolean closed;

    private LogTail(LiveJob job, AttemptLog.Stream stream, Consumer<String> line) {
        this.job = job;
        this.stream = stream;
        this.line = line;
    }

    static LogTail begin(LiveJob job, AttemptLog.Stream stream, Consumer<String> line, Executor executor) {
        LogTail tail = new LogTail(job, stream, line);
        // watched first and looked at then, so that no change is between the two
        job.signals().watchers.add(tail.watcher);
        executor.execute(tail.watcher);
        return tail;
    }

    private synchronized void look() {
        JobSnapshot now = job.published();
        List<AttemptDetail> attempts = now.attempts();
        while (!closed && followed < attempts.size() && hasRun(attempts.get(followed))) {
            AttemptSnapshot attempt = (AttemptSnapshot) attempts.get(followed);
            followed++;
            // the one before has ended and ends its following by itself
            following = LiveLog.of(job, attempt).follow(stream, line);
        }
        if (now.ended()) {
            job.signals().watchers.remove(watcher);
        }
    }

    private static boolean hasRun(AttemptDetail attempt) {
        return attempt.startedAt().isPresent() || attempt.stoppedAt().isPresent();
    }

    @Override
    public void close() {
        AttemptLog.Following last;
        synchronized (this) {
            closed = true;
            last = following;
            following = null;
        }
        job.signals().watchers.remove(watcher);
        if (last != null) {
            last.close();
        }
    }
}
