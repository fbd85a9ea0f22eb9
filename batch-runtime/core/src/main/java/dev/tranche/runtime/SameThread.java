package dev.tranche.runtime;

import dev.tranche.runtime.internal.inbox.Wakeup;
import dev.tranche.runtime.internal.loop.Crew;
import dev.tranche.runtime.internal.loop.LoopRun;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Waiting;
import dev.tranche.runtime.internal.loop.Worker;

/** Whose workers do each task at once, on the thread that gives it. It turns no loop. */
final class SameThread implements Crew {
    @Override
    public Worker worker(String name) {
        return new AtOnce();
    }

    @Override
    public LoopRun run(SchedulerLoop loop, Wakeup wakeup, Runnable afterwards) {
        throw new UnsupportedOperationException("nobody turns a loop here");
    }

    @Override
    public Waiting waiting() {
        throw new UnsupportedOperationException("nobody waits here");
    }

    private static final class AtOnce implements Worker {
        private boolean finished;

        @Override
        public void execute(Runnable task) {
            if (!finished) {
                task.run();
            }
        }

        @Override
        public void finish() {
            finished = true;
        }

        @Override
        public void abandon() {
            finished = true;
        }

        @Override
        public boolean awaitEnd(long nanos) {
            return true;
        }
    }
}
