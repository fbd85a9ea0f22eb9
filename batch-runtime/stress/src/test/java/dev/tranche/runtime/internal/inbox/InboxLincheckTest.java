package dev.tranche.runtime.internal.inbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The lanes with their accounts, and the hand-shake of sleep. They are not linearizable and need not be: a report that joins
 * the news of another is in the lane only when that one has put the cell there. What has to hold at the end is that all came
 * out and that the accounts are even.
 */
class InboxLincheckTest {
    private static final String LOST = "the wake-up is lost";

    @Test
    void reports_about_one_attempt_are_never_lost() {
        Checking.options().check(Reports.class);
    }

    @Test
    void no_more_submits_are_in_their_lane_than_there_is_room_and_each_comes_out_once() {
        Checking.options().check(Submits.class);
    }

    @Test
    void a_sleeper_sees_the_input_or_is_woken() {
        Checking.options().check(HandShake.class);
    }

    /** The control: who looks for input before he says that he sleeps is not woken. Lincheck has to find that. */
    @Test
    void a_sleeper_that_looks_before_it_says_that_it_sleeps_is_found() {
        assertThatThrownBy(
                        () -> Checking.options().minimizeFailedScenario(false).check(CarelessHandShake.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(LOST);
    }

    /** Two backends that speak of one attempt, and the loop. */
    public static class Reports {
        private static final AttemptId ATTEMPT = new AttemptId(new JobId(1, 1, JobId.NO_INDEX), 1);

        private final Inbox<Integer, Integer> inbox = new Inbox<>(2);
        private volatile boolean started;
        private volatile boolean ended;
        private boolean startSeen;
        private boolean endSeen;

        public Reports() {
            inbox.expect(ATTEMPT);
        }

        @Operation
        public void start() {
            inbox.started(ATTEMPT, Instant.EPOCH);
            started = true;
        }

        @Operation
        public void end() {
            inbox.ended(ATTEMPT, new AttemptEnd.Exited(0, Instant.EPOCH));
            ended = true;
        }

        @Operation(nonParallelGroup = "consumer")
        public void poll() {
            Cell<?> cell = inbox.pollReport();
            Object news = cell == null ? null : cell.take();
            if (news instanceof AttemptNews attempt) {
                startSeen |= attempt.started() != null;
                endSeen |= attempt.end() != null;
            }
        }

        @Validate
        public void nothingIsLost() {
            while (!inbox.isEmpty()) {
                poll();
            }
            check(startSeen == started && endSeen == ended, "a report is lost");
        }
    }

    /** Callers that want room for one, and the loop that gives it back. */
    public static class Submits {
        private final SubmitLane<Integer> lane = new SubmitLane<>(1, new Wakeup());
        private final AtomicInteger admitted = new AtomicInteger();
        private int taken;

        @Operation
        public void submit() {
            if (lane.room().tryAcquire(1)) {
                lane.put(1);
                admitted.incrementAndGet();
            }
        }

        @Operation(nonParallelGroup = "consumer")
        public void poll() {
            if (lane.poll() != null) {
                lane.leave(1);
                taken++;
            }
        }

        @Validate
        public void theAccountsAreEven() {
            poll();
            check(taken == admitted.get(), "admitted " + admitted + ", taken " + taken);
            check(lane.isEmpty() && lane.isIdle(), "the room is not given back");
        }
    }

    /** The hand-shake that jcstress looks at as well. */
    public static class HandShake {
        private final WakeupStress handShake = new WakeupStress();
        private final II_Result result = new II_Result();
        private boolean slept;
        private boolean produced;

        @Operation(runOnce = true)
        public void produce() {
            handShake.producer();
            produced = true;
        }

        @Operation(runOnce = true)
        public void sleep() {
            handShake.sleeper(result);
            slept = true;
        }

        @Validate
        public void isAwake() {
            handShake.wasWoken(result);
            check(!slept || !produced || result.r1 == 1 || result.r2 == 1, LOST);
        }
    }

    /** The same with the sleeper's two steps the wrong way round. */
    public static class CarelessHandShake {
        private volatile boolean input;
        private volatile boolean sleeps;
        private boolean seen;
        private boolean woken;
        private boolean slept;
        private boolean produced;

        @Operation(runOnce = true)
        public void produce() {
            input = true;
            woken = sleeps;
            produced = true;
        }

        @Operation(runOnce = true)
        public void sleep() {
            seen = input;
            sleeps = true;
            slept = true;
        }

        @Validate
        public void isAwake() {
            check(!slept || !produced || seen || woken, LOST);
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
