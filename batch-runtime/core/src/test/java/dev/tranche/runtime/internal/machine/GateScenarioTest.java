package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a start needs beside a host: a place in its queue, consumable resources, an environment and a queue that are enabled. */
class GateScenarioTest {
    private static Scene withLimit(int maxConcurrent, boolean strict) {
        Scene scene = new Scene();
        scene.environment("here", 16);
        scene.queue(new Queue(
                0, "queue", 1, new int[] {0}, strict, Queue.PATIENT_FOR_EVER, maxConcurrent, 0, List.of(), null));
        return scene;
    }

    private static JobSpec taking(long quantity, long total, boolean replenishable) {
        return taking(1, new Consumption("licence", total, replenishable, quantity));
    }

    private static JobSpec taking(int vcpus, Consumption... consumes) {
        return Specs.one().taking(consumes).vcpus(vcpus);
    }

    // ---- concurrency limit of a queue

    @Test
    void a_queue_starts_no_more_jobs_than_its_limit_and_says_so() {
        Scene scene = withLimit(2, false);
        long first = scene.submit();
        scene.submit();
        long waits = scene.submit();
        long behind = scene.submit();

        assertThat(scene.explain(waits, -1)).hasToString("RUNNABLE: queue queue is at its limit: 2 of 2 jobs at once");
        assertThat(scene.explain(behind, -1).reasons().get(0).toString()).startsWith("behind at least 1 job");
        scene.exit(first, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(behind)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void each_child_of_an_array_counts() {
        Scene scene = withLimit(2, true);
        long array = scene.submit(MachineDriver.array(0, vcpus(1), 5, false));

        assertThat(scene.placed()).containsExactly("1:0.1@here-host", "1:1.1@here-host");
        scene.exit(array, 0, 0);
        assertThat(scene.placed()).hasSize(3);
    }

    @Test
    void the_limit_of_one_queue_is_nothing_to_another() {
        Scene scene = withLimit(1, false);
        scene.queue("other", 1, false, 0);
        scene.submit();
        scene.submit();
        long other = scene.submit(job(1, vcpus(1)));

        assertThat(scene.status(other)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.placed()).hasSize(2);
    }

    // ---- consumable resources

    @Test
    void a_replenishable_resource_is_locked_when_a_job_starts_and_free_when_it_has_ended() {
        Scene scene = Scene.withOneHost(16);
        long first = scene.submit(job(0, taking(2, 3, true)));
        long second = scene.submit(job(0, taking(2, 3, true)));
        long third = scene.submit(job(0, taking(1, 3, true)));

        assertThat(scene.status(third)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.explain(second, -1))
                .hasToString("RUNNABLE: lacks consumable resource licence: takes 2, and 0 of 3 are free");
        scene.exit(third, 0);
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(first, 0);
        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_resource_that_is_not_replenishable_is_used_up_for_good() {
        Scene scene = Scene.withOneHost(16);
        long first = scene.submit(job(0, taking(2, 3, false)));
        long second = scene.submit(job(0, taking(2, 3, false)));
        scene.exit(first, 0);

        assertThat(scene.explain(second, -1))
                .hasToString("RUNNABLE: lacks consumable resource licence: takes 2, and 1 of 1 are free");
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        scene.act(machine -> assertThat(machine.changeStock(new Consumption("licence", 3, false, 1), StockChange.ADD))
                .isNull());
        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_job_that_takes_more_than_there_is_is_refused() {
        Scene scene = Scene.withOneHost(16);

        assertThat(scene.offer(job(0, taking(4, 3, true))))
                .isEqualTo(new SubmitReply.Refused("takes 4 of consumable resource licence, of which there are 3"));
        assertThat(scene.placed()).isEmpty();
    }

    @Test
    void two_resources_of_one_name_have_to_be_alike() {
        Scene scene = Scene.withOneHost(16);
        scene.submit(job(0, taking(1, 3, true)));

        assertThat(scene.offer(job(0, taking(1, 5, true))))
                .isEqualTo(new SubmitReply.Refused("consumable resource licence is 5 replenishable here, and was 3"
                        + " replenishable where it was first named; use one value, and change the quantity of a running"
                        + " system through its runtime"));
        assertThat(scene.offer(job(0, taking(1, 3, false)))).isInstanceOf(SubmitReply.Refused.class);
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void a_job_takes_all_its_resources_or_none() {
        Scene scene = Scene.withOneHost(16);
        Consumption licence = new Consumption("licence", 1, true, 1);
        Consumption tape = new Consumption("tape", 1, true, 1);
        long holdsTape = scene.submit(job(0, taking(1, tape)));
        long both = scene.submit(job(0, taking(1, licence, tape)));
        long onlyLicence = scene.submit(job(0, taking(1, licence)));

        assertThat(scene.status(both)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(onlyLicence)).isEqualTo(JobStatus.STARTING);
        scene.exit(holdsTape, 0);
        assertThat(scene.status(both)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(onlyLicence, 0);
        assertThat(scene.status(both)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void in_a_strict_queue_a_job_that_lacks_a_resource_blocks_the_rest() {
        Scene scene = new Scene();
        scene.environment("here", 16);
        scene.queue("strict", 1, true, 0);
        long holds = scene.submit(job(0, taking(1, 1, true)));
        long head = scene.submit(job(0, taking(1, 1, true)));
        long small = scene.submit(job(0, vcpus(1)));

        assertThat(scene.status(small)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(holds, 0);
        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(small)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_lost_attempt_gives_back_what_it_took() {
        Scene scene = Scene.withOneHost(16);
        long job = scene.submit(job(0, taking(1, 1, true)));
        scene.act(machine -> machine.hostLost(0, "here-host", "Host EC2 (instance i-1) terminated."));

        assertThat(scene.machine().state().consumables.inUse(0)).isZero();
        assertThat(scene.status(job)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void the_quantity_is_set_added_to_and_removed_from_and_what_is_in_use_stays() {
        Scene scene = Scene.withOneHost(16);
        Consumption licence = new Consumption("licence", 2, true, 2);
        long first = scene.submit(job(0, taking(1, licence)));
        scene.act(machine -> {
            assertThat(change(machine, 1, StockChange.REMOVE)).isNull();
            assertThat(change(machine, 2, StockChange.REMOVE))
                    .isEqualTo("cannot remove 2 of consumable resource licence, of which there are 1");
            assertThat(change(machine, Long.MAX_VALUE, StockChange.ADD)).contains("more than can be counted");
        });
        assertThat(scene.machine().state().consumables.free(0)).isEqualTo(-1);
        assertThat(scene.offer(job(0, taking(1, licence)))).isInstanceOf(SubmitReply.Refused.class);
        scene.act(machine -> assertThat(change(machine, 4, StockChange.SET)).isNull());
        long second = scene.submit(job(0, taking(1, licence)));

        assertThat(scene.status(first)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
    }

    private static @Nullable String change(Machine machine, long quantity, StockChange change) {
        return machine.changeStock(new Consumption("licence", 2, true, quantity), change);
    }

    // ---- what is switched off

    @Test
    void a_disabled_queue_takes_no_new_jobs_and_those_in_it_go_on() {
        Scene scene = Scene.withOneHost(1);
        long running = scene.submit();
        long waits = scene.submit();
        scene.act(machine -> machine.disableQueue(0, "end of term"));

        assertThat(scene.offer(job(0, vcpus(1))))
                .isEqualTo(new SubmitReply.Refused("queue queue is disabled and takes no new jobs: end of term"));
        scene.exit(running, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        scene.act(machine -> machine.enableQueue(0));
        assertThat(scene.offer(job(0, vcpus(1)))).isEqualTo(SubmitReply.Accepted.ACCEPTED);
    }

    @Test
    void a_disabled_environment_is_drained_and_takes_no_new_attempts() {
        Scene scene = new Scene();
        scene.environment("a", 1);
        scene.environment("b", 1);
        scene.queue("queue", 1, false, 0, 1);
        long inA = scene.submit();
        scene.act(machine -> machine.disableEnvironment(0, "new image"));
        long inB = scene.submit();
        long waits = scene.submit();

        assertThat(scene.placed()).containsExactly("1.1@a-host", "2.1@b-host");
        assertThat(scene.explain(waits, -1))
                .hasToString(
                        "RUNNABLE: environment a is draining, 1 attempt still runs: new image; no capacity in b:"
                                + " needs 1 vCPU, 64 MiB memory; closest of 1 hosts is b-host with 0 vCPU, 65472 MiB memory free");
        scene.exit(inA, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(waits, -1).reasons().get(0)).hasToString("environment a is disabled: new image");
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        scene.act(machine -> machine.enableEnvironment(0));
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(inB)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_host_that_joins_a_disabled_environment_takes_nothing_before_it_is_enabled() {
        Scene scene = Scene.withOneHost(1);
        scene.submit();
        long waits = scene.submit();
        scene.act(machine -> machine.disableEnvironment(0, "new image"));
        scene.host("second", 4);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        scene.act(machine -> machine.enableEnvironment(0));
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    // ---- reservations: hosts are kept only for what lacks nothing else

    @Test
    void no_host_is_kept_for_a_job_that_lacks_a_consumable_resource() {
        Scene scene = new Scene();
        scene.environment("here", 4);
        scene.queue(Queue.plain(0, "queue", 1, false, 0).patience(Scene.SECOND));
        long holds = scene.submit(job(0, taking(1, 1, true)));
        long lacks = scene.submit(job(0, taking(4, new Consumption("licence", 1, true, 1))));
        long small = scene.submit(job(0, vcpus(1)));
        scene.pass(10 * Scene.SECOND);

        assertThat(scene.machine().state().reservations.isEmpty()).isTrue();
        scene.exit(holds, 0);
        scene.pass(10 * Scene.SECOND);
        assertThat(scene.machine().state().reservations.isEmpty()).isFalse();
        scene.exit(small, 0);
        assertThat(scene.status(lacks)).isEqualTo(JobStatus.STARTING);
    }

    // ---- what shares are told

    @Test
    void a_waiting_job_is_told_whose_turn_it_is_and_why() {
        Scene scene = new Scene();
        scene.environment("here", 4);
        FairShare policy = new FairShare(0, 50, true, List.of(new FairShare.Weight("B", 20_000)));
        scene.queue(new Queue(0, "queue", 1, new int[] {0}, false, Queue.PATIENT_FOR_EVER, 0, 0, List.of(), policy));
        scene.submit(job(0, vcpus(1), "B", 0));
        scene.submit(job(0, vcpus(1), "A", 0));
        scene.submit(job(0, vcpus(1), "A", 0));
        scene.submit(job(0, vcpus(1), "A", 0));
        long high = scene.submit(job(0, vcpus(1), "B", 7));
        long low = scene.submit(job(0, vcpus(1), "B", 1));

        assertThat(scene.explain(high, -1))
                .hasToString("RUNNABLE: 1 of 4 vCPU are held back in queue queue for shares that are not active, with 2"
                        + " active; 3 are in use, and it needs 1");
        assertThat(scene.explain(low, -1).reasons().get(0).toString()).startsWith("behind at least 1 job, first");
        scene.submit(job(0, vcpus(1), "C", 0));
        assertThat(scene.explain(high, -1).reasons())
                .hasToString("[share B comes after share C: weighted usage 50.00 %, not 0.00 %, 0.5 of 4 vCPU are held"
                        + " back in queue queue for shares that are not active, with 3 active; 3 are in use, and it"
                        + " needs 1]");
    }
}
