package dev.tranche.runtime.ec2;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything can run in the environment as it is now, and if not, why; AWS: {@code status}, {@code statusReason}. Any
 * thread.
 */
final class Validity {
    /** How long nothing is started after AWS has denied a start: then it is tried again. */
    static final Duration DENIED_FOR = Duration.ofMinutes(1);

    /** How long nothing is launched after a launch that would fail again: then it is tried again. */
    static final Duration LAUNCHES_FAIL_FOR = Duration.ofMinutes(10);

    private final LongSupplier nanos;

    private @Nullable String cluster = "AWS has not answered yet";
    private @Nullable String starts;
    private long deniedAt;
    private @Nullable String launches;
    private long failedAt;

    Validity(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** The cluster cannot be used. */
    synchronized void clusterTrouble(String why) {
        cluster = why;
    }

    /** The cluster can be used, as far as looking at it goes. */
    synchronized void clusterWell() {
        cluster = null;
    }

    /** A start was denied: so would be the next. */
    synchronized void startDenied(String why) {
        starts = why;
        deniedAt = nanos.getAsLong();
    }

    /** A start was taken. */
    synchronized void startTaken() {
        starts = null;
    }

    /** A launch would fail again, or bring what nobody can use. */
    synchronized void launchFailed(String why) {
        launches = why;
        failedAt = nanos.getAsLong();
    }

    /** What was launched can be used. */
    synchronized void launchWell() {
        launches = null;
    }

    /** Why nothing can be started on an instance that is there, empty if all is well. */
    synchronized Optional<String> startTrouble() {
        if (starts != null && nanos.getAsLong() - deniedAt > DENIED_FOR.toNanos()) {
            starts = null;
        }
        return Optional.ofNullable(cluster != null ? cluster : starts);
    }

    /** Why no instance can be launched, empty if all is well. */
    synchronized Optional<String> launchTrouble() {
        if (launches != null && nanos.getAsLong() - failedAt > LAUNCHES_FAIL_FOR.toNanos()) {
            launches = null;
        }
        return Optional.ofNullable(launches);
    }

    /** Why nothing can run, empty if all is well. */
    synchronized Optional<String> trouble() {
        Optional<String> why = startTrouble();
        return why.isPresent() ? why : launchTrouble();
    }
}
