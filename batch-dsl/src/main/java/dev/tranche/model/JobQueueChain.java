package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The words of a queue, as far as they have been said. */
final class JobQueueChain implements JobQueueBuilder {
    private final Settings base;
    private final Chain chain = new Chain();

    JobQueueChain(Settings base) {
        this.base = base;
    }

    @Override
    public JobQueueChain name(String name) {
        chain.say(Setting.NAME, Check.name("job queue", name));
        return this;
    }

    @Override
    public JobQueueChain computeEnvironmentOrder(ComputeEnvironment first, ComputeEnvironment... then) {
        chain.say(
                JobQueue.ENVIRONMENTS,
                ImmutableList.<ComputeEnvironment>builder().add(first).add(then).build());
        return this;
    }

    @Override
    public JobQueueChain priority(int priority) {
        chain.say(JobQueue.PRIORITY, Check.range("priority", priority, 0, Integer.MAX_VALUE));
        return this;
    }

    @Override
    public JobQueueChain strictFifo() {
        chain.say(JobQueue.ORDER, QueueOrder.STRICT_FIFO);
        return this;
    }

    @Override
    public JobQueueChain backfill() {
        return backfill(JobQueue.DEFAULT_PATIENCE);
    }

    @Override
    public JobQueueChain backfill(Duration patience) {
        chain.say(JobQueue.ORDER, QueueOrder.BACKFILL);
        chain.say(JobQueue.PATIENCE, Check.duration("patience", patience, Duration.ZERO, Check.MAX_DURATION));
        return this;
    }

    @Override
    public JobQueueChain fairShare(UnaryOperator<JobQueue.FairShare> policy) {
        FairShareChain said = Chain.nested("fairShare", policy, new FairShareChain());
        chain.say(JobQueue.FAIR_SHARE, said.build());
        return this;
    }

    @Override
    public JobQueueChain maxConcurrent(int jobs) {
        chain.say(JobQueue.MAX_CONCURRENT, Check.positive("max concurrent", jobs));
        return this;
    }

    @Override
    public JobQueueChain attemptsOnInterruption(int total) {
        chain.say(JobQueue.ATTEMPTS_ON_INTERRUPTION, Check.range("attempts on interruption", total, 1, 1000));
        return this;
    }

    @Override
    public JobQueueChain cancelBlocked(String reason, Duration limit) {
        Check.present("reason", reason);
        chain.add(JobQueue.STATE_TIME_LIMITS, "time limit of", reason, Check.positive("time limit", limit));
        return this;
    }

    @Override
    public JobQueueChain disabled() {
        chain.say(JobQueue.DISABLED, true);
        return this;
    }

    @Override
    public JobQueue build() {
        var built = new JobQueue(base.plus(chain.said()));
        var problems = Problems.of("job queue " + built.name());
        Set<String> names = new HashSet<>();
        for (ComputeEnvironment environment : built.computeEnvironmentOrder()) {
            problems.addIf(
                    !names.add(environment.name()),
                    "compute environment " + environment.name(),
                    "two environments of the queue have this name");
        }
        problems.addIf(
                built.order() == QueueOrder.STRICT_FIFO && built.fairShare().isPresent(),
                "order",
                "strictFifo() is the order of submission, fairShare(…) is another; say one of them");
        built.fairShare().ifPresent(policy -> FairShareChain.addProblems(policy, problems));
        problems.throwIfAny();
        return built;
    }
}
