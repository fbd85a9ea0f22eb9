package dev.tranche.runtime.ec2;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** What waits for AWS, done one after the other on the thread of a test, in time that passes only between two of them. */
final class Steps implements Background {
    final AtomicLong nanos;
    private final Deque<Step> waiting = new ArrayDeque<>();

    private record Step(Duration delay, Task task) {}

    Steps(AtomicLong nanos) {
        this.nanos = nanos;
    }

    @Override
    public void soon(Task task) {
        after(Duration.ZERO, task);
    }

    @Override
    public void after(Duration delay, Task task) {
        waiting.add(new Step(delay, task));
    }

    /** Does the next, and says how long it had been put off. */
    @CanIgnoreReturnValue
    Duration step() throws InterruptedException {
        Step next = waiting.remove();
        nanos.addAndGet(next.delay().toNanos());
        next.task().run();
        return next.delay();
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }
}
