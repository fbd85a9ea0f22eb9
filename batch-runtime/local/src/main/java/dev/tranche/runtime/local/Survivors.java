package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobId;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Processes of attempts whose supervisor is dead. Nobody is left who knows their parents, so they are known by their
 * marker, and those of a known attempt by its session and group too.
 */
final class Survivors {
    private static final int ROUNDS = 500;
    private static final long PAUSE_NANOS = 2_000_000;

    /** What the identities of all jobs of a runtime begin with: the part of the UUID before its variant. */
    private static final int RUNTIME_PART = 19;

    private final Predicate<ProcessEntry> ours;

    private Survivors(Predicate<ProcessEntry> ours) {
        this.ours = ours;
    }

    /** All of a runtime. */
    static Survivors ofRuntime(long runtimeId) {
        String runtime = new JobId(runtimeId, 1, JobId.NO_INDEX).toString().substring(0, RUNTIME_PART);
        return new Survivors(process -> ProcessTable.marker(process.pid())
                .filter(marker -> marker.startsWith(runtime))
                .isPresent());
    }

    /**
     * All of some attempts.
     *
     * @param attempts their markers
     * @param mainProcesses the numbers of their main processes, as far as known
     */
    static Survivors ofAttempts(Set<String> attempts, Set<Integer> mainProcesses) {
        return new Survivors(process -> mainProcesses.contains(process.session())
                || mainProcesses.contains(process.group())
                || ProcessTable.marker(process.pid()).filter(attempts::contains).isPresent());
    }

    /**
     * Kills them until none is left, for a second at the most.
     *
     * @return the numbers of those that were alive at first
     * @throws IOException if the process table cannot be read
     */
    @CanIgnoreReturnValue
    Set<Integer> kill() throws IOException {
        List<ProcessEntry> alive = alive();
        Set<Integer> first = alive.stream().map(ProcessEntry::pid).collect(Collectors.toSet());
        for (int round = 1; round <= ROUNDS && !alive.isEmpty(); round++) {
            alive.forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(PAUSE_NANOS);
            alive = alive();
        }
        return first;
    }

    private List<ProcessEntry> alive() throws IOException {
        long self = ProcessHandle.current().pid();
        return ProcessTable.read().all().stream()
                .filter(process -> process.pid() != self && !process.isDead() && ours.test(process))
                .toList();
    }
}
