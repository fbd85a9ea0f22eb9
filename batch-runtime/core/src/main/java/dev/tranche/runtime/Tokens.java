package dev.tranche.runtime;

import dev.tranche.runtime.internal.machine.Submission;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which client token stands for which job, for as long as the runtime remembers the job. Kept at the door, so that a second
 * submit gets the first one's handle at once, also while that one is still on its way. Any thread.
 */
final class Tokens {
    private final ConcurrentMap<String, Bound> bound = new ConcurrentHashMap<>();

    /** The content itself, or, of a job that is known from a journal, its digest only. */
    private record Bound(@Nullable Submission content, long digest, LiveJob job) {
        boolean isOf(Submission other) {
            return content == null ? digest == other.content() : content.equals(other);
        }
    }

    /**
     * Binds the token of a job, unless it is bound already.
     *
     * @return the job that the token stood for before, or null
     * @throws JobRefusedException if it stood for something else
     */
    @Nullable
    LiveJob bind(String token, Submission content, LiveJob job) {
        Bound earlier = bound.putIfAbsent(token, new Bound(content, 0, job));
        if (earlier == null) {
            return null;
        }
        if (!earlier.isOf(content)) {
            throw JobRefusedException.of(
                    content.name(),
                    "client token " + token + " stands for job "
                            + earlier.job.facts().id() + ", which was submitted with other content");
        }
        return earlier.job;
    }

    /** A journal says what the token of a job stands for. */
    void recovered(String token, long digest, LiveJob job) {
        bound.put(token, new Bound(null, digest, job));
    }

    /** Frees the token of a job that was refused or has left memory. */
    void forget(LiveJob job) {
        String token = job.facts().clientToken();
        if (token != null) {
            bound.computeIfPresent(token, (key, present) -> present.job == job ? null : present);
        }
    }
}
