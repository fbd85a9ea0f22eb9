package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What AWS does on a bad day, as often as a test wants and in an order that a seed decides. Nothing happens unless it is asked
 * for.
 */
public final class Injections {
    private final Random random;
    private final Map<String, Double> throttled = new ConcurrentHashMap<>();
    private final Map<String, Double> failing = new ConcurrentHashMap<>();
    private final Map<String, Double> unanswered = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private volatile Duration unseen = Duration.ZERO;
    private volatile Duration lateLines = Duration.ZERO;
    private volatile Duration stopLag = Duration.ZERO;
    private volatile Optional<Duration> pretended = Optional.empty();
    private volatile double concurrentRevisions;

    Injections(long seed) {
        this.random = new Random(seed);
    }

    /** A part of the calls of an operation is answered with {@code ThrottlingException}, and not done. */
    public Injections throttle(String operation, double part) {
        throttled.put(operation, part);
        return this;
    }

    /** A part of the calls of an operation is answered with 500, and not done. */
    public Injections fail(String operation, double part) {
        failing.put(operation, part);
        return this;
    }

    /** A part of the calls of an operation is done, and answered with 500. */
    public Injections loseAnswers(String operation, double part) {
        unanswered.put(operation, part);
        return this;
    }

    /** We have no right to an operation: {@code ecs:RunTask}. */
    public Injections deny(String action) {
        denied.add(action);
        return this;
    }

    /** We have the right again. */
    public Injections allow(String action) {
        denied.remove(action);
        return this;
    }

    /** What was just made is not found for a while: the API is consistent only eventually. */
    public Injections unseenFor(Duration time) {
        unseen = time;
        return this;
    }

    /** Lines arrive in their stream some time after they were printed. */
    public Injections lateLines(Duration time) {
        lateLines = time;
        return this;
    }

    /** A task goes on to hold its resources for a while when its containers have ended, and is STOPPED only then. */
    public Injections stopsLate(Duration time) {
        stopLag = time;
        return this;
    }

    /**
     * Tasks of one container take so long and end well, and no container runs: for tests that count calls, whose result an engine
     * that is busy would change.
     */
    public Injections pretendRuns(Duration time) {
        pretended = Optional.of(time);
        return this;
    }

    Optional<Duration> pretended() {
        return pretended;
    }

    Duration stopLag() {
        return stopLag;
    }

    /** A part of the registrations meets "Too many concurrent attempts to create a new revision". */
    public Injections concurrentRevisions(double part) {
        concurrentRevisions = part;
        return this;
    }

    Duration unseen() {
        return unseen;
    }

    Duration lateLines() {
        return lateLines;
    }

    boolean concurrentRevision() {
        return hits(concurrentRevisions);
    }

    void before(String service, String operation) {
        denied(service, operation).ifPresent(error -> {
            throw error;
        });
        if (hits(throttled.getOrDefault(operation, 0.0))) {
            throw ApiError.throttled();
        }
        if (hits(failing.getOrDefault(operation, 0.0))) {
            throw ApiError.server();
        }
    }

    /** What AWS answers if we have no right to an operation; empty if we have. */
    Optional<ApiError> denied(String service, String operation) {
        String action = service + ":" + operation;
        return denied.contains(action)
                ? Optional.of(new ApiError(
                        service.equals("ec2") ? 403 : 400,
                        service.equals("ec2") ? "UnauthorizedOperation" : "AccessDeniedException",
                        "User: " + StsService.ARN + " is not authorized to perform: " + action
                                + " on resource: * because no identity-based policy allows the " + action + " action"))
                : Optional.empty();
    }

    /** A role is given to ECS or EC2, for which there is a right of its own. */
    void passRole(String role) {
        if (denied.contains("iam:PassRole")) {
            throw new ApiError(
                    403,
                    "AccessDeniedException",
                    "User: " + StsService.ARN + " is not authorized to perform: iam:PassRole on resource: " + role);
        }
    }

    void after(String operation) {
        if (hits(unanswered.getOrDefault(operation, 0.0))) {
            throw ApiError.server();
        }
    }

    private boolean hits(double part) {
        synchronized (random) {
            return part > 0 && random.nextDouble() < part;
        }
    }
}
