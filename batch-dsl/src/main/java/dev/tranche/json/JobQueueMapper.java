package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobQueueBuilder;
import dev.tranche.model.QueueOrder;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A queue, as AWS creates it. Its environments stand with it, since the model refers to them as values. */
final class JobQueueMapper {
    private static final AwsDuration TIME_LIMIT = AwsDuration.seconds("maxTimeSeconds", "maxTime", 600, 86_400);

    private JobQueueMapper() {}

    static void write(JobQueue queue, ShapeWriter out) {
        out.text("jobQueueName", queue.name());
        if (queue.disabled()) {
            out.text("state", State.DISABLED.name());
        }
        out.number("priority", queue.priority());
        out.objects(
                "computeEnvironmentOrder",
                Shape.COMPUTE_ENVIRONMENT_ORDER,
                Place.all(queue.computeEnvironmentOrder()),
                JobQueueMapper::writePlace);
        out.entries(
                "jobStateTimeLimitActions",
                Shape.JOB_STATE_TIME_LIMIT_ACTION,
                queue.jobStateTimeLimits(),
                JobQueueMapper::writeTimeLimit);
        queue.fairShare()
                .ifPresent(policy -> out.presentObject(
                        "fairsharePolicy", Shape.FAIRSHARE_POLICY, policy, FairSharePolicyMapper::write));
        if (queue.order() == QueueOrder.STRICT_FIFO) {
            out.text("order", QueueOrder.STRICT_FIFO.name());
        } else if (!queue.patience().equals(JobQueue.DEFAULT_PATIENCE)) {
            out.text("patience", queue.patience().toString());
        }
        out.number("maxConcurrent", queue.maxConcurrent());
        out.number("attemptsOnInterruption", queue.attemptsOnInterruption());
    }

    private enum State {
        ENABLED,
        DISABLED
    }

    /** An environment and its place in the order, from 1. */
    private record Place(int order, ComputeEnvironment environment) {
        static ImmutableList<Place> all(Iterable<ComputeEnvironment> environments) {
            var places = ImmutableList.<Place>builder();
            int order = 1;
            for (ComputeEnvironment environment : environments) {
                places.add(new Place(order++, environment));
            }
            return places.build();
        }
    }

    private static void writePlace(Place place, ShapeWriter out) {
        out.number("order", place.order());
        out.text("computeEnvironment", place.environment().name());
        out.object(
                "environment", Shape.CREATE_COMPUTE_ENVIRONMENT, place.environment(), ComputeEnvironmentMapper::write);
    }

    private static void writeTimeLimit(Map.Entry<String, Duration> limit, ShapeWriter out) {
        out.text("reason", limit.getKey());
        out.text("state", "RUNNABLE");
        TIME_LIMIT.write(limit.getValue(), out);
        out.text("action", "CANCEL");
    }

    static JobQueue read(ShapeReader in) {
        JobQueue.NeedsEnvironment named = in.make("jobQueueName", Node::text, JobQueue::named);
        JobQueueBuilder queue = readEnvironments(in, named);
        in.find("jobQueueType").ifPresent(type -> requireText(type, "ECS"));
        in.sayUnless(State.ENABLED, "state", node -> node.choice(State.values()), disabled -> queue.disabled());
        in.sayUnless(JobQueue.DEFAULT_PRIORITY, "priority", Node::number, queue::priority);
        in.each("jobStateTimeLimitActions", Shape.JOB_STATE_TIME_LIMIT_ACTION, limit -> readTimeLimit(limit, queue));
        in.find("fairsharePolicy")
                .ifPresent(node -> node.at(() -> queue.fairShare(words ->
                        node.object(Shape.FAIRSHARE_POLICY, policy -> FairSharePolicyMapper.read(policy, words)))));
        readOrder(in, queue);
        in.say("maxConcurrent", Node::number, queue::maxConcurrent);
        in.say("attemptsOnInterruption", Node::number, queue::attemptsOnInterruption);
        return in.node().at(queue::build);
    }

    private static JobQueueBuilder readEnvironments(ShapeReader in, JobQueue.NeedsEnvironment named) {
        var ordered = new TreeMap<Integer, ComputeEnvironment>();
        in.each("computeEnvironmentOrder", Shape.COMPUTE_ENVIRONMENT_ORDER, place -> {
            Node order = place.get("order");
            ComputeEnvironment environment = readEnvironment(place);
            if (ordered.putIfAbsent(order.number(), environment) != null) {
                throw order.refused("stands there twice: " + order.number());
            }
            return environment;
        });
        if (ordered.isEmpty()) {
            throw in.missing("computeEnvironmentOrder");
        }
        var all = ImmutableList.copyOf(ordered.values());
        return named.computeEnvironmentOrder(
                all.get(0), all.subList(1, all.size()).toArray(new ComputeEnvironment[0]));
    }

    private static ComputeEnvironment readEnvironment(ShapeReader in) {
        Node name = in.get("computeEnvironment");
        ComputeEnvironment environment = in.object(
                        "environment", Shape.CREATE_COMPUTE_ENVIRONMENT, ComputeEnvironmentMapper::read)
                .or(() -> name.references().computeEnvironment(name.text()))
                .orElseThrow(() -> name.refused(
                        "no such compute environment is known: '" + name.text() + "'; give it as a reference"));
        if (!environment.name().equals(References.name(name.text()))) {
            throw name.refused("contradicts tranche.environment, which is " + environment.name());
        }
        return environment;
    }

    private static JobQueueBuilder readTimeLimit(ShapeReader in, JobQueueBuilder queue) {
        requireText(in.get("state"), "RUNNABLE");
        requireText(in.get("action"), "CANCEL");
        Duration limit = TIME_LIMIT.read(in).orElseThrow(() -> in.missing(TIME_LIMIT.awsName()));
        return in.make("reason", Node::text, reason -> queue.cancelBlocked(reason, limit));
    }

    private static void requireText(Node node, String only) {
        if (!node.text().equals(only)) {
            throw node.refused("Tranche has " + only + " alone: '" + node.text() + "'");
        }
    }

    private static void readOrder(ShapeReader in, JobQueueBuilder queue) {
        in.say(
                "order",
                node -> node.choice(QueueOrder.values()),
                order -> order == QueueOrder.STRICT_FIFO ? queue.strictFifo() : order);
        in.sayUnless(JobQueue.DEFAULT_PATIENCE, "patience", Node::duration, queue::backfill);
    }
}
