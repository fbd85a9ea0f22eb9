package dev.tranche.runtime.ec2.standin;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** What has been called: operation, time and request, in the order of arrival. */
public final class CallLog {
    /**
     * One call.
     *
     * @param operation the name of the operation
     * @param at when it arrived
     * @param request its parameters as JSON
     */
    public record Call(String operation, Instant at, String request) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();

    void add(Call call) {
        calls.add(call);
    }

    public List<Call> all() {
        return List.copyOf(calls);
    }

    public List<Call> of(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    public int count(String operation) {
        return of(operation).size();
    }

    public Map<String, Long> counts() {
        return calls.stream().collect(Collectors.groupingBy(Call::operation, Collectors.counting()));
    }

    /** The most calls of some operations that arrived within a second. */
    public int mostInASecond(List<String> operations) {
        List<Instant> times = calls.stream()
                .filter(call -> operations.contains(call.operation()))
                .map(Call::at)
                .sorted()
                .toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (!times.get(from).plusSeconds(1).isAfter(times.get(to))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
