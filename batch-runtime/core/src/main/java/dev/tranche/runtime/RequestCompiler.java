package dev.tranche.runtime;

import dev.tranche.model.EvaluateOnExit;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MemorySize;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobDefinitionBuilder;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.NodeRange;
import dev.tranche.model.RetryStrategy;
import dev.tranche.model.UnknownOutcome;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Compiles what a request will run, on the thread that submits. Any thread. */
final class RequestCompiler {
    /** How many compiled definitions each queue keeps: some places in each of so many sets, a power of two. */
    private static final int SETS = 16;

    private static final int PLACES = 4;

    // per queue, what was compiled of late, in the set of the definition's hash: most submits run one of a few, which
    // must not drive each other out. Any value is right, since each is immutable and compared before it is used
    private final AtomicReferenceArray<CompiledJob> recent;

    RequestCompiler(int queues) {
        this.recent = new AtomicReferenceArray<>(queues * SETS * PLACES);
    }

    /**
     * What a request will run in a queue.
     *
     * @throws JobRefusedException if no environment of the queue is able to run it, or a word in it is not honoured yet
     * @throws dev.tranche.model.InvalidModelException if something in it does not fit together
     */
    CompiledJob compile(JobRequest request, QueueEntry queue) {
        JobDefinition definition = pinned(request.name(), request.effectiveDefinition(), queue);
        int hash = System.identityHashCode(definition);
        int set = (queue.number() * SETS + (hash & (SETS - 1))) * PLACES;
        int place = placeOf(definition, set, hash / SETS % PLACES);
        CompiledJob there = recent.get(place);
        if (there != null && isOf(definition, there)) {
            return there;
        }
        CompiledJob compiled = new CompiledJob(definition, spec(request.name(), definition, queue));
        recent.set(place, compiled);
        return compiled;
    }

    /** Where in its set a definition is; if it is not there, an empty place, or else the one that it takes from another. */
    private int placeOf(JobDefinition definition, int set, int otherwise) {
        for (int place = set; place < set + PLACES; place++) {
            CompiledJob there = recent.get(place);
            if (there == null || isOf(definition, there)) {
                return place;
            }
        }
        return set + otherwise;
    }

    @SuppressWarnings(
            "ReferenceEquality") // the very same definition is the common case, and comparing values costs more
    private static boolean isOf(JobDefinition definition, CompiledJob compiled) {
        return compiled.definition() == definition;
    }

    /**
     * What a multi-node request will run in a queue.
     *
     * @throws JobRefusedException if no environment of the queue is able to run all its nodes, or a word in it is not honoured
     * @throws dev.tranche.model.InvalidModelException if something in it does not fit together
     */
    CompiledJob compile(MultiNodeJobRequest request, QueueEntry queue) {
        MultiNodeJobDefinition definition = pinned(request.name(), request.effectiveDefinition(), queue);
        refuseIfAny(request.name(), Unhonoured.in(definition));
        NodeSums sums = NodeSums.of(request.name(), definition);
        JobSpec spec = new JobSpec(
                sums.millivcpus(),
                sums.memoryMib(),
                sums.gpus(),
                sums.diskMib(),
                sums.consumes(),
                able(request.name(), queue, dispatcher -> dispatcher.refusal(definition)),
                retry(definition.retryStrategy()),
                definition.timeout().map(Micros::of).orElse(0L),
                definition.queueTimeout().map(Micros::of).orElse(0L),
                Micros.of(definition.stopGrace()),
                onUnknown(definition.onUnknownOutcome()),
                sums.gang(),
                SpecDocuments.of(definition));
        return new CompiledJob(definition.definitionOf(definition.mainNode()), definition, spec);
    }

    private static MultiNodeJobDefinition pinned(String job, MultiNodeJobDefinition definition, QueueEntry queue) {
        List<NodeRange> ranges = definition.ranges();
        List<JobDefinition> pinned = ranges.stream()
                .map(range -> pinned(job, range.definition(), queue))
                .toList();
        if (pinned.equals(ranges.stream().map(NodeRange::definition).toList())) {
            return definition;
        }
        MultiNodeJobDefinitionBuilder all = definition.toBuilder();
        for (int i = 0; i < ranges.size(); i++) {
            all = all.nodes(ranges.get(i).from(), ranges.get(i).to(), pinned.get(i));
        }
        return all.build();
    }

    private static JobDefinition pinned(String job, JobDefinition definition, QueueEntry queue) {
        JobDefinition pinned = definition;
        for (Environments.Served environment : queue.environments()) {
            try {
                pinned = environment.dispatcher().backend().pinned(pinned);
            } catch (IllegalArgumentException e) {
                throw JobRefusedException.of(job, environment.name() + ": " + e.getMessage());
            }
        }
        return pinned;
    }

    static void refuseIfAny(String job, List<String> problems) {
        if (!problems.isEmpty()) {
            throw JobRefusedException.of(job, String.join("; ", problems));
        }
    }

    private static JobSpec spec(String job, JobDefinition definition, QueueEntry queue) {
        return new JobSpec(
                definition.millivcpus(),
                mebibytes(job, "memory", definition.memory()),
                definition.gpus(),
                mebibytes(job, "disk", definition.disk().orElse(new MemorySize(0))),
                consumes(definition),
                able(job, definition, queue),
                retry(definition.retryStrategy()),
                definition.timeout().map(Micros::of).orElse(0L),
                definition.queueTimeout().map(Micros::of).orElse(0L),
                Micros.of(definition.stopGrace()),
                onUnknown(definition.onUnknownOutcome()),
                SpecDocuments.of(definition));
    }

    static List<Consumption> consumes(JobDefinition definition) {
        return definition.consumes().entrySet().stream()
                .map(each -> new Consumption(
                        each.getKey().name(),
                        each.getKey().totalQuantity(),
                        each.getKey().replenishable(),
                        each.getValue()))
                .sorted(Comparator.comparing(Consumption::resource))
                .toList();
    }

    /** A bit for each environment of the queue that is able to run it. */
    static long able(JobFacts job, JobDefinition definition, QueueEntry queue) {
        MultiNodeJobDefinition nodes = job.nodes();
        return nodes == null
                ? able(job.name(), definition, queue)
                : able(job.name(), queue, dispatcher -> dispatcher.refusal(nodes));
    }

    private static long able(String job, JobDefinition definition, QueueEntry queue) {
        return able(job, queue, dispatcher -> dispatcher.refusal(definition));
    }

    private static long able(String job, QueueEntry queue, Function<Dispatcher, Optional<String>> asked) {
        long bits = 0;
        List<String> refusals = new ArrayList<>();
        for (Environments.Served environment : queue.environments()) {
            Optional<String> refusal = asked.apply(environment.dispatcher());
            if (refusal.isEmpty()) {
                bits |= 1L << environment.number();
            } else {
                refusals.add(environment.name() + ": " + refusal.get());
            }
        }
        if (bits == 0) {
            throw JobRefusedException.of(
                    job,
                    "can run in no environment of queue " + queue.name() + ":\n  " + String.join("\n  ", refusals));
        }
        return bits;
    }

    static int mebibytes(String job, String what, MemorySize size) {
        long mebibytes = size.toMebibytesRoundedUp();
        if (mebibytes > Integer.MAX_VALUE) {
            throw JobRefusedException.of(job, "needs " + size + " " + what + ", which no host has");
        }
        return (int) mebibytes;
    }

    private static Retry retry(RetryStrategy retry) {
        return new Retry(
                retry.attempts(),
                retry.attemptsOnInterruption().orElse(0),
                retry.rules().stream().map(RequestCompiler::rule).toList(),
                Micros.of(retry.backoffFirst()),
                Micros.of(retry.backoffMax()),
                retry.moreMemoryFactor().isPresent()
                        ? percent(retry.moreMemoryFactor().getAsDouble())
                        : 0,
                retry.moreMemoryCap().map(RequestCompiler::wholeMebibytes).orElse(0),
                retry.nextEnvironmentAfterInterruptions().orElse(0));
    }

    /** Rounded up, so that the smallest growth is one. */
    private static int percent(double factor) {
        return (int) Math.ceil(factor * 100);
    }

    /** Rounded down, since more than the cap is never given. */
    private static int wholeMebibytes(MemorySize cap) {
        long roundedUp = cap.toMebibytesRoundedUp();
        boolean whole = MemorySize.mib(roundedUp).equals(cap);
        return (int) Math.min(Integer.MAX_VALUE, whole ? roundedUp : roundedUp - 1);
    }

    private static RetryRule rule(EvaluateOnExit rule) {
        return new RetryRule(
                rule.action() == EvaluateOnExit.Action.RETRY,
                rule.onExitCode().orElse(null),
                rule.onReason().orElse(null),
                rule.onStatusReason().orElse(null));
    }

    private static JobSpec.OnUnknown onUnknown(UnknownOutcome choice) {
        return switch (choice) {
            case HOLD -> JobSpec.OnUnknown.HOLD;
            case FAIL -> JobSpec.OnUnknown.FAIL;
            case RERUN -> JobSpec.OnUnknown.RERUN;
        };
    }
}
