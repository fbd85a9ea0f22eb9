package dev.tranche.runtime.local;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a supervisor, by key and, while their main process exists, by its number.
 *
 * <p>A program can end before the thread that spawned it learnt its number. Spawning therefore holds the read lock from
 * before the process exists until its number is here, and whoever meets an unknown number takes the write lock once: after
 * that it is known, or it is no main process.
 */
final class Children {
    private final ConcurrentHashMap<Long, Child> byKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Child> byPid = new ConcurrentHashMap<>();
    private final ReadWriteLock spawning = new ReentrantReadWriteLock();

    /** Guarded by {@code spawning}. */
    private boolean closed;

    /** Guarded by this; wakes the reaper, which has nothing to wait for while there is no process at all. */
    private long spawned;

    void add(Child child) {
        byKey.put(child.key(), child);
    }

    void remove(Child child) {
        byKey.remove(child.key());
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    @Nullable
    Child find(long key) {
        return byKey.get(key);
    }

    /** All that have not ended, in no order. */
    Collection<Child> all() {
        return byKey.values();
    }

    /** Whether something of this attempt can still be there. */
    boolean isAlive(String attempt) {
        return byKey.values().stream().anyMatch(child -> child.attempt().equals(attempt));
    }

    /** Those whose main process exists, in no order, changing while it is walked. */
    Collection<Child> running() {
        return byPid.values();
    }

    /**
     * Spawns a process and makes its number known, as one step for those who ask for it.
     *
     * @param spawn returns the number of the new process, or 0 if there is none
     * @return whether there is one
     */
    boolean spawn(Child child, IntSupplier spawn) {
        spawning.readLock().lock();
        try {
            int pid = closed ? 0 : spawn.getAsInt();
            if (pid == 0) {
                return false;
            }
            byPid.put(pid, child);
        } finally {
            spawning.readLock().unlock();
        }
        synchronized (this) {
            spawned++;
            notifyAll();
        }
        return true;
    }

    /** The attempt whose main process has this number, null if there is certainly none. */
    @Nullable
    Child mainProcess(int pid) {
        Child child = byPid.get(pid);
        return child != null ? child : mainProcessAfterSpawns(pid);
    }

    private @Nullable Child mainProcessAfterSpawns(int pid) {
        spawning.writeLock().lock();
        try {
            return byPid.get(pid);
        } finally {
            spawning.writeLock().unlock();
        }
    }

    /** Forgets a main process; before its number is given back to the system. */
    void ended(Child child) {
        byPid.remove(child.pid());
    }

    /** From now on nothing is spawned. */
    void close() {
        spawning.writeLock().lock();
        try {
            closed = true;
        } finally {
            spawning.writeLock().unlock();
        }
    }

    synchronized long spawned() {
        return spawned;
    }

    /** Waits until there has been another spawn than those counted. */
    synchronized void awaitSpawnAfter(long count) throws InterruptedException {
        while (spawned == count) {
            wait();
        }
    }
}
