package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryStrategyTest {
    @Test
    void nothing_said_is_one_attempt() {
        RetryStrategy nothing = RetryStrategyChain.said(r -> r);

        assertThat(nothing).isEqualTo(RetryStrategy.NEVER);
        assertThat(nothing.attempts()).isEqualTo(1);
        assertThat(nothing.attemptsOnInterruption()).isEmpty();
        assertThat(nothing.rules()).isEmpty();
        assertThat(nothing.backoffFirst()).isZero();
        assertThat(nothing.backoffMax()).isZero();
        assertThat(nothing.moreMemoryFactor()).isEmpty();
        assertThat(nothing.moreMemoryCap()).isEmpty();
        assertThat(nothing.nextEnvironmentAfterInterruptions()).isEmpty();
    }

    @Test
    void what_is_said_can_be_read() {
        RetryStrategy all = RetryStrategyChain.said(r -> r.attempts(10)
                .attemptsOnInterruption(20)
                .backoff(Duration.ofSeconds(1), Duration.ofMinutes(1))
                .moreMemoryAfterOutOfMemory(1.5, gib(64))
                .nextEnvironmentAfterInterruptions(3));

        assertThat(all.attempts()).isEqualTo(10);
        assertThat(all.attemptsOnInterruption()).hasValue(20);
        assertThat(all.backoffFirst()).isEqualTo(Duration.ofSeconds(1));
        assertThat(all.backoffMax()).isEqualTo(Duration.ofMinutes(1));
        assertThat(all.moreMemoryFactor()).hasValue(1.5);
        assertThat(all.moreMemoryCap()).contains(gib(64));
        assertThat(all.nextEnvironmentAfterInterruptions()).hasValue(3);
    }

    @Test
    void rules_stand_in_the_order_they_were_said() {
        RetryStrategy strategy = RetryStrategyChain.said(r -> r.attempts(3)
                .retryOnExitCode(137, 143)
                .retryOnReason("CannotPullContainerError:*")
                .retryOnStatusReason("Host EC2*")
                .exitOnExitCode(2)
                .exitOnReason("OutOfMemoryError:*")
                .exitOnStatusReason("Task failed to start")
                .evaluateOnExit(EvaluateOnExit.retry().onExitCode("1*").onStatusReason("Essential container*"))
                .exitOtherwise());

        assertThat(strategy.rules())
                .containsExactly(
                        EvaluateOnExit.retry().onExitCode("137"),
                        EvaluateOnExit.retry().onExitCode("143"),
                        EvaluateOnExit.retry().onReason("CannotPullContainerError:*"),
                        EvaluateOnExit.retry().onStatusReason("Host EC2*"),
                        EvaluateOnExit.exit().onExitCode("2"),
                        EvaluateOnExit.exit().onReason("OutOfMemoryError:*"),
                        EvaluateOnExit.exit().onStatusReason("Task failed to start"),
                        EvaluateOnExit.retry().onExitCode("1*").onStatusReason("Essential container*"),
                        EvaluateOnExit.exit().onReason("*"));
    }

    @Test
    void a_rule_can_be_read() {
        EvaluateOnExit rule =
                EvaluateOnExit.exit().onExitCode("12*").onReason("a").onStatusReason("b:*");

        assertThat(rule.action()).isEqualTo(EvaluateOnExit.Action.EXIT);
        assertThat(rule.onExitCode()).contains("12*");
        assertThat(rule.onReason()).contains("a");
        assertThat(rule.onStatusReason()).contains("b:*");
        assertThat(rule).hasToString("EvaluateOnExit[action=EXIT, onExitCode=12*, onReason=a, onStatusReason=b:*]");
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void what_is_wrong_is_refused(UnaryOperator<RetryStrategyBuilder> words, String message) {
        assertThatThrownBy(() -> RetryStrategyChain.said(words)).hasMessage(message);
    }

    static Stream<Arguments> wrong() {
        String reasons =
                " must be 1 to 512 letters, digits, dots, colons or white space, with an optional * at the end: ";
        return Stream.of(
                wrong(r -> r.attempts(0), "attempts must be from 1 to 10: 0"),
                wrong(r -> r.attempts(11), "attempts must be from 1 to 10: 11"),
                wrong(r -> r.attempts(1).attempts(2), "attempts was already set to 1"),
                wrong(r -> r.attemptsOnInterruption(0), "attempts on interruption must be from 1 to 1000: 0"),
                wrong(r -> r.retryOnExitCode(0), "exit code of a failure must be from 1 to 255: 0"),
                wrong(r -> r.exitOnExitCode(1, 256), "exit code of a failure must be from 1 to 255: 256"),
                wrong(r -> r.retryOnReason("a*b"), "reason pattern" + reasons + "'a*b'"),
                wrong(r -> r.retryOnReason(""), "reason pattern" + reasons + "''"),
                wrong(r -> r.exitOnReason("(a)"), "reason pattern" + reasons + "'(a)'"),
                wrong(
                        r -> r.retryOnStatusReason("a".repeat(513)),
                        "status reason pattern" + reasons + "'" + "a".repeat(80) + "…'"),
                wrong(
                        r -> r.evaluateOnExit(EvaluateOnExit.retry().onExitCode("1?")),
                        "exit code pattern must be digits, with an optional * at the end: '1?'"),
                wrong(
                        r -> r.evaluateOnExit(EvaluateOnExit.retry()),
                        "a retry rule needs a pattern, such as onExitCode(\"137\"): EvaluateOnExit[action=RETRY]"),
                wrong(
                        r -> r.attempts(2).exitOtherwise().retryOnReason("a"),
                        "no rule after exitOtherwise() can match: EvaluateOnExit[action=RETRY, onReason=a]"),
                wrong(
                        r -> r.exitOtherwise(),
                        "retry rules need a number of attempts; say attempts(n) too: [EvaluateOnExit[action=EXIT, onReason=*]]"),
                wrong(
                        r -> r.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                        "first backoff must be at most the longest, PT1S: PT2S"),
                wrong(
                        r -> r.backoff(Duration.ZERO, Duration.ofSeconds(1)),
                        "first backoff must be positive and at most PT876000H: PT0S"),
                wrong(
                        r -> r.moreMemoryAfterOutOfMemory(1, gib(1)),
                        "memory factor must be greater than 1 and at most 100: 1.0"),
                wrong(
                        r -> r.moreMemoryAfterOutOfMemory(Double.NaN, gib(1)),
                        "memory factor must be greater than 1 and at most 100: NaN"),
                wrong(r -> r.nextEnvironmentAfterInterruptions(0), "interruptions must be at least 1: 0"));
    }

    private static Arguments wrong(UnaryOperator<RetryStrategyBuilder> words, String message) {
        return Arguments.of(words, message);
    }
}
