package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protection of the head: after the queue's patience, hosts are kept for a job that does not fit. */
class ReservationScenarioTest {
    private static final long PATIENCE = 600 * SECOND;
    private static final long A_MOMENT = SECOND / 1_000;

    private final Scene scene = new Scene();

    @Test
    void small_jobs_pass_a_large_head_until_its_patience_ends_and_no_longer() {
        int queue = oneHost(4);
        List<Long> small = fill(queue, 4);
        long head = scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE / 2);
        scene.exit(small.get(0), 0);
        long passes = scene.submit(job(queue, vcpus(1)));
        assertThat(scene.status(passes)).isEqualTo(JobStatus.STARTING);

        scene.pass(PATIENCE / 2);
        assertThat(scene.reservations()).containsExactly("5@here-host");
        scene.exit(small.get(1), 0);
        long waits = scene.submit(job(queue, vcpus(1)));
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(small.get(2), 0);
        scene.exit(small.get(3), 0);
        assertThat(scene.status(head)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(passes, 0);

        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.reservations()).containsExactly("5@here-host", "-5");
        scene.exit(head, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void the_machine_wakes_by_itself_when_a_patience_ends() {
        int queue = oneHost(4);
        fill(queue, 4);
        long since = scene.driver().now();
        scene.submit(job(queue, vcpus(4)));

        assertThat(scene.machine().wakeAt()).isEqualTo(since + 1 + PATIENCE);
        scene.pass(PATIENCE);

        assertThat(scene.reservations()).hasSize(1);
        assertThat(scene.machine().wakeAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void patience_counts_from_when_a_job_became_the_head() {
        int queue = oneHost(4);
        List<Long> small = fill(queue, 4);
        long first = scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE / 2);
        scene.submit(job(queue, vcpus(3)));
        scene.act(machine -> machine.cancel(first, -1, "not wanted"));
        scene.pass(PATIENCE - A_MOMENT);
        assertThat(scene.reservations()).isEmpty();

        scene.pass(A_MOMENT);

        assertThat(scene.reservations()).containsExactly("6@here-host");
        assertThat(scene.placed()).hasSize(small.size());
    }

    @Test
    void who_lacks_more_than_a_host_by_now_does_not_stand_in_the_way_of_the_next_head() {
        int queue = oneHost(4);
        long running = scene.submit(job(queue, vcpus(2)));
        Consumption licence = new Consumption("licence", 1, true, 1);
        long blocked = scene.submit(job(queue, Specs.one().taking(licence).vcpus(3)));
        scene.submit(job(queue, Specs.one().taking(licence).vcpus(1)));
        long next = scene.submit(job(queue, vcpus(4)));
        assertThat(scene.machine().state().heads.job(queue)).isEqualTo(next);

        scene.pass(PATIENCE);

        assertThat(scene.reservations()).containsExactly("4@here-host");
        scene.exit(running, 0);
        assertThat(scene.status(blocked)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_queue_without_patience_keeps_a_host_at_once() {
        scene.environment("here", 4);
        int queue = scene.queue(Queue.plain(0, "queue", 1, false, 0).patience(0));
        fill(queue, 2);
        scene.submit(job(queue, vcpus(4)));
        long waits = scene.submit(job(queue, vcpus(1)));

        assertThat(scene.reservations()).containsExactly("3@here-host");
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_later_job_uses_a_kept_host_only_if_its_timeout_ends_before_the_known_latest_end_there() {
        int queue = oneHost(4);
        long running = scene.submit(job(queue, timeout(3, 1_000 * SECOND)));
        scene.start(running, -1);
        scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);

        long tooLong = scene.submit(job(queue, timeout(1, 401 * SECOND)));
        long endless = scene.submit(job(queue, MachineDriver.spec(500, 64)));
        long inTime = scene.submit(job(queue, withOther(timeout(1, 399 * SECOND))));

        assertThat(scene.status(tooLong)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(endless)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(inTime)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void where_no_end_is_known_nothing_passes_any_more() {
        int queue = oneHost(4);
        long running = scene.submit(job(queue, vcpus(3)));
        scene.start(running, -1);
        scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);

        long shortOne = scene.submit(job(queue, timeout(1, SECOND)));

        assertThat(scene.status(shortOne)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void the_host_is_kept_on_which_least_has_to_come_free_and_of_equal_ones_the_first() {
        int queue = oneHost(4);
        scene.host("b", 4);
        scene.host("c", 4);
        scene.submit(job(queue, vcpus(4)));
        scene.submit(job(queue, vcpus(2)));
        scene.submit(job(queue, vcpus(2)));
        assertThat(scene.placed()).containsExactly("1.1@here-host", "2.1@b", "3.1@b");
        scene.exit(MachineDriver.FIRST + 2, 0);
        scene.submit(job(queue, vcpus(2)));
        scene.submit(job(queue, vcpus(3)));
        scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);

        assertThat(scene.placed().subList(3, 5)).containsExactly("4.1@b", "5.1@c");
        assertThat(scene.reservations()).containsExactly("6@c");
    }

    @Test
    void a_head_that_finds_room_elsewhere_takes_it_and_frees_what_was_kept() {
        int queue = oneHost(4);
        fill(queue, 4);
        long head = scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);
        scene.host("other", 4);

        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.placed()).endsWith("5.1@other");
        assertThat(scene.reservations()).containsExactly("5@here-host", "-5");
        assertThat(scene.machine().state().reservations.isEmpty()).isTrue();
    }

    @Test
    void what_was_kept_for_a_cancelled_head_is_free_for_all_at_once() {
        int queue = oneHost(4);
        List<Long> small = fill(queue, 4);
        long head = scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);
        scene.exit(small.get(0), 0);
        long waits = scene.submit(job(queue, vcpus(1)));

        scene.act(machine -> machine.cancel(head, -1, "not wanted"));

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.reservations()).containsExactly("5@here-host", "-5");
    }

    @Test
    void another_host_is_kept_when_the_first_drains_or_is_lost() {
        int queue = oneHost(4);
        scene.host("b", 4);
        scene.host("c", 4);
        fill(queue, 12);
        scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);
        scene.act(machine -> machine.hostDraining(0, "here-host", "maintenance"));
        scene.act(machine -> machine.hostLost(0, "b", "Host terminated."));

        assertThat(scene.reservations()).containsExactly("13@here-host", "-13", "13@b", "-13", "13@c");
    }

    @Test
    void nothing_is_kept_while_no_host_is_large_enough() {
        int queue = oneHost(4);
        scene.host("large", 8);
        scene.submit(job(queue, vcpus(8)));
        scene.submit(job(queue, vcpus(4)));
        scene.submit(job(queue, vcpus(8)));
        scene.act(machine -> machine.hostLost(0, "large", "Host terminated."));
        scene.pass(2 * PATIENCE);
        assertThat(scene.reservations()).isEmpty();

        scene.act(machine -> machine.hostJoined(0, "larger", 9_000, 64, 0, 0));

        assertThat(scene.placed()).endsWith("3.1@larger");
    }

    @Test
    void the_head_of_a_queue_of_higher_priority_takes_a_reservation_over() {
        scene.environment("here", 4);
        int low = scene.queue(Queue.plain(0, "low", 1, false, 0).patience(PATIENCE));
        int high = scene.queue(Queue.plain(1, "high", 2, false, 0).patience(PATIENCE));
        List<Long> small = fill(low, 4);
        scene.submit(job(low, vcpus(4)));
        scene.pass(PATIENCE);
        scene.exit(small.get(0), 0);
        long waits = scene.submit(job(high, vcpus(2)));
        scene.exit(small.get(1), 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);

        scene.pass(PATIENCE);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.reservations()).containsExactly("5@here-host", "-5", "6@here-host", "-6", "5@here-host");
    }

    @Test
    void the_head_of_a_queue_of_equal_priority_waits_until_the_first_is_placed() {
        scene.environment("here", 4);
        int one = scene.queue(Queue.plain(0, "one", 1, false, 0).patience(PATIENCE));
        int other = scene.queue(Queue.plain(1, "other", 1, false, 0).patience(PATIENCE));
        List<Long> small = fill(one, 4);
        long first = scene.submit(job(other, vcpus(4)));
        scene.pass(PATIENCE);
        long second = scene.submit(job(one, vcpus(3)));
        scene.pass(PATIENCE);
        small.forEach(each -> scene.exit(each, 0));

        assertThat(scene.status(first)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.reservations()).containsExactly("5@here-host", "-5", "6@here-host");
    }

    @Test
    void the_head_of_a_strict_queue_is_protected_from_other_queues() {
        scene.environment("here", 4);
        int strict = scene.queue(Queue.plain(0, "strict", 5, true, 0).patience(PATIENCE));
        int low = scene.queue(Queue.plain(1, "low", 1, false, 0));
        List<Long> small = fill(low, 4);
        long head = scene.submit(job(strict, vcpus(4)));
        scene.pass(PATIENCE);
        for (long each : small) {
            long unused = scene.submit(job(low, vcpus(1)));
            scene.exit(each, 0);
        }

        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.placed()).hasSize(5);
    }

    @Test
    void a_job_that_comes_back_before_the_owner_in_its_lane_gets_the_host() {
        int queue = oneHost(4);
        scene.host("b", 4);
        fill(queue, 4);
        long first = scene.submit(job(queue, MachineDriver.spec(4_000, 64, 2)));
        long second = scene.submit(job(queue, MachineDriver.spec(4_000, 64, 2)));
        scene.pass(PATIENCE);
        assertThat(scene.reservations()).containsExactly("6@here-host");
        scene.act(machine -> machine.hostDraining(0, "here-host", "maintenance"));
        assertThat(scene.reservations()).containsExactly("6@here-host", "-6", "6@b");

        scene.exit(first, 1);

        assertThat(scene.placed()).endsWith("5.2@b");
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.reservations().subList(3, 7)).containsExactly("-6", "5@b", "-5", "6@b");
    }

    @Test
    void the_next_child_of_an_array_can_be_the_head() {
        int queue = oneHost(4);
        List<Long> small = fill(queue, 2);
        long array = scene.submit(MachineDriver.array(queue, vcpus(2), 3, false));
        scene.pass(PATIENCE);
        assertThat(scene.reservations()).containsExactly("3:1@here-host");

        scene.exit(small.get(0), 0);
        scene.exit(small.get(1), 0);

        assertThat(scene.status(array, 1)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.reservations()).containsExactly("3:1@here-host", "-3:1");
    }

    @Test
    void the_owner_and_those_who_are_kept_out_are_told() {
        int queue = oneHost(4);
        long running = scene.submit(job(queue, timeout(3, 1_000 * SECOND)));
        scene.start(running, -1);
        Instant end = Instant.EPOCH.plus(scene.driver().now() + 1_000 * SECOND + 1_000, ChronoUnit.MICROS);
        long head = scene.submit(job(queue, vcpus(4)));
        scene.pass(PATIENCE);
        long waits = scene.submit(job(queue, vcpus(1)));

        assertThat(scene.explain(head, -1).reasons())
                .containsExactly(new WaitReason.HostsReserved("here", List.of("here-host"), 1, Optional.of(end)));
        assertThat(scene.explain(waits, -1).reasons())
                .hasSize(2)
                .last()
                .hasToString("host here-host of here has room, but is kept for job "
                        + scene.explain(head, -1).job() + ", at the latest until " + end);
    }

    @Test
    void a_fold_and_a_checkpoint_keep_who_comes_next_and_what_is_kept() {
        int queue = oneHost(4);
        List<Long> small = fill(queue, 4);
        scene.submit(job(queue, vcpus(4)));
        assertSameAfterFold();
        scene.pass(PATIENCE);
        scene.exit(small.get(0), 0);
        scene.submit(job(queue, vcpus(1)));
        assertSameAfterFold();

        scene.driver().checkpoint();

        assertSameAfterFold();
        assertThat(scene.driver().folded().wakeAt()).isEqualTo(scene.machine().wakeAt());
    }

    private void assertSameAfterFold() {
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    private int oneHost(int vcpus) {
        scene.environment("here", vcpus);
        return scene.queue(Queue.plain(0, "queue", 1, false, 0).patience(PATIENCE));
    }

    /** So many jobs of one vCPU, all placed at once. */
    private List<Long> fill(int queue, int jobs) {
        return java.util.stream.IntStream.range(0, jobs)
                .mapToObj(each -> scene.submit(job(queue, vcpus(1))))
                .toList();
    }

    private static JobSpec timeout(int vcpus, long micros) {
        return MachineDriver.spec(vcpus * 1_000, 64, 1, micros, 0, -1L);
    }

    /** The same in another lane. */
    private static JobSpec withOther(JobSpec spec) {
        return MachineDriver.spec(spec.millivcpus(), 65, 1, spec.timeoutMicros(), 0, -1L);
    }
}
