package dev.tranche.runtime;

import dev.tranche.runtime.internal.journal.FrameLog;
import java.util.SplittableRandom;

/**
 * A process of a runtime that dies at some moment: before a commit, after one and before its answer, or before one of the
 * calls of its backend. From then on nothing that it does reaches the engine or the log.
 */
final class CrashProcess implements FrameLog {
    private static final int MOST_COMMITS = 14;
    private static final int MOST_CALLS = 14;

    private final FrameLog disk;
    private int commitsLeft = Integer.MAX_VALUE;
    private int callsLeft = Integer.MAX_VALUE;
    private boolean afterCommit;
    private boolean alive = true;

    private CrashProcess(FrameLog disk) {
        this.disk = disk;
    }

    static CrashProcess immortal(FrameLog disk) {
        return new CrashProcess(disk);
    }

    static CrashProcess mortal(FrameLog disk, SplittableRandom random) {
        CrashProcess process = new CrashProcess(disk);
        if (random.nextBoolean()) {
            process.commitsLeft = random.nextInt(MOST_COMMITS);
            process.afterCommit = random.nextBoolean();
        } else {
            process.callsLeft = random.nextInt(MOST_CALLS);
        }
        return process;
    }

    boolean isAlive() {
        return alive;
    }

    /** Whether it lives to make another call of its backend. */
    boolean mayCall() {
        if (alive && callsLeft-- == 0) {
            alive = false;
        }
        return alive;
    }

    @Override
    public void append(byte[] frame, int length) {
        if (!alive) {
            throw new DeadException();
        }
        if (commitsLeft-- == 0) {
            alive = false;
            if (afterCommit) {
                disk.append(frame, length);
            }
            throw new DeadException();
        }
        disk.append(frame, length);
    }

    @Override
    public void replay(FrameVisitor visitor) {
        disk.replay(visitor);
    }

    /** What a dead process would do next. */
    private static final class DeadException extends RuntimeException {
        private static final long serialVersionUID = 1;

        DeadException() {
            super("the process is dead", null, false, false);
        }
    }
}
