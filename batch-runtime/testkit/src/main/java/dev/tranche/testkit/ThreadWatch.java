package dev.tranche.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sees to it that tests leave no thread of a runtime behind. Of tests that run at the same time nobody can tell whose a
 * thread is, so they are looked at together, when the last of them has ended.
 */
final class ThreadWatch {
    /** How long threads that are ending may take to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final List<String> OURS = List.of("batch-", "local-", "docker-");

    // guarded by the class
    private static final Set<String> TESTS = new LinkedHashSet<>();
    private static final Set<Thread> BEFORE = new HashSet<>();
    private static int running;

    private ThreadWatch() {}

    static synchronized void begins(String test) {
        if (running == 0) {
            TESTS.clear();
            BEFORE.clear();
            BEFORE.addAll(ours());
        }
        running++;
        TESTS.add(test);
    }

    /**
     * A test has ended and closed its runtimes.
     *
     * @throws AssertionError if it is the last one, and threads are left
     */
    static synchronized void ended() {
        running--;
        if (running == 0) {
            List<Thread> left = left();
            if (!left.isEmpty()) {
                throw new AssertionError(message(left));
            }
        }
    }

    private static String message(List<Thread> left) {
        String names = left.stream().map(Thread::getName).collect(Collectors.joining(", "));
        return "threads of a runtime are left behind by " + (TESTS.size() == 1 ? "" : "one of ")
                + String.join(", ", TESTS) + ": " + names
                + "; close every runtime that is opened, or take it from TestRuntimes";
    }

    private static List<Thread> left() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Thread> left = new ArrayList<>(ours());
        left.removeAll(BEFORE);
        for (Thread thread : left) {
            join(thread, end - System.nanoTime());
        }
        left.removeIf(thread -> !thread.isAlive());
        return left;
    }

    private static void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.stream().anyMatch(thread.getName()::startsWith))
                .toList();
    }
}
