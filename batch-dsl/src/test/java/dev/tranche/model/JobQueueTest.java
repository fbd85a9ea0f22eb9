package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobQueueTest {
    private static final ComputeEnvironment HERE =
            ComputeEnvironment.named("here").local().build();
    private static final ComputeEnvironment THERE =
            ComputeEnvironment.named("there").docker().build();
    private static final JobQueue PLAIN =
            JobQueue.named("q").computeEnvironmentOrder(HERE, THERE).build();

    @Test
    void what_is_not_said_has_its_default() {
        assertThat(PLAIN.name()).isEqualTo("q");
        assertThat(PLAIN.computeEnvironmentOrder()).containsExactly(HERE, THERE);
        assertThat(PLAIN.priority()).isEqualTo(1);
        assertThat(PLAIN.order()).isEqualTo(QueueOrder.BACKFILL);
        assertThat(PLAIN.patience()).isEqualTo(Duration.ofMinutes(10));
        assertThat(PLAIN.fairShare()).isEmpty();
        assertThat(PLAIN.maxConcurrent()).isEmpty();
        assertThat(PLAIN.attemptsOnInterruption()).isEmpty();
        assertThat(PLAIN.jobStateTimeLimits()).isEmpty();
        assertThat(PLAIN.disabled()).isFalse();
    }

    @Test
    void what_is_said_can_be_read() {
        JobQueue all = PLAIN.toBuilder()
                .name("all")
                .computeEnvironmentOrder(THERE)
                .priority(0)
                .backfill(Duration.ofMinutes(1))
                .fairShare(f -> f.share("research", 0.5)
                        .share("ads*")
                        .decay(Duration.ofHours(1))
                        .computeReservation(50)
                        .vcpusOnly())
                .maxConcurrent(3)
                .attemptsOnInterruption(5)
                .cancelBlocked("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", Duration.ofHours(1))
                .disabled()
                .build();
        FairSharePolicy policy = all.fairShare().orElseThrow();

        assertThat(all.name()).isEqualTo("all");
        assertThat(all.computeEnvironmentOrder()).containsExactly(THERE);
        assertThat(all.priority()).isZero();
        assertThat(all.patience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.shares()).containsExactly(Map.entry("research", 0.5), Map.entry("ads*", 1.0));
        assertThat(policy.decay()).isEqualTo(Duration.ofHours(1));
        assertThat(policy.computeReservation()).isEqualTo(50);
        assertThat(policy.vcpusOnly()).isTrue();
        assertThat(all.maxConcurrent()).hasValue(3);
        assertThat(all.attemptsOnInterruption()).hasValue(5);
        assertThat(all.jobStateTimeLimits())
                .containsExactly(Map.entry("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", Duration.ofHours(1)));
        assertThat(all.disabled()).isTrue();
    }

    @Test
    void a_policy_that_says_nothing_counts_what_runs_and_holds_nothing_back() {
        FairSharePolicy policy =
                PLAIN.toBuilder().fairShare(f -> f).build().fairShare().orElseThrow();

        assertThat(policy.shares()).isEmpty();
        assertThat(policy.decay()).isZero();
        assertThat(policy.computeReservation()).isZero();
        assertThat(policy.vcpusOnly()).isFalse();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("wrong")
    void a_wrong_value_fails_in_its_own_call(UnaryOperator<JobQueueBuilder> word, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> word.apply(PLAIN.toBuilder()))
                .withMessage(message);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(q -> q.name(""), "job queue name must be 1 to 128 letters, digits, '-' or '_': ''"),
                wrong(q -> q.priority(-1), "priority must be from 0 to 2147483647: -1"),
                wrong(
                        q -> q.backfill(Duration.ofNanos(-1)),
                        "patience must be from PT0S to PT876000H: PT-0.000000001S"),
                wrong(q -> q.maxConcurrent(0), "max concurrent must be at least 1: 0"),
                wrong(q -> q.attemptsOnInterruption(0), "attempts on interruption must be from 1 to 1000: 0"),
                wrong(q -> q.cancelBlocked("", Duration.ofHours(1)), "reason must not be empty: ''"),
                wrong(
                        q -> q.cancelBlocked("a", Duration.ZERO),
                        "time limit must be positive and at most PT876000H: PT0S"),
                wrong(
                        q -> q.fairShare(f -> f.share("a-b")),
                        "share identifier must be 1 to 255 letters or digits, with an optional * at the end: 'a-b'"),
                wrong(q -> q.fairShare(f -> f.share("a", 0)), "weight of share a must be from 0.0001 to 999.9999: 0.0"),
                wrong(
                        q -> q.fairShare(f -> f.share("a", Double.NaN)),
                        "weight of share a must be from 0.0001 to 999.9999: NaN"),
                wrong(q -> q.fairShare(f -> f.decay(Duration.ofDays(8))), "decay must be from PT0S to PT168H: PT192H"),
                wrong(
                        q -> q.fairShare(f -> f.computeReservation(100)),
                        "compute reservation must be from 0 to 99: 100"));
    }

    private static Arguments wrong(UnaryOperator<JobQueueBuilder> word, String message) {
        return Arguments.of(word, message);
    }

    @Test
    void the_order_is_said_once() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PLAIN.toBuilder().strictFifo().backfill())
                .withMessage("order was already set to STRICT_FIFO");
        assertThatIllegalStateException()
                .isThrownBy(() -> PLAIN.toBuilder().fairShare(f -> f.share("a").share("a", 2)))
                .withMessage("weight of share a was already set to 1.0");
    }

    @Test
    void what_does_not_fit_together_is_told_all_at_once() {
        var other = ComputeEnvironment.named("here").local().memory(gib(1)).build();
        var chain = JobQueue.named("q")
                .computeEnvironmentOrder(HERE, other)
                .strictFifo()
                .fairShare(f -> f);

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        job queue q / compute environment here: two environments of the queue have this name
                        job queue q / order: strictFifo() is the order of submission, fairShare(…) is another; \
                        say one of them\
                        """);
    }

    @Test
    void shares_of_a_policy_do_not_overlap() {
        var chain = PLAIN.toBuilder()
                .fairShare(f ->
                        f.share("UserA*").share("UserAnn", 2).share("User*", 3).share("Other"));

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("job queue q / fair share / UserAnn: share UserA* has a weight for it too")
                .hasMessageContaining("job queue q / fair share / UserAnn: share User* has a weight for it too")
                .hasMessageContaining("job queue q / fair share / UserA*: share User* has a weight for it too")
                .hasMessageNotContaining("Other");
        assertThat(PLAIN.toBuilder()
                        .fairShare(f -> f.share("UserA*").share("UserB*").share("User"))
                        .build()
                        .fairShare())
                .isPresent();
    }

    @Test
    void a_policy_names_at_most_500_shares() {
        var chain = PLAIN.toBuilder().fairShare(f -> {
            JobQueue.FairShare policy = f;
            for (int share = 0; share <= 500; share++) {
                policy = policy.share("s" + share);
            }
            return policy;
        });

        assertThatThrownBy(chain::build)
                .hasMessageContaining("job queue q / fair share: names at most 500 shares: 501");
    }

    @Test
    void a_queue_leads_back_to_its_builder() {
        assertThat(PLAIN.toBuilder().build()).isEqualTo(PLAIN).hasSameHashCodeAs(PLAIN);
        assertThat(PLAIN.toBuilder().priority(2).build()).isNotEqualTo(PLAIN);
        assertThat(PLAIN)
                .hasToString("JobQueue[name=q, compute environment order=[LocalEnvironment[name=here],"
                        + " DockerEnvironment[name=there]]]");
    }
}
