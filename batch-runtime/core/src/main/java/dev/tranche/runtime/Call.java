package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Arrival;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code submit} in any of its forms, checked and compiled: the three ways of letting it in.
 *
 * @param <H> what the caller gets
 */
final class Call<H> {
    private final Door door;
    private final H handle;
    private final @Nullable Arrival arrival;
    private final CompletableFuture<?> answered;
    private final List<LiveJob> jobs;

    /**
     * A call.
     *
     * @param arrival what goes in, or null if it is all in already
     * @param answered done when all that goes in is in or refused
     * @param jobs the jobs it is about, whether they go in now or are in already
     */
    Call(Door door, H handle, @Nullable Arrival arrival, CompletableFuture<?> answered, List<LiveJob> jobs) {
        this.door = door;
        this.handle = handle;
        this.arrival = arrival;
        this.answered = answered;
        this.jobs = jobs;
    }

    /** Waits for room, and for the answer. */
    H enterAndWait() {
        Arrival in = arrival;
        if (in != null) {
            try {
                door.awaitRoom(in.permits());
            } catch (BatchException e) {
                in.refused(e);
                throw e;
            }
            door.put(in);
        }
        door.await("submit", answered);
        throwIfRefused();
        return handle;
    }

    /** Enters if there is room, and waits for nothing. */
    Optional<H> tryEnter() {
        Arrival in = arrival;
        if (in != null) {
            if (!door.hasRoom(in.permits())) {
                in.refused(door.busy(""));
                return Optional.empty();
            }
            door.put(in);
        }
        return Optional.of(handle);
    }

    /** The same, but a lack of room is an exception. */
    H enterNow() {
        return tryEnter().orElseThrow(() -> door.busy("; submit waits for it, trySubmit answers empty"));
    }

    private void throwIfRefused() {
        for (LiveJob job : jobs) {
            // of a job with a client token, the first submit may still be on its way
            if (!job.published().isAccepted()) {
                door.await("submit", job.signals().accepted);
            }
        }
    }
}
