package dev.tranche.runtime.docker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Says on an engine until when a runtime is certainly alive: a file in a container that is created and never started. A
 * label cannot be renewed, and a file of a container can. Time is the engine's, so that no two clocks are compared.
 */
final class Lease {
    private static final String FILE = "lease";

    private final ContainerEngine engine;
    private final String container;

    private Lease(ContainerEngine engine, String container) {
        this.engine = engine;
        this.container = container;
    }

    /** Takes out a lease: from now on the sweeps of other runtimes leave ours alone until it has run out. */
    static Lease take(ContainerEngine engine, Labels labels, Instant until) {
        String container = NeverStarted.create(engine, request -> request.withLabels(NeverStarted.labels(labels)));
        Lease lease = new Lease(engine, container);
        try {
            lease.renew(until);
        } catch (RuntimeException e) {
            engine.remove(container);
            throw e;
        }
        return lease;
    }

    /** Prolongs it. */
    void renew(Instant until) {
        byte[] text =
                Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, until)).getBytes(StandardCharsets.US_ASCII);
        engine.copyInto(container, "/", new Tar().with(FILE, text, Tar.READABLE).toBytes());
    }

    /** Gives it back; the image too, if this was the last. */
    void end() {
        engine.remove(container);
        NeverStarted.removeImage(engine);
    }

    /**
     * Ends the leases that earlier openings of the runtime left in the same environment: those that have run out, and those
     * that hold for longer than one of an opening that is alive.
     */
    void endEarlier(Labels labels, Instant now, Duration longest) {
        for (ListedContainer other : engine.list(labels.filter())) {
            if (!other.id().equals(container) && isOfUs(other, labels)) {
                until(engine, other.id())
                        .filter(until -> until.isBefore(now) || until.isAfter(now.plus(longest)))
                        .ifPresent(leftBehind -> engine.remove(other.id()));
            }
        }
    }

    private static boolean isOfUs(ListedContainer other, Labels labels) {
        return labels.areOurs(other.labels()) && other.labels().containsKey(Labels.LEASE);
    }

    /** Until when a lease in a container of whatever runtime holds; empty if nothing readable is there. */
    static Optional<Instant> until(ContainerEngine engine, String container) {
        return engine.copyFrom(container, "/" + FILE).flatMap(Lease::parse);
    }

    private static Optional<Instant> parse(byte[] tar) {
        return Tar.firstFile(tar).flatMap(bytes -> {
            try {
                long micros = Long.parseLong(new String(bytes, StandardCharsets.US_ASCII));
                return Optional.of(Instant.EPOCH.plus(Duration.of(micros, ChronoUnit.MICROS)));
            } catch (NumberFormatException notALease) {
                return Optional.empty();
            }
        });
    }
}
