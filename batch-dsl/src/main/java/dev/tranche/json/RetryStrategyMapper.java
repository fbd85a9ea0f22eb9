package dev.tranche.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.EvaluateOnExit;
import dev.tranche.model.RetryStrategy;
import dev.tranche.model.RetryStrategyBuilder;
import java.time.Duration;

/** {@code retryStrategy}: attempts and rules as on AWS, and what only Tranche does between attempts. */
final class RetryStrategyMapper {
    private RetryStrategyMapper() {}

    static void write(RetryStrategy retry, ShapeWriter out) {
        out.number("attempts", retry.attempts());
        out.objects("evaluateOnExit", Shape.EVALUATE_ON_EXIT, retry.rules(), RetryStrategyMapper::write);
        out.number("attemptsOnInterruption", retry.attemptsOnInterruption());
        if (!retry.backoffMax().isZero()) {
            out.object("backoff", Shape.OURS, retry, RetryStrategyMapper::writeBackoff);
        }
        if (retry.moreMemoryFactor().isPresent()) {
            out.object("moreMemoryAfterOutOfMemory", Shape.OURS, retry, RetryStrategyMapper::writeMoreMemory);
        }
        out.number("nextEnvironmentAfterInterruptions", retry.nextEnvironmentAfterInterruptions());
    }

    private static void write(EvaluateOnExit rule, ShapeWriter out) {
        out.text("onStatusReason", rule.onStatusReason());
        out.text("onReason", rule.onReason());
        out.text("onExitCode", rule.onExitCode());
        out.text("action", rule.action().name());
    }

    private static void writeBackoff(RetryStrategy retry, ShapeWriter out) {
        out.text("first", retry.backoffFirst().toString());
        out.text("max", retry.backoffMax().toString());
    }

    private static void writeMoreMemory(RetryStrategy retry, ShapeWriter out) {
        out.decimal("factor", retry.moreMemoryFactor().orElseThrow());
        out.mib("capInMiB", retry.moreMemoryCap());
    }

    @CanIgnoreReturnValue
    static RetryStrategyBuilder read(ShapeReader in, RetryStrategyBuilder retry) {
        boolean needsAttempts = in.has("evaluateOnExit") && !in.has("attemptsOnInterruption");
        in.sayUnless(needsAttempts ? 0 : 1, "attempts", Node::number, retry::attempts);
        in.each("evaluateOnExit", Shape.EVALUATE_ON_EXIT, rule -> readRule(rule, retry));
        in.say("attemptsOnInterruption", Node::number, retry::attemptsOnInterruption);
        in.inside("backoff", Shape.OURS, backoff -> {
            Duration first = backoff.get("first", Node::duration);
            Duration max = backoff.get("max", Node::duration);
            return retry.backoff(first, max);
        });
        in.inside("moreMemoryAfterOutOfMemory", Shape.OURS, more -> {
            double factor = more.get("factor", Node::decimal);
            return retry.moreMemoryAfterOutOfMemory(factor, more.get("capInMiB", Node::mib));
        });
        in.say("nextEnvironmentAfterInterruptions", Node::number, retry::nextEnvironmentAfterInterruptions);
        return retry;
    }

    private static RetryStrategyBuilder readRule(ShapeReader in, RetryStrategyBuilder retry) {
        EvaluateOnExit rule = switch (in.get("action", node -> node.choice(EvaluateOnExit.Action.values()))) {
            case RETRY -> EvaluateOnExit.retry();
            case EXIT -> EvaluateOnExit.exit();
        };
        EvaluateOnExit onStatus = in.changed(rule, "onStatusReason", Node::text, EvaluateOnExit::onStatusReason);
        EvaluateOnExit onReason = in.changed(onStatus, "onReason", Node::text, EvaluateOnExit::onReason);
        return retry.evaluateOnExit(in.changed(onReason, "onExitCode", Node::text, EvaluateOnExit::onExitCode));
    }
}
