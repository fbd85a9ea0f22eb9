package dev.tranche.runtime.local;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Waits for the ends of processes, blocked in the kernel: no poll, no timer. It looks at a dead process before taking it
 * off the process table, so that its number, and its group's, stay its own until all that needs them is done.
 */
final class Reaper implements Runnable {
    /** {@code siginfo_t} of 64-bit Linux. */
    private static final int SIGINFO_BYTES = 128;

    private static final int SI_CODE = 8;
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;

    /** Takes the ends of main processes, on the reaper's thread. */
    interface Ends {
        void ended(Child child, boolean exited, int code);
    }

    private final Children children;
    private final Ends ends;
    private final Memory siginfo = new Memory(SIGINFO_BYTES);

    Reaper(Children children, Ends ends) {
        this.children = children;
        this.ends = ends;
    }

    @Override
    public void run() {
        try {
            while (true) {
                long spawned = children.spawned();
                if (awaitEnd()) {
                    take(siginfo.getInt(SI_PID));
                } else {
                    children.awaitSpawnAfter(spawned);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for any process to end and leaves it on the process table; false if there is none to wait for. */
    private boolean awaitEnd() {
        int options = Libc.WEXITED | Libc.WNOWAIT;
        while (Libc.waitid(Libc.P_ALL, 0, Pointer.nativeValue(siginfo), options) != 0) {
            if (Libc.errno() != Libc.EINTR) {
                return false;
            }
        }
        return true;
    }

    private void take(int pid) {
        Child child = children.mainProcess(pid);
        if (child == null) {
            Libc.waitpid(pid, 0, Libc.WNOHANG);
            return;
        }
        boolean exited = siginfo.getInt(SI_CODE) == Libc.CLD_EXITED;
        int code = siginfo.getInt(SI_STATUS);
        children.ended(child);
        child.bury();
        ends.ended(child, exited, code);
    }
}
