package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Shares;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** AWS Batch's fair-share scheduling, rule by rule. */
class FairShareScenarioTest {
    private static final long HOUR = 3_600 * Scene.SECOND;
    private static final long NO_DECAY = 0;

    private static Scene scene(int vcpus, FairShare policy) {
        Scene scene = new Scene();
        scene.environment("here", vcpus);
        scene.queue(queue(policy));
        return scene;
    }

    private static Queue queue(FairShare policy) {
        return new Queue(0, "queue", 1, new int[] {0}, false, Queue.PATIENT_FOR_EVER, 0, 0, List.of(), policy);
    }

    private static FairShare policy(long halfLife, FairShare.Weight... weights) {
        return new FairShare(halfLife, 0, true, List.of(weights));
    }

    private static FairShare.Weight weight(String share, int tenThousandths) {
        return new FairShare.Weight(share, tenThousandths);
    }

    private static void submit(Scene scene, int count, String share) {
        for (int each = 0; each < count; each++) {
            long unused = scene.submit(job(0, vcpus(1), share, 0));
        }
    }

    /** How many jobs of a share run. */
    private static long running(Scene scene, String share) {
        Shares shares = Objects.requireNonNull(scene.machine().state().lanes.shares(0));
        return Objects.requireNonNull(shares.find(share)).usage().running(0) / 1_000;
    }

    private static void fill(Scene scene, long vcpus) {
        scene.act(machine -> machine.hostJoined(0, "more", (int) vcpus * 1_000, 65_536, 0, 0));
    }

    @Test
    void the_share_with_the_least_usage_runs_next() {
        Scene scene = scene(1, policy(NO_DECAY));
        submit(scene, 4, "A");
        submit(scene, 2, "B");
        fill(scene, 3);

        assertThat(running(scene, "A")).isEqualTo(2);
        assertThat(running(scene, "B")).isEqualTo(2);
    }

    @Test
    void of_shares_that_have_had_the_same_the_first_by_name_runs_next() {
        Scene scene = scene(1, policy(NO_DECAY));
        submit(scene, 1, "running");
        submit(scene, 1, "b");
        submit(scene, 1, "a");

        scene.exit(MachineDriver.FIRST, 0);

        assertThat(running(scene, "a")).isEqualTo(1);
        assertThat(running(scene, "b")).isZero();
    }

    @Test
    void a_share_of_weight_one_half_gets_twice_as_much_as_one_of_weight_one() {
        Scene scene = scene(1, policy(NO_DECAY, weight("A", 10_000), weight("B", 5_000)));
        submit(scene, 20, "A");
        submit(scene, 20, "B");
        fill(scene, 8);

        assertThat(running(scene, "A")).isEqualTo(3);
        assertThat(running(scene, "B")).isEqualTo(6);
    }

    @Test
    void a_share_of_weight_one_eighth_gets_eight_times_the_resources_of_one_of_weight_one() {
        Scene scene = scene(1, policy(NO_DECAY, weight("A", 1_250)));
        submit(scene, 20, "A");
        submit(scene, 20, "B");
        fill(scene, 17);

        assertThat(running(scene, "A")).isEqualTo(16);
        assertThat(running(scene, "B")).isEqualTo(2);
    }

    @Test
    void shares_that_match_a_prefix_share_its_weight() {
        Scene scene = scene(1, policy(NO_DECAY, weight("User*", 10_000), weight("Other", 10_000)));
        submit(scene, 20, "Other");
        submit(scene, 20, "UserA");
        submit(scene, 20, "UserB");
        fill(scene, 7);

        // each of the two has weight 2, so both together get what the other share gets
        assertThat(running(scene, "Other")).isEqualTo(4);
        assertThat(running(scene, "UserA")).isEqualTo(2);
        assertThat(running(scene, "UserB")).isEqualTo(2);
    }

    @Test
    void in_a_share_the_highest_scheduling_priority_runs_first_and_then_the_earliest() {
        Scene scene = scene(1, policy(NO_DECAY));
        long first = scene.submit(job(0, vcpus(1), "A", 5));
        scene.submit(job(0, vcpus(1), "A", 0));
        scene.submit(job(0, vcpus(1), "A", 9));
        scene.submit(job(0, MachineDriver.spec(1_000, 32), "A", 9));
        scene.submit(job(0, vcpus(1), "A", 5));
        long job = first;
        for (long next : new long[] {first + 2, first + 3, first + 4, first + 1}) {
            scene.exit(job, 0);
            assertThat(scene.status(next)).isEqualTo(JobStatus.STARTING);
            job = next;
        }
        assertThat(scene.placed()).hasSize(5);
    }

    @Test
    void scheduling_priority_has_no_effect_between_shares() {
        Scene scene = scene(1, policy(NO_DECAY));
        submit(scene, 1, "A");
        long urgent = scene.submit(job(0, vcpus(1), "A", 9_999));
        long other = scene.submit(job(0, vcpus(1), "B", 0));
        fill(scene, 1);

        assertThat(scene.status(other)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(urgent)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void scheduling_priority_has_no_effect_in_a_queue_without_fair_share() {
        Scene scene = Scene.withOneHost(1);
        long running = scene.submit(job(0, vcpus(1), "", 0));
        long early = scene.submit(job(0, vcpus(1), "", 0));
        long urgent = scene.submit(job(0, vcpus(1), "", 9_999));
        scene.exit(running, 0);

        assertThat(scene.status(early)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(urgent)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_share_with_nothing_that_fits_lets_the_next_one_run() {
        Scene scene = scene(4, policy(NO_DECAY));
        scene.submit(job(0, vcpus(3), "A", 0));
        scene.submit(job(0, vcpus(4), "B", 0));
        long small = scene.submit(job(0, vcpus(1), "A", 0));

        assertThat(scene.status(small)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void usage_is_the_dominant_part_of_all_resources() {
        // the example of the paper: 9 CPUs and 18 GB, A takes 1 CPU and 4 GB a task, B takes 3 CPUs and 1 GB
        JobSpec memoryBound = MachineDriver.spec(1_000, 4_096);
        JobSpec cpuBound = MachineDriver.spec(3_000, 1_024);
        Scene scene = new Scene();
        scene.act(machine -> {
            int unused = machine.addEnvironment("here");
        });
        scene.queue(queue(new FairShare(0, 0, false, List.of())));
        for (int each = 0; each < 6; each++) {
            scene.submit(job(0, memoryBound, "A", 0));
            scene.submit(job(0, cpuBound, "B", 0));
        }
        scene.act(machine -> machine.hostJoined(0, "host", 9_000, 18 * 1_024, 0, 0));

        assertThat(running(scene, "A")).isEqualTo(3);
        assertThat(running(scene, "B")).isEqualTo(6);
    }

    @Test
    void a_job_that_begins_counts_at_once_so_that_a_burst_is_divided() {
        Scene scene = scene(1, policy(HOUR));
        submit(scene, 20, "A");
        submit(scene, 20, "B");
        fill(scene, 9);

        assertThat(running(scene, "A")).isEqualTo(5);
        assertThat(running(scene, "B")).isEqualTo(5);
    }

    @Test
    void usage_of_the_past_counts_half_after_each_half_life() {
        Scene scene = scene(4, policy(HOUR));
        long heavy = scene.submit(job(0, vcpus(4), "A", 0));
        scene.pass(20 * HOUR);
        scene.exit(heavy, 0);
        scene.pass(HOUR);
        submit(scene, 20, "A");
        submit(scene, 20, "B");

        // A took all that was free at its submit; it has an average of 2 from the past beside
        assertThat(running(scene, "A")).isEqualTo(4);
        fill(scene, 8);
        assertThat(running(scene, "A")).isEqualTo(5);
        assertThat(running(scene, "B")).isEqualTo(7);
    }

    @Test
    void a_share_that_was_idle_comes_back_without_more_credit_than_the_decay_gives() {
        Scene scene = scene(4, policy(HOUR));
        submit(scene, 20, "A");
        long first = scene.submit(job(0, vcpus(1), "B", 0)) - 20;
        submit(scene, 20, "B");
        scene.pass(20 * HOUR);
        for (long job = first; job < first + 4; job++) {
            scene.exit(job, 0);
        }
        // the past of A is worth 4, so B gets what is free, but not for ever
        assertThat(running(scene, "B")).isEqualTo(4);
        scene.pass(3 * HOUR);
        scene.exit(first + 20, 0);
        assertThat(running(scene, "A")).isEqualTo(1);
        assertThat(running(scene, "B")).isEqualTo(3);
    }

    @Test
    void without_decay_only_what_runs_counts() {
        Scene scene = scene(2, policy(NO_DECAY));
        long heavy = scene.submit(job(0, vcpus(2), "A", 0));
        scene.pass(20 * HOUR);
        submit(scene, 20, "A");
        submit(scene, 20, "B");
        scene.exit(heavy, 0);

        assertThat(running(scene, "A")).isEqualTo(1);
        assertThat(running(scene, "B")).isEqualTo(1);
    }

    // ---- compute reservation

    private static FairShare reserving(int percent) {
        return new FairShare(0, percent, true, List.of());
    }

    @Test
    void a_reservation_of_half_holds_back_a_half_a_quarter_and_an_eighth_for_one_two_and_three_active_shares() {
        Scene scene = scene(16, reserving(50));
        Shares shares = Objects.requireNonNull(scene.machine().state().lanes.shares(0));
        submit(scene, 16, "A");
        assertThat(shares.reservedMillivcpus()).isEqualTo(8_000);
        assertThat(running(scene, "A")).isEqualTo(8);

        submit(scene, 16, "B");
        assertThat(shares.reservedMillivcpus()).isEqualTo(4_000);
        assertThat(running(scene, "A") + running(scene, "B")).isEqualTo(12);

        submit(scene, 16, "C");
        assertThat(shares.reservedMillivcpus()).isEqualTo(2_000);
        assertThat(running(scene, "A") + running(scene, "B") + running(scene, "C"))
                .isEqualTo(14);
    }

    @Test
    void what_is_held_back_is_counted_from_the_most_that_environments_may_have() {
        Scene scene = new Scene();
        scene.act(machine -> {
            int unused = machine.addEnvironment("managed", 32_000);
            machine.hostJoined(0, "host", 16_000, 65_536, 0, 0);
        });
        scene.queue(queue(reserving(25)));
        submit(scene, 40, "A");

        assertThat(running(scene, "A")).isEqualTo(16);
        scene.act(machine -> machine.hostJoined(0, "second", 16_000, 65_536, 0, 0));
        assertThat(running(scene, "A")).isEqualTo(24);
    }

    @Test
    void what_is_held_back_comes_free_with_the_end_of_a_job() {
        Scene scene = scene(4, reserving(50));
        long first = scene.submit(job(0, vcpus(2), "A", 0));
        long second = scene.submit(job(0, vcpus(2), "A", 0));
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);

        scene.exit(first, 0);

        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
    }

    // ---- active shares

    @Test
    void a_share_is_active_from_its_first_job_until_one_half_life_after_its_last() {
        Scene scene = scene(4, new FairShare(HOUR, 50, true, List.of()));
        Shares shares = Objects.requireNonNull(scene.machine().state().lanes.shares(0));
        long job = scene.submit(job(0, vcpus(1), "A", 0));
        assertThat(shares.active()).isEqualTo(1);
        scene.pass(HOUR);
        scene.exit(job, 0);
        scene.pass(HOUR - Scene.SECOND);
        assertThat(shares.active()).isEqualTo(1);
        scene.pass(Scene.SECOND);
        assertThat(shares.active()).isZero();
    }

    @Test
    void the_501st_active_share_is_refused_and_let_in_when_another_has_ended() {
        Scene scene = scene(1, policy(NO_DECAY));
        long first = scene.submit(job(0, vcpus(1), "share0", 0));
        for (int share = 1; share < Shares.MAX_ACTIVE; share++) {
            long unused = scene.submit(job(0, vcpus(1), "share" + share, 0));
        }
        assertThat(scene.offer(job(0, vcpus(1), "late", 0)))
                .isEqualTo(
                        new SubmitReply.Refused("share late would be one more than the 500 shares that can be active in"
                                + " queue queue; submit when jobs of another share have ended"));
        assertThat(scene.offer(job(0, vcpus(1), "share7", 0))).isEqualTo(SubmitReply.Accepted.ACCEPTED);
        scene.exit(first, 0);

        assertThat(scene.offer(job(0, vcpus(1), "late", 0))).isEqualTo(SubmitReply.Accepted.ACCEPTED);
    }

    @Test
    void a_share_is_required_with_fair_share_and_refused_without() {
        Scene scene = scene(1, policy(NO_DECAY));
        scene.queue("plain", 1, false, 0);

        assertThat(scene.offer(job(0, vcpus(1))))
                .isEqualTo(new SubmitReply.Refused(
                        "queue queue has a fair share, so a job has to say its share (shareIdentifier)"));
        assertThat(scene.offer(job(1, vcpus(1), "A", 0)))
                .isEqualTo(new SubmitReply.Refused("share A is said, but queue plain has no fair share"));
        assertThat(scene.placed()).isEmpty();
    }

    // ---- state

    @Test
    void usage_is_the_same_after_a_restart_whoever_read_it_when() {
        Scene scene = scene(3, policy(HOUR, weight("A*", 5_000)));
        for (int round = 0; round < 30; round++) {
            submit(scene, 2, "A" + round % 3);
            scene.pass(round * 7 * Scene.SECOND + 13);
            scene.exit(MachineDriver.FIRST + round, round % 2);
            assertThat(scene.driver().folded().digest())
                    .isEqualTo(scene.machine().digest());
        }
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        scene.pass(20 * HOUR);
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    @Test
    void shares_that_come_and_go_leave_nothing_behind() {
        MachineDriver driver = new MachineDriver(1_700_000_000_000_000L, 10);
        driver.batch(2, machine -> {
            int unused = machine.addEnvironment("here");
            machine.addQueue(queue(policy(Scene.SECOND)));
            machine.hostJoined(0, "host", 1_000, 1_024, 0, 0);
        });
        for (int each = 0; each < 5_000; each++) {
            long number = MachineDriver.FIRST + each;
            String share = "user" + each;
            driver.batch(driver.now() + Scene.SECOND, machine -> {
                SubmitReply reply = machine.submit(number, job(0, vcpus(1), share, each(number)));
                assertThat(reply).isInstanceOf(SubmitReply.Accepted.class);
            });
            driver.batch(driver.now() + 1, machine -> machine.ended(number, -1, 1, EndKind.EXITED, 0, false, null, 4));
        }
        Shares shares = Objects.requireNonNull(driver.machine().state().lanes.shares(0));
        assertThat(shares.size()).isLessThan(600);
        assertThat(driver.machine().state().lanes.limit()).isLessThan(600);
        assertThat(driver.folded().digest()).isEqualTo(driver.machine().digest());
        driver.checkpoint();
        assertThat(driver.folded().digest()).isEqualTo(driver.machine().digest());
    }

    private static int each(long number) {
        return (int) (number % 7);
    }
}
