package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.spi.BatchClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What follows a failed attempt: AWS's rules of retry, and what a strategy may ask for beyond them. */
class RetryScenarioTest {
    private static final String HOST_GONE = "Host EC2 (instance i-1) terminated.";
    private static final RetryRule EXIT_OTHERWISE = new RetryRule(false, null, "*", null);

    private final Scene scene = Scene.withOneHost(4);

    // ---- interruptions

    @Test
    void a_host_loss_counts_as_an_attempt_as_on_aws() {
        long job = scene.submit(job(0, Specs.one().attempts(2).vcpus(1)));
        scene.interrupt(job);
        scene.interrupt(job);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT " + HOST_GONE);
    }

    @Test
    void interruptions_with_a_budget_of_their_own_do_not_count_as_attempts_and_attempt_numbers_go_on() {
        long job = scene.submit(
                job(0, Specs.one().attempts(2).attemptsOnInterruption(3).vcpus(1)));
        scene.interrupt(job);
        scene.exit(job, 1);
        scene.interrupt(job);
        scene.exit(job, 0);

        assertThat(scene.placed()).containsExactly("1.1@here-host", "1.2@here-host", "1.3@here-host", "1.4@here-host");
        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void each_budget_ends_the_job_when_it_is_used_up() {
        Specs both = Specs.one().attempts(2).attemptsOnInterruption(2);
        long interrupted = scene.submit(job(0, both.vcpus(1)));
        scene.interrupt(interrupted);
        scene.interrupt(interrupted);
        long failed = scene.submit(job(0, both.vcpus(1)));
        scene.interrupt(failed);
        scene.exit(failed, 1);
        scene.exit(failed, 1);

        assertThat(scene.end(interrupted)).isEqualTo("FAILED ATTEMPT " + HOST_GONE);
        assertThat(scene.end(failed)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(scene.placed()).hasSize(5);
    }

    @Test
    void a_queue_gives_its_budget_for_interruptions_to_jobs_that_have_none() {
        Queue plain = Queue.plain(1, "spot", 1, false, 0);
        int spot = scene.queue(
                new Queue(1, "spot", 1, new int[] {0}, false, plain.patienceMicros(), 0, 3, List.of(), null));
        long job = scene.submit(job(spot, Specs.one().vcpus(1)));
        long own = scene.submit(job(spot, Specs.one().attemptsOnInterruption(1).vcpus(1)));
        scene.interrupt(job);
        scene.interrupt(job);
        scene.exit(job, 0);
        scene.interrupt(own);

        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.end(own)).isEqualTo("FAILED ATTEMPT " + HOST_GONE);
    }

    @Test
    void a_catch_all_exit_does_not_undo_the_budget_for_interruptions() {
        RetryRule busy = new RetryRule(true, "75", null, null);
        long job = scene.submit(job(
                0,
                Specs.one()
                        .attempts(3, busy, EXIT_OTHERWISE)
                        .attemptsOnInterruption(5)
                        .vcpus(1)));
        scene.interrupt(job);
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        scene.exit(job, 1);

        assertThat(scene.end(job)).startsWith("FAILED");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void a_rule_for_the_status_reason_of_a_lost_host_goes_before_the_budget() {
        RetryRule noHost = new RetryRule(false, null, null, "Host EC2*");
        long job = scene.submit(
                job(0, Specs.one().attempts(3, noHost).attemptsOnInterruption(5).vcpus(1)));
        scene.interrupt(job);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT " + HOST_GONE);
    }

    @Test
    void interruptions_survive_a_checkpoint() {
        long job = scene.submit(job(0, Specs.one().attemptsOnInterruption(2).vcpus(1)));
        scene.interrupt(job);
        scene.driver().checkpoint();

        Machine folded = scene.driver().folded();

        assertThat(folded.digest()).isEqualTo(scene.machine().digest());
        assertThat(folded.state().setbacks.interruptions(folded.state().index.find(job, -1)))
                .isEqualTo(1);
    }

    // ---- what a host did not take

    @Test
    void an_attempt_that_its_host_did_not_take_is_none_and_is_placed_anew_after_a_wait_that_grows() {
        long job = scene.submit(job(0, Scene.vcpus(1)));
        List<Long> waits = new ArrayList<>();
        for (int times = 1; times <= 20; times++) {
            scene.end(job, EndKind.NOT_PLACED, "RESOURCE:MEMORY");
            assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNABLE);
            WaitReason.BackOff wait =
                    (WaitReason.BackOff) scene.explain(job, -1).reasons().get(0);
            assertThat(wait.attempt()).isEqualTo(times + 1);
            long micros = BatchClock.micros(wait.until()) - scene.driver().now();
            waits.add(micros);
            scene.pass(micros);
            assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        }
        scene.exit(job, 1);

        assertThat(waits.get(0)).isBetween(SECOND / 2, SECOND);
        assertThat(waits.get(3)).isBetween(4 * SECOND, 8 * SECOND);
        assertThat(waits.subList(7, 20)).allSatisfy(wait -> assertThat(wait).isBetween(30 * SECOND, 60 * SECOND));
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(scene.placed()).hasSize(21);
    }

    @Test
    void an_attempt_that_its_host_did_not_take_uses_up_no_budget_and_no_rule_is_asked() {
        RetryRule never = new RetryRule(false, null, null, "*");
        long job = scene.submit(
                job(0, Specs.one().attempts(1, never).attemptsOnInterruption(1).vcpus(1)));
        scene.end(job, EndKind.NOT_PLACED, "AGENT");
        scene.pass(SECOND);
        scene.exit(job, 0);

        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void what_has_begun_was_placed_and_is_not_run_again_when_a_backend_says_otherwise() {
        long job = scene.submit(job(0, Specs.one().attempts(3).vcpus(1)));
        scene.start(job, -1);
        scene.end(job, EndKind.NOT_PLACED, "AGENT");

        assertThat(scene.placed()).hasSize(1);
        assertThat(scene.explain(job, -1).reasons()).containsExactly(new WaitReason.Held("Outcome unknown: AGENT"));
    }

    @Test
    void what_was_asked_to_stop_is_not_placed_anew() {
        long job = scene.submit(job(0, Scene.vcpus(1)));
        scene.act(machine -> machine.terminate(job, -1, "enough"));
        scene.end(job, EndKind.NOT_PLACED, "AGENT");

        assertThat(scene.end(job)).startsWith("FAILED TERMINATED");
    }

    @Test
    void what_hosts_did_not_take_survives_a_checkpoint() {
        long job = scene.submit(job(0, Scene.vcpus(1)));
        scene.end(job, EndKind.NOT_PLACED, "AGENT");
        scene.driver().checkpoint();

        Machine folded = scene.driver().folded();

        assertThat(folded.digest()).isEqualTo(scene.machine().digest());
        assertThat(folded.state().setbacks.notPlaced(folded.state().index.find(job, -1)))
                .isEqualTo(1);
    }

    // ---- the next environment

    private static Scene spotThenSteady() {
        Scene both = new Scene();
        both.environment("spot", 4);
        both.environment("steady", 4);
        both.queue("queue", 1, false, 0, 1);
        return both;
    }

    @Test
    void after_so_many_interruptions_a_job_goes_to_the_next_environment_and_says_so() {
        Scene both = spotThenSteady();
        long job = both.submit(job(
                0, Specs.one().attemptsOnInterruption(9).nextEnvironmentAfter(2).vcpus(4)));
        both.interrupt(job);
        both.interrupt(job);

        assertThat(both.placed()).containsExactly("1.1@spot-host", "1.2@spot-host", "1.3@steady-host");
        long other = both.submit(job(0, Scene.vcpus(4)));
        assertThat(both.placed()).last().isEqualTo("2.1@spot-host");
        long blocker = both.submit(job(0, Scene.vcpus(4)));
        both.interrupt(job);
        assertThat(both.placed()).last().isEqualTo("1.4@steady-host");
        assertThat(both.status(blocker)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(both.end(other)).isNull();
    }

    @Test
    void a_job_that_waits_elsewhere_is_told_which_environment_it_has_left() {
        Scene both = spotThenSteady();
        both.act(machine -> machine.hostDraining(1, "steady-host", "maintenance"));
        long job = both.submit(job(
                0, Specs.one().attemptsOnInterruption(9).nextEnvironmentAfter(1).vcpus(1)));
        both.interrupt(job);

        assertThat(both.explain(job, -1).reasons())
                .contains(new WaitReason.EnvironmentLeft("spot", 1))
                .anyMatch(reason -> reason.toString().startsWith("no capacity in steady"))
                .noneMatch(reason -> reason.toString().startsWith("no capacity in spot"));
    }

    @Test
    void a_job_never_loses_its_last_environment() {
        Scene both = spotThenSteady();
        long job = both.submit(job(
                0, Specs.one().attemptsOnInterruption(9).nextEnvironmentAfter(1).vcpus(1)));
        for (int times = 0; times < 4; times++) {
            both.interrupt(job);
        }

        assertThat(both.placed())
                .containsExactly(
                        "1.1@spot-host", "1.2@steady-host", "1.3@steady-host", "1.4@steady-host", "1.5@steady-host");
    }

    @Test
    void a_job_stays_where_it_is_if_no_other_environment_could_hold_it() {
        Scene uneven = new Scene();
        uneven.environment("large", 8);
        uneven.environment("small", 2);
        uneven.queue("queue", 1, false, 0, 1);
        long job = uneven.submit(job(
                0, Specs.one().attemptsOnInterruption(9).nextEnvironmentAfter(1).vcpus(4)));
        uneven.interrupt(job);

        assertThat(uneven.placed()).containsExactly("1.1@large-host", "1.2@large-host");
    }

    // ---- a start that failed

    private static void cannotStart(Scene scene, long job) {
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: no such image");
    }

    @Test
    void a_job_that_cannot_be_started_goes_to_the_next_environment_and_has_its_attempt_there() {
        Scene both = spotThenSteady();
        long job = both.submit(job(0, Scene.vcpus(1)));
        cannotStart(both, job);

        assertThat(both.placed()).containsExactly("1.1@spot-host", "1.2@steady-host");
        both.exit(job, 1);
        assertThat(both.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(both.placed()).hasSize(2);
    }

    @Test
    void in_the_last_environment_a_start_that_fails_is_an_attempt_as_any_other() {
        Scene both = spotThenSteady();
        long job = both.submit(job(0, Specs.one().attempts(2).vcpus(1)));
        cannotStart(both, job);
        cannotStart(both, job);
        cannotStart(both, job);

        assertThat(both.placed()).containsExactly("1.1@spot-host", "1.2@steady-host", "1.3@steady-host");
        assertThat(both.end(job)).isEqualTo("FAILED ATTEMPT Task failed to start");
    }

    @Test
    void who_goes_to_the_next_environment_does_not_wait_first_and_says_why_he_left_the_other() {
        Scene both = spotThenSteady();
        long filler = both.submit(job(0, Specs.one().in(2).vcpus(4)));
        long job = both.submit(
                job(0, Specs.one().attempts(2).backoff(SECOND, SECOND).vcpus(1)));
        cannotStart(both, job);

        assertThat(both.explain(job, -1).reasons())
                .contains(new WaitReason.NotStartedThere("spot"))
                .noneMatch(WaitReason.BackOff.class::isInstance)
                .noneMatch(reason -> reason.toString().startsWith("no capacity in spot"));
        both.driver().checkpoint();
        assertThat(both.driver().folded().digest()).isEqualTo(both.machine().digest());
        both.exit(filler, 0);
        cannotStart(both, job);
        assertThat(both.explain(job, -1).reasons()).anyMatch(WaitReason.BackOff.class::isInstance);
    }

    @Test
    void a_rule_may_end_a_job_that_cannot_be_started() {
        Scene both = spotThenSteady();
        RetryRule noImage = new RetryRule(false, null, "CannotPull*", null);
        long job = both.submit(job(0, Specs.one().attempts(3, noImage).vcpus(1)));
        cannotStart(both, job);

        assertThat(both.end(job)).isEqualTo("FAILED ATTEMPT Task failed to start");
        assertThat(both.placed()).hasSize(1);
    }

    @Test
    void an_environment_that_is_disabled_or_too_small_is_no_next_one() {
        Scene both = spotThenSteady();
        both.act(machine -> machine.disableEnvironment(1, "new image"));
        long job = both.submit(job(0, Specs.one().attempts(2).vcpus(1)));
        cannotStart(both, job);
        assertThat(both.placed()).containsExactly("1.1@spot-host", "1.2@spot-host");
        both.act(machine -> machine.enableEnvironment(1));
        cannotStart(both, job);
        assertThat(both.placed()).last().isEqualTo("1.3@steady-host");

        Scene uneven = new Scene();
        uneven.environment("large", 8);
        uneven.environment("small", 2);
        uneven.queue("queue", 1, false, 0, 1);
        long large = uneven.submit(job(0, Scene.vcpus(4)));
        cannotStart(uneven, large);
        assertThat(uneven.end(large)).isEqualTo("FAILED ATTEMPT Task failed to start");
    }

    @Test
    void who_is_brought_back_to_where_he_could_not_be_started_has_no_further_attempt_for_it() {
        Scene both = spotThenSteady();
        both.queue("other", 1, false, 0, 1);
        both.act(machine -> machine.hostDraining(1, "steady-host", "maintenance"));
        long job = both.submit(job(0, Scene.vcpus(1)));
        cannotStart(both, job);
        both.act(machine -> assertThat(machine.moveTo(job, -1, 1, 3)).isNull());
        assertThat(both.placed()).containsExactly("1.1@spot-host", "1.2@spot-host");
        cannotStart(both, job);

        assertThat(both.end(job)).isEqualTo("FAILED ATTEMPT Task failed to start");
    }

    // ---- more memory

    @Test
    void after_a_lack_of_memory_the_next_attempt_gets_more_up_to_the_cap() {
        Scene small = new Scene();
        small.act(machine -> {
            int unused = machine.addEnvironment("here");
            machine.hostJoined(0, "big", 8_000, 1_000, 0, 0);
        });
        small.queue("queue", 1, false, 0);
        long job = small.submit(job(
                0, Specs.one().memory(300).attempts(5).moreMemory(200, 1_000).vcpus(1)));
        assertThat(freeMemory(small)).isEqualTo(700);
        small.outOfMemory(job);
        assertThat(freeMemory(small)).isEqualTo(400);
        small.outOfMemory(job);
        assertThat(freeMemory(small)).isZero();
        small.outOfMemory(job);
        assertThat(freeMemory(small)).isZero();
        small.exit(job, 0);

        assertThat(small.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(freeMemory(small)).isEqualTo(1_000);
        assertThat(small.placed()).hasSize(4);
    }

    private static int freeMemory(Scene scene) {
        return scene.machine().state().hosts.freeMemoryMib(0);
    }

    @Test
    void an_attempt_with_more_memory_waits_in_the_lane_of_what_it_needs_now() {
        long job = scene.submit(job(
                0,
                Specs.one().memory(30_000).attempts(3).moreMemory(200, 60_000).vcpus(1)));
        long beside = scene.submit(job(0, Specs.one().memory(30_000).vcpus(1)));
        scene.outOfMemory(job);

        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(job, -1).toString()).contains("needs 1 vCPU, 60000 MiB memory");
        scene.exit(beside, 0);
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_job_that_with_more_memory_fits_on_no_host_fails_at_once_with_both_sizes() {
        long job = scene.submit(job(
                0,
                Specs.one().memory(40_000).attempts(9).moreMemory(200, 100_000).vcpus(1)));
        scene.outOfMemory(job);

        assertThat(scene.end(job))
                .isEqualTo("FAILED ATTEMPT Cannot be tried again with more memory: needs 1 vCPU, 80000 MiB memory; the"
                        + " largest host of environment here has 4 vCPU, 64 GiB memory");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void only_a_lack_of_memory_gives_more_and_only_if_it_is_asked_for() {
        long other = scene.submit(job(
                0, Specs.one().memory(100).attempts(2).moreMemory(200, 1_000).vcpus(1)));
        scene.exit(other, 137);
        long unasked = scene.submit(job(0, Specs.one().memory(100).attempts(2).vcpus(1)));
        scene.outOfMemory(unasked);

        assertThat(freeMemory(scene)).isEqualTo(65_536 - 200);
    }

    @Test
    void a_lack_of_memory_is_judged_by_the_rules_and_counts_as_an_attempt() {
        RetryRule noMemory = new RetryRule(false, null, "OutOfMemoryError*", null);
        long ruledOut = scene.submit(
                job(0, Specs.one().attempts(3, noMemory).moreMemory(200, 1_000).vcpus(1)));
        scene.outOfMemory(ruledOut);
        long used = scene.submit(
                job(0, Specs.one().attempts(2).moreMemory(200, 1_000).vcpus(1)));
        scene.outOfMemory(used);
        scene.outOfMemory(used);

        assertThat(scene.end(ruledOut)).startsWith("FAILED ATTEMPT");
        assertThat(scene.end(used)).startsWith("FAILED ATTEMPT");
        assertThat(scene.placed()).hasSize(3);
    }

    @Test
    void a_child_of_an_array_grows_alone() {
        long array = scene.submit(array(
                0, Specs.one().memory(100).attempts(2).moreMemory(300, 1_000).vcpus(1), 3, false));
        scene.act(machine -> machine.ended(
                array, 1, 1, EndKind.SIGNALED, 137, true, null, scene.driver().now()));

        assertThat(scene.placed()).last().isEqualTo("1:1.2@here-host");
        assertThat(freeMemory(scene)).isEqualTo(65_536 - 500);
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    // ---- back-off

    @Test
    void a_back_off_waits_between_half_its_bound_and_the_whole_and_is_explained() {
        long job = scene.submit(
                job(0, Specs.one().attempts(10).backoff(SECOND, 8 * SECOND).vcpus(1)));
        for (int attempt = 1; attempt <= 6; attempt++) {
            scene.exit(job, 1);
            long bound = Math.min(8, 1L << (attempt - 1)) * SECOND;
            assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNABLE);
            WaitReason reason = scene.explain(job, -1).reasons().get(0);
            assertThat(reason)
                    .isInstanceOfSatisfying(
                            WaitReason.BackOff.class,
                            backOff -> assertThat(backOff.attempt())
                                    .isEqualTo(scene.placed().size() + 1));
            scene.pass(bound / 2 - 10);
            assertThat(scene.placed()).hasSize(attempt);
            scene.pass(bound / 2 + 20);
            assertThat(scene.placed()).hasSize(attempt + 1);
        }
    }

    @Test
    void a_back_off_after_interruptions_is_as_long_as_their_own_number_says() {
        long job = scene.submit(job(
                0,
                Specs.one()
                        .attempts(9)
                        .attemptsOnInterruption(9)
                        .backoff(SECOND, 64 * SECOND)
                        .vcpus(1)));
        scene.exit(job, 1);
        scene.pass(SECOND);
        scene.exit(job, 1);
        scene.pass(2 * SECOND);
        scene.interrupt(job);
        scene.pass(SECOND + 10);

        assertThat(scene.placed()).hasSize(4);
    }

    // ---- never

    @Test
    void retry_never_applies_to_cancelled_terminated_and_timed_out_jobs() {
        Specs often = Specs.one().attempts(9).attemptsOnInterruption(9);
        long terminated = scene.submit(job(0, often.vcpus(1)));
        scene.act(machine -> machine.terminate(terminated, -1, "enough"));
        scene.interrupt(terminated);
        long timedOut = scene.submit(job(0, often.timeout(SECOND).vcpus(1)));
        scene.start(timedOut, -1);
        scene.pass(2 * SECOND);
        scene.interrupt(timedOut);

        assertThat(scene.end(terminated)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.end(timedOut)).isEqualTo("FAILED ATTEMPT Job attempt duration exceeded timeout");
        assertThat(scene.placed()).hasSize(2);
    }
}
