package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.Queue;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueScenarioTest {
    @Test
    void strict_fifo_blocks_behind_a_head_that_does_not_fit() {
        Scene scene = new Scene();
        scene.environment("here", 4);
        scene.queue("strict", 1, true, 0);
        long running = scene.submit(job(0, vcpus(3)));
        long head = scene.submit(job(0, vcpus(4)));
        long small = scene.submit(job(0, vcpus(1)));

        assertThat(scene.status(small)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(small, -1).reasons().get(0)).isInstanceOf(WaitReason.Behind.class);
        scene.exit(running, 0);
        assertThat(scene.status(head)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(small)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(head, 0);

        assertThat(scene.status(small)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void backfill_lets_a_later_job_pass_a_head_that_does_not_fit() {
        Scene scene = Scene.withOneHost(4);
        scene.submit(job(0, vcpus(3)));
        long head = scene.submit(job(0, vcpus(4)));
        long small = scene.submit(job(0, vcpus(1)));

        assertThat(scene.status(head)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(small)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void queues_that_share_an_environment_are_served_in_descending_priority() {
        Scene scene = new Scene();
        scene.environment("here", 1);
        int low = scene.queue("low", 1, false, 0);
        int high = scene.queue("high", 10, false, 0);
        long running = scene.submit(job(low, vcpus(1)));
        long waitsLow = scene.submit(job(low, vcpus(1)));
        long waitsHigh = scene.submit(job(high, vcpus(1)));

        scene.exit(running, 0);

        assertThat(scene.status(waitsHigh)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(waitsLow)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void the_environments_of_a_queue_are_tried_in_their_order() {
        Scene scene = new Scene();
        scene.environment("a", 1);
        scene.environment("b", 2);
        scene.queue("queue", 1, false, 1, 0);
        for (int each = 0; each < 3; each++) {
            long unused = scene.submit(job(0, vcpus(1)));
        }
        assertThat(scene.placed()).containsExactly("1.1@b-host", "2.1@b-host", "3.1@a-host");
    }

    @Test
    void a_job_runs_only_where_its_spec_says() {
        Scene scene = new Scene();
        scene.environment("a", 4);
        scene.environment("b", 4);
        scene.queue("queue", 1, false, 0, 1);
        scene.submit(job(0, MachineDriver.spec(1_000, 64, 1, 0, 0, 0b10)));

        assertThat(scene.placed()).containsExactly("1.1@b-host");
    }

    @Test
    void a_job_larger_than_every_host_is_refused_with_both_sizes() {
        Scene scene = Scene.withOneHost(48);
        SubmitReply reply = scene.offer(job(0, vcpus(64)));

        assertThat(reply)
                .isEqualTo(
                        new SubmitReply.Refused("needs 64 vCPU, 64 MiB memory; the largest host of environment here has"
                                + " 48 vCPU, 64 GiB memory"));
        assertThat(scene.placed()).isEmpty();
    }

    @Test
    void a_job_larger_than_the_most_that_an_environment_may_have_is_refused_before_any_host_is_known() {
        Scene scene = new Scene();
        scene.act(machine -> {
            int unused = machine.addEnvironment("small", 2_000);
        });
        scene.queue("queue", 1, false, 0);

        assertThat(scene.offer(job(0, vcpus(4))))
                .isInstanceOfSatisfying(
                        SubmitReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo(
                                        "needs 4 vCPU, 64 MiB memory; environment small may have 2 vCPU at the most"));
        assertThat(scene.offer(job(0, vcpus(2)))).isInstanceOf(SubmitReply.Accepted.class);
    }

    @Test
    void a_job_waits_for_the_hosts_of_an_environment_that_has_none_yet() {
        Scene scene = new Scene();
        scene.act(machine -> {
            int unused = machine.addEnvironment("later");
        });
        scene.queue("queue", 1, false, 0);
        long job = scene.submit(job(0, vcpus(64)));

        assertThat(scene.explain(job, -1))
                .hasToString(
                        "RUNNABLE: no capacity in later: needs 64 vCPU, 64 MiB memory; it has no host that takes jobs");
        scene.act(machine -> machine.hostJoined(0, "big", 64_000, 1_024, 0, 0));
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_waiting_job_is_told_what_is_missing_and_who_is_before_it() {
        Scene scene = Scene.withOneHost(2);
        scene.submit(job(0, vcpus(1)));
        scene.submit(job(0, vcpus(2)));
        long last = scene.submit(job(0, vcpus(2)));

        List<WaitReason> reasons = scene.explain(last, -1).reasons();

        assertThat(reasons.get(0))
                .isInstanceOfSatisfying(
                        WaitReason.Behind.class,
                        behind -> assertThat(behind.atLeast()).isEqualTo(1));
        assertThat(reasons.get(1))
                .hasToString(
                        "no capacity in here: needs 2 vCPU, 64 MiB memory; closest of 1 hosts is here-host with 1 vCPU,"
                                + " 65472 MiB memory free");
    }

    @Test
    void a_job_that_others_leave_no_room_for_waits_until_they_go() {
        Scene scene = Scene.withOneHost(1);
        scene.act(machine -> machine.hostHeld(0, "here-host", 3_000, 1_024, 0, 0));
        long waits = scene.submit(job(0, vcpus(4)));

        assertThat(scene.explain(waits, -1))
                .hasToString(
                        "RUNNABLE: no capacity in here: needs 4 vCPU, 64 MiB memory; closest of 1 hosts is here-host with 1 vCPU,"
                                + " 64 GiB memory free, where others hold 3 vCPU, 1 GiB memory");
        assertThat(scene.offer(job(0, vcpus(5))))
                .isEqualTo(new SubmitReply.Refused(
                        "needs 5 vCPU, 64 MiB memory; the largest host of environment here has 4 vCPU, 65 GiB memory"));

        scene.act(machine -> {
            machine.hostJoined(0, "here-host", 4_000, 65_536, 0, 0);
            machine.hostHeld(0, "here-host", 0, 0, 0, 0);
        });
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void nodes_that_others_leave_no_room_for_wait_until_they_go() {
        Scene scene = Scene.withOneHost(1);
        scene.act(machine -> machine.hostHeld(0, "here-host", 1_000, 0, 0, 0));
        long waits = scene.submit(job(0, Specs.one().nodes(0, 1, 1)));

        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.offer(job(0, Specs.one().nodes(0, 1, 1, 1)))).isInstanceOf(SubmitReply.Refused.class);

        scene.act(machine -> machine.hostJoined(0, "here-host", 2_000, 65_536, 0, 0));
        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_draining_host_takes_nothing_new() {
        Scene scene = Scene.withOneHost(2);
        long running = scene.submit(job(0, vcpus(1)));
        scene.act(machine -> machine.hostDraining(0, "here-host", "maintenance"));
        long waits = scene.submit(job(0, vcpus(1)));

        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(running, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_draining_host_that_joins_again_takes_jobs_again_and_keeps_what_it_has() {
        Scene scene = Scene.withOneHost(2);
        long running = scene.submit(job(0, vcpus(1)));
        scene.act(machine -> machine.hostDraining(0, "here-host", "no contact"));
        long waits = scene.submit(job(0, vcpus(1)));
        long tooMany = scene.submit(job(0, vcpus(1)));

        scene.act(machine -> machine.hostJoined(0, "here-host", 2_000, 65_536, 0, 0));

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(tooMany)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(running, 0);
        assertThat(scene.status(tooMany)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void the_same_client_token_is_the_same_job_and_other_content_is_refused() {
        Scene scene = Scene.withOneHost(8);
        Submission first = new Submission("a", 0, vcpus(1), 0, false, List.of(), 0, "token-1");
        long job = scene.submit(first);

        assertThat(scene.offer(first)).isEqualTo(new SubmitReply.Existing(job));
        assertThat(scene.offer(new Submission("b", 0, vcpus(1), 0, false, List.of(), 0, "token-1")))
                .isInstanceOfSatisfying(
                        SubmitReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("client token 'token-1' was used for another job"));
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void what_ended_long_ago_is_forgotten_with_its_rows_its_spec_and_its_name() {
        MachineDriver driver = new MachineDriver(1, 10);
        driver.batch(2, machine -> {
            int environment = machine.addEnvironment("here");
            machine.addQueue(Queue.plain(0, "queue", 1, false, environment));
            machine.hostJoined(environment, "host", 1_000, 1_024, 0, 0);
        });
        for (int each = 0; each < 500; each++) {
            long number = MachineDriver.FIRST + each;
            String name = "job-" + each;
            driver.batch(3, machine -> {
                SubmitReply reply = machine.submit(
                        number, new Submission(name, 0, vcpus(1), 0, false, List.of(), 0, "token " + name));
                assertThat(reply).isInstanceOf(SubmitReply.Accepted.class);
            });
            driver.batch(4, machine -> machine.ended(number, -1, 1, EndKind.EXITED, 0, false, null, 4));
        }
        assertThat(driver.machine().state().jobs.rows().size()).isEqualTo(10);
        assertThat(driver.machine().state().jobs.rows().limit()).isLessThan(14);
        assertThat(driver.machine().status(MachineDriver.FIRST, -1)).isNull();
        assertThat(driver.machine().status(MachineDriver.FIRST + 499, -1)).isEqualTo(JobStatus.SUCCEEDED);
    }
}
