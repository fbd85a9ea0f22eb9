package dev.tranche.json;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobOverrides;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobDefinitionBuilder;
import dev.tranche.model.MultiNodeOverrides;
import dev.tranche.model.RetryStrategy;
import dev.tranche.model.RetryStrategyBuilder;
import dev.tranche.model.UnknownOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * What is said of a job as a whole, wherever it runs: definitions and requests, of one node and of many, have these
 * members in common.
 */
record WholeJob(
        Map<String, String> parameters,
        OptionalInt schedulingPriority,
        Optional<RetryStrategy> retryStrategy,
        boolean propagateTags,
        Optional<Duration> timeout,
        Map<String, String> tags,
        Optional<Duration> queueTimeout,
        Optional<Duration> stopGrace,
        Optional<UnknownOutcome> onUnknownOutcome) {
    private static final AwsDuration TIMEOUT =
            AwsDuration.seconds("attemptDurationSeconds", "attemptDuration", 60, Integer.MAX_VALUE);

    static WholeJob of(JobDefinition job) {
        return new WholeJob(
                job.parameters(),
                job.schedulingPriority(),
                unlessUsual(job.retryStrategy()),
                job.propagateTags(),
                job.timeout(),
                job.tags(),
                job.queueTimeout(),
                unlessUsual(job.stopGrace()),
                unlessUsual(job.onUnknownOutcome()));
    }

    static WholeJob of(MultiNodeJobDefinition job) {
        return new WholeJob(
                job.parameters(),
                job.schedulingPriority(),
                unlessUsual(job.retryStrategy()),
                job.propagateTags(),
                job.timeout(),
                job.tags(),
                job.queueTimeout(),
                unlessUsual(job.stopGrace()),
                unlessUsual(job.onUnknownOutcome()));
    }

    static WholeJob of(JobOverrides job) {
        return new WholeJob(
                job.parameters(),
                job.schedulingPriority(),
                job.retryStrategy(),
                job.propagateTags(),
                job.timeout(),
                job.tags(),
                job.queueTimeout(),
                job.stopGrace(),
                job.onUnknownOutcome());
    }

    static WholeJob of(MultiNodeOverrides job) {
        return new WholeJob(
                job.parameters(),
                job.schedulingPriority(),
                job.retryStrategy(),
                job.propagateTags(),
                job.timeout(),
                job.tags(),
                job.queueTimeout(),
                job.stopGrace(),
                job.onUnknownOutcome());
    }

    private static Optional<RetryStrategy> unlessUsual(RetryStrategy retry) {
        return retry.equals(RetryStrategy.NEVER) ? Optional.empty() : Optional.of(retry);
    }

    private static Optional<Duration> unlessUsual(Duration stopGrace) {
        return stopGrace.equals(JobDefinition.DEFAULT_STOP_GRACE) ? Optional.empty() : Optional.of(stopGrace);
    }

    private static Optional<UnknownOutcome> unlessUsual(UnknownOutcome choice) {
        return choice == UnknownOutcome.HOLD ? Optional.empty() : Optional.of(choice);
    }

    void write(String priorityName, ShapeWriter out) {
        out.map("parameters", parameters);
        out.number(priorityName, schedulingPriority);
        retryStrategy.ifPresent(
                retry -> out.object("retryStrategy", Shape.RETRY_STRATEGY, retry, RetryStrategyMapper::write));
        out.flag("propagateTags", propagateTags);
        timeout.ifPresent(duration -> out.object("timeout", Shape.JOB_TIMEOUT, duration, TIMEOUT::write));
        out.map("tags", tags);
        out.duration("queueTimeout", queueTimeout);
        out.duration("stopGrace", stopGrace);
        out.choice("onUnknownOutcome", onUnknownOutcome);
    }

    static void read(ShapeReader in, String priorityName, Words words) {
        in.entries("parameters", words.parameter());
        in.say(priorityName, Node::number, words.schedulingPriority());
        in.inside(
                "retryStrategy",
                Shape.RETRY_STRATEGY,
                retry -> retry.node().at(() -> words.retry().say(said -> RetryStrategyMapper.read(retry, said))));
        in.flag("propagateTags", words.propagateTags());
        in.inside("timeout", Shape.JOB_TIMEOUT, timeout -> {
            Duration duration = TIMEOUT.read(timeout).orElseThrow(() -> timeout.missing(TIMEOUT.awsName()));
            return timeout.node().at(() -> words.timeout().say(duration));
        });
        in.entries("tags", words.tag());
        in.say("queueTimeout", Node::duration, words.queueTimeout());
        in.say("stopGrace", Node::duration, words.stopGrace());
        in.say("onUnknownOutcome", node -> node.choice(UnknownOutcome.values()), words.onUnknownOutcome());
    }

    /** The words of a builder for all this: the two builders have them both, and no type in common. */
    record Words(
            Word.Named<String> parameter,
            Word<Integer> schedulingPriority,
            Word<UnaryOperator<RetryStrategyBuilder>> retry,
            Word.Alone propagateTags,
            Word<Duration> timeout,
            Word.Named<String> tag,
            Word<Duration> queueTimeout,
            Word<Duration> stopGrace,
            Word<UnknownOutcome> onUnknownOutcome) {
        static Words of(JobDefinitionBuilder job) {
            return new Words(
                    job::parameter,
                    job::schedulingPriority,
                    job::retry,
                    job::propagateTags,
                    job::timeout,
                    job::tag,
                    job::queueTimeout,
                    job::stopGrace,
                    job::onUnknownOutcome);
        }

        static Words of(MultiNodeJobDefinitionBuilder job) {
            return new Words(
                    job::parameter,
                    job::schedulingPriority,
                    job::retry,
                    job::propagateTags,
                    job::timeout,
                    job::tag,
                    job::queueTimeout,
                    job::stopGrace,
                    job::onUnknownOutcome);
        }
    }
}
