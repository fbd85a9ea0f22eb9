package dev.tranche.runtime;

import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.JobQueue;
import dev.tranche.model.QueueOrder;
import dev.tranche.model.Submission;
import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.StateLimit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A queue of a runtime.
 *
 * @param number its number in the scheduler
 * @param queue the queue as it was described
 * @param environments its environments in their order
 */
record QueueEntry(int number, JobQueue queue, List<Environments.Served> environments) {
    String name() {
        return queue.name();
    }

    /** What makes a request impossible in this queue, whatever it runs: a share is for queues with a fair share only. */
    List<String> problems(Submission request) {
        if (queue.fairShare().isPresent() == request.share().isPresent()) {
            return List.of();
        }
        return List.of(request.share()
                .map(share -> "share " + share + " is said, but queue " + name() + " has no fair share")
                .orElse("queue " + name() + " has a fair share, so a job has to say its share (shareIdentifier)"));
    }

    /** The queue as the scheduler sees it. */
    Queue compiled() {
        return new Queue(
                number,
                name(),
                queue.priority(),
                environments.stream().mapToInt(Environments.Served::number).toArray(),
                queue.order() == QueueOrder.STRICT_FIFO,
                Micros.of(queue.patience()),
                queue.maxConcurrent().orElse(0),
                queue.attemptsOnInterruption().orElse(0),
                queue.jobStateTimeLimits().entrySet().stream()
                        .map(limit -> new StateLimit(reason(limit.getKey()), Micros.of(limit.getValue())))
                        .toList(),
                compiled(queue.fairShare()));
    }

    private static BlockedReason reason(String word) {
        return BlockedReason.named(word).orElseThrow(); // others have been refused at open
    }

    private static @Nullable FairShare compiled(Optional<FairSharePolicy> policy) {
        return policy.map(said -> new FairShare(
                        Micros.of(said.decay()),
                        said.computeReservation(),
                        said.vcpusOnly(),
                        said.shares().entrySet().stream()
                                .map(share -> new FairShare.Weight(share.getKey(), tenThousandths(share.getValue())))
                                .toList()))
                .orElse(null);
    }

    private static int tenThousandths(double weight) {
        return (int) Math.round(weight * FairShare.Weight.DEFAULT);
    }
}
