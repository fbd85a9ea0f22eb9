package dev.tranche.runtime;

import dev.tranche.model.JobId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a job or a workflow run is run again as: one at the most, so that nothing runs twice and the files of a run have one
 * heir. Any thread.
 */
final class RunAgain {
    // set by whoever runs it again first, taken back if that was refused
    private final AtomicReference<@Nullable JobId> as = new AtomicReference<>();

    /** A journal says that it was run again as this. */
    void recovered(JobId id) {
        as.set(id);
    }

    /**
     * It is to be run again as this.
     *
     * @param what names what is run again, for people
     * @param accepted how the submit ends: if it is refused, there may be another
     * @throws OperationRefusedException if it has been run again already
     */
    void claim(String what, JobId id, CompletableFuture<?> accepted) {
        JobId other = as.compareAndExchange(null, id);
        if (other != null) {
            throw new OperationRefusedException(
                    what + " has been run again already, as " + other + "; run that again, if it failed");
        }
        var unused = accepted.whenComplete((done, refusal) -> {
            if (refusal != null) {
                as.compareAndSet(id, null);
            }
        });
    }
}
