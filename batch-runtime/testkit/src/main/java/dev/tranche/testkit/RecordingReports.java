package dev.tranche.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostType;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes the place of the scheduler behind a backend: remembers all that is reported, and lets a test wait for it. Any
 * thread may call it.
 */
public final class RecordingReports implements Reports {
    private static final long NANOS_PER_MILLI = 1_000_000;

    // All guarded by this: a backend's threads report, the test's thread waits.
    private final Map<HostId, Capacity> hosts = new LinkedHashMap<>();
    private final Map<AttemptId, List<Instant>> starts = new LinkedHashMap<>();
    private final Map<AttemptId, List<AttemptEnd>> ends = new LinkedHashMap<>();

    private final Map<Long, List<HostAnswer>> answers = new LinkedHashMap<>();
    private List<HostType> hostTypes = List.of();

    /** Reports of nothing yet. */
    public RecordingReports() {}

    @Override
    public synchronized void hostJoined(HostId host, Capacity capacity, Capacity heldByOthers) {
        hosts.put(host, capacity);
        notifyAll();
    }

    @Override
    public synchronized void hostDraining(HostId host, String reason) {
        notifyAll();
    }

    @Override
    public synchronized void hostLost(HostId host, String statusReason) {
        hosts.remove(host);
        notifyAll();
    }

    @Override
    public synchronized void hostTypes(List<HostType> types) {
        hostTypes = List.copyOf(types);
        notifyAll();
    }

    @Override
    public synchronized void hostsProvided(HostAnswer answer) {
        answers.computeIfAbsent(answer.request(), any -> new ArrayList<>()).add(answer);
        notifyAll();
    }

    @Override
    public synchronized void started(AttemptId attempt, Instant at) {
        starts.computeIfAbsent(attempt, any -> new ArrayList<>()).add(at);
        notifyAll();
    }

    @Override
    public synchronized void ended(AttemptId attempt, AttemptEnd end) {
        ends.computeIfAbsent(attempt, any -> new ArrayList<>()).add(end);
        notifyAll();
    }

    /**
     * The hosts that are there.
     *
     * @return capacities by host
     */
    public synchronized Map<HostId, Capacity> hosts() {
        return Map.copyOf(hosts);
    }

    /**
     * The types of host that the environment can be given, as they were reported last.
     *
     * @return empty if none were
     */
    public synchronized List<HostType> hostTypes() {
        return hostTypes;
    }

    /**
     * The answers to a request for hosts.
     *
     * @param request its number
     * @return the answers, in the order of the reports
     */
    public synchronized List<HostAnswer> answers(long request) {
        return List.copyOf(answers.getOrDefault(request, List.of()));
    }

    /**
     * The starts that were reported of an attempt.
     *
     * @param attempt the attempt
     * @return the times, in the order of the reports
     */
    public synchronized List<Instant> starts(AttemptId attempt) {
        return List.copyOf(starts.getOrDefault(attempt, List.of()));
    }

    /**
     * The ends that were reported of an attempt.
     *
     * @param attempt the attempt
     * @return the ends, in the order of the reports
     */
    public synchronized List<AttemptEnd> ends(AttemptId attempt) {
        return List.copyOf(ends.getOrDefault(attempt, List.of()));
    }

    /**
     * Waits until hosts have joined.
     *
     * @param atLeast how many
     * @param patience how long to wait at the most
     * @return the hosts that are there then
     * @throws AssertionError if they did not join in time
     */
    @CanIgnoreReturnValue
    public Map<HostId, Capacity> awaitHosts(int atLeast, Duration patience) {
        return await("hosts", atLeast, () -> List.copyOf(hosts().entrySet()), patience).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Waits for reports of a start.
     *
     * @param attempt the attempt
     * @param count how many there must be
     * @param patience how long to wait at the most
     * @return the times reported
     * @throws AssertionError if they did not come in time
     */
    @CanIgnoreReturnValue
    public List<Instant> awaitStarts(AttemptId attempt, int count, Duration patience) {
        return await("starts of " + attempt, count, () -> starts(attempt), patience);
    }

    /**
     * Waits for reports of an end.
     *
     * @param attempt the attempt
     * @param count how many there must be
     * @param patience how long to wait at the most
     * @return the ends reported
     * @throws AssertionError if they did not come in time
     */
    @CanIgnoreReturnValue
    public List<AttemptEnd> awaitEnds(AttemptId attempt, int count, Duration patience) {
        return await("ends of " + attempt, count, () -> ends(attempt), patience);
    }

    private <T> List<T> await(String what, int count, Supplier<List<T>> reported, Duration patience) {
        try {
            awaitCount(count, reported, System.nanoTime() + patience.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
        List<T> have = reported.get();
        if (have.size() < count) {
            throw new AssertionError(
                    "after " + patience + " there are " + have.size() + " of " + count + " " + what + ": " + have);
        }
        return have;
    }

    private synchronized void awaitCount(int count, Supplier<? extends List<?>> reported, long deadline)
            throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (reported.get().size() < count && left > 0) {
            wait(left / NANOS_PER_MILLI + 1);
            left = deadline - System.nanoTime();
        }
    }
}
