package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.RetryRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Multi-node parallel jobs: AWS Batch's rules, and what is undefined there. */
class GangScenarioTest {
    private static final long PATIENCE = 600 * SECOND;
    private static final RetryRule ON_LOSS = new RetryRule(true, null, null, "Host EC2*");
    private static final RetryRule NOT_ELSE = new RetryRule(false, null, "*", null);

    private final Scene scene = new Scene();

    @Test
    void all_nodes_are_placed_together_or_none() {
        int queue = twoHosts();
        long running = scene.submit(job(queue, vcpus(3)));
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 2, 2, 2)));
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.placed()).hasSize(1);

        scene.exit(running, 0);

        assertThat(scene.placed().subList(1, 4)).allMatch(each -> each.startsWith("2:"));
        assertThat(scene.status(gang)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void nodes_may_share_a_host() {
        Scene one = Scene.withOneHost(4);
        one.submit(job(0, Specs.one().nodes(0, 1, 1, 2)));

        assertThat(one.placed()).containsExactly("1:0.1@here-host", "1:1.1@here-host", "1:2.1@here-host");
    }

    @Test
    void all_nodes_are_in_one_environment_the_first_that_holds_them() {
        scene.environment("a", 4);
        scene.environment("b", 6);
        scene.queue("queue", 1, false, 0, 1);
        scene.submit(job(0, Specs.one().nodes(0, 3, 3)));

        assertThat(scene.placed()).containsExactly("1:0.1@b-host", "1:1.1@b-host");
    }

    @Test
    void the_main_node_is_launched_first_and_the_others_when_it_runs() {
        int queue = twoHosts();
        long gang = scene.submit(job(queue, Specs.one().nodes(1, 1, 2)));
        assertThat(scene.placed()).containsExactly("1:1.1@here-host", "1:0.1@here-host");
        assertThat(scene.launched()).isEmpty();
        assertThat(scene.explain(gang, 0)).hasToString("STARTING: is launched when main node 1 runs");

        scene.start(gang, 1);

        assertThat(scene.launched()).containsExactly("1.1");
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);
        assertThat(scene.status(gang, 0)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void nothing_more_is_launched_once_the_main_node_was_asked_to_stop() {
        twoHosts();
        long run = scene.openRun();
        JobSpec nodes = Specs.one().nodes(0, 1, 1);
        long gang = scene.submit(new Submission("gang", 0, nodes, 0, false, List.of(), run, null));
        scene.act(machine -> machine.sealWorkflow(run, 0, Scene.SECOND));
        scene.pass(2 * Scene.SECOND);
        assertThat(scene.stops()).containsExactly("2:0 TIMED_OUT Workflow run duration exceeded timeout");

        scene.start(gang, 0);

        assertThat(scene.launched()).isEmpty();
        scene.exit(gang, 0, 143);
        assertThat(scene.end(gang)).isEqualTo("FAILED ATTEMPT Workflow run duration exceeded timeout");
    }

    @Test
    void the_end_of_the_main_node_is_the_end_of_the_job_and_the_others_are_stopped() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 1, 1, 1));
        scene.exit(gang, 0, 0);
        assertThat(scene.stops()).containsExactly("1:1 TERMINATED Main node ended", "1:2 TERMINATED Main node ended");
        assertThat(scene.end(gang)).isNull();
        scene.exit(gang, 1, 143);
        assertThat(scene.end(gang)).isNull();

        scene.exit(gang, 2, 143);

        assertThat(scene.end(gang)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.machine().state().jobs.rows().size()).isEqualTo(1);
    }

    @Test
    void the_status_and_the_reason_of_the_job_come_from_the_main_node() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 1, 1));
        scene.exit(gang, 1, 0);
        scene.exit(gang, 0, 3);

        assertThat(scene.end(gang)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void the_death_of_another_node_is_ignored() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 1, 1));
        scene.exit(gang, 1, 137);
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);
        assertThat(scene.explain(gang, 1)).hasToString("RUNNABLE: has ended; the job ends with main node 0");
        assertThat(scene.stops()).isEmpty();

        scene.exit(gang, 0, 0);

        assertThat(scene.end(gang)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_failure_of_the_main_node_is_retried_when_all_nodes_have_ended() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().attempts(2).nodes(0, 2, 2, 2));
        scene.exit(gang, 0, 1);
        scene.exit(gang, 1, 143);
        assertThat(scene.placed()).hasSize(3);

        scene.exit(gang, 2, 143);

        assertThat(scene.placed().subList(3, 6)).allMatch(each -> each.contains(".2@"));
        scene.start(gang, 0);
        scene.exit(gang, 1, 0);
        scene.exit(gang, 2, 0);
        scene.exit(gang, 0, 0);
        assertThat(scene.end(gang)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_failure_of_another_node_is_not_retried() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().attempts(3).nodes(0, 1, 1));
        scene.exit(gang, 1, 1);
        scene.exit(gang, 0, 0);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(gang)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void the_timeout_covers_the_whole_job() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().timeout(10 * SECOND).attempts(3).nodes(0, 1, 1));
        scene.pass(10 * SECOND);
        assertThat(scene.stops())
                .containsExactly(
                        "1:0 TIMED_OUT Job attempt duration exceeded timeout",
                        "1:1 TIMED_OUT Job attempt duration exceeded timeout");
        scene.exit(gang, 1, 143);
        scene.exit(gang, 0, 0);

        assertThat(scene.end(gang)).isEqualTo("FAILED ATTEMPT Job attempt duration exceeded timeout");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void the_loss_of_the_host_of_the_main_node_is_an_interruption() {
        int queue = twoHosts();
        scene.host("c", 4);
        long gang = runs(queue, Specs.one().attempts(2, ON_LOSS, NOT_ELSE).nodes(0, 4, 4));
        String mainHost = scene.placed().get(0).substring("1:0.1@".length());
        scene.act(machine -> machine.hostLost(0, mainHost, "Host EC2 (instance i-1) terminated."));
        assertThat(scene.placed()).hasSize(2);

        scene.exit(gang, 1, 143);

        assertThat(scene.placed()).hasSize(4).noneMatch(each -> each.endsWith(".2@" + mainHost));
    }

    @Test
    void the_loss_of_the_host_of_another_node_is_ignored() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 4, 4));
        String otherHost = scene.placed().get(1).substring("1:1.1@".length());
        scene.act(machine -> machine.hostLost(0, otherHost, "Host EC2 (instance i-1) terminated."));
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);

        scene.exit(gang, 0, 0);

        assertThat(scene.end(gang)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_main_node_that_does_not_start_ends_the_others_before_they_are_launched() {
        int queue = twoHosts();
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 1, 1)));
        scene.act(machine -> machine.ended(
                gang, 0, 1, EndKind.START_FAILED, 0, false, "CannotPullContainerError: no such image", 0));

        assertThat(scene.end(gang)).isEqualTo("FAILED ATTEMPT Task failed to start");
        assertThat(scene.launched()).isEmpty();
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void terminate_stops_every_node_and_is_never_retried() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().attempts(3).nodes(0, 1, 1));
        scene.act(machine -> machine.terminate(gang, -1, "enough"));
        scene.act(machine -> machine.terminate(gang, -1, "enough again"));
        assertThat(scene.stops())
                .containsExactly("1 TERMINATED enough", "1:0 TERMINATED enough", "1:1 TERMINATED enough");
        scene.exit(gang, 0, 143);
        scene.exit(gang, 1, 143);

        assertThat(scene.end(gang)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void terminate_before_the_main_node_runs_launches_no_other() {
        int queue = twoHosts();
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 1, 1)));
        scene.act(machine -> machine.terminate(gang, -1, "enough"));
        scene.start(gang, 0);
        assertThat(scene.launched()).isEmpty();

        scene.exit(gang, 0, 143);

        assertThat(scene.end(gang)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.stops()).containsExactly("1 TERMINATED enough", "1:0 TERMINATED enough");
    }

    @Test
    void terminate_while_the_other_nodes_end_keeps_the_job_from_being_retried() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().attempts(3).nodes(0, 1, 1));
        scene.exit(gang, 0, 1);
        scene.act(machine -> machine.terminate(gang, -1, "enough"));
        scene.exit(gang, 1, 143);

        assertThat(scene.end(gang)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void a_node_alone_is_neither_cancelled_nor_terminated() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 1, 1));
        scene.act(machine -> machine.terminate(gang, 1, "one"));
        scene.act(machine -> machine.cancel(gang, 0, "one"));

        assertThat(scene.stops()).isEmpty();
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void cancel_fails_a_job_whose_nodes_wait() {
        int queue = twoHosts();
        scene.submit(job(queue, vcpus(3)));
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 4, 4)));
        scene.act(machine -> machine.cancel(gang, -1, "not wanted"));

        assertThat(scene.end(gang)).isEqualTo("FAILED CANCELLED not wanted");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void an_unknown_outcome_of_the_main_node_holds_the_job_and_one_of_another_is_ignored() {
        int queue = twoHosts();
        long gang = runs(queue, Specs.one().nodes(0, 1, 1));
        scene.act(machine -> machine.ended(gang, 1, 1, EndKind.UNKNOWN, 0, false, "no answer", 0));
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);
        scene.act(machine -> machine.ended(gang, 0, 1, EndKind.UNKNOWN, 0, false, "no answer", 0));

        assertThat(scene.explain(gang, -1)).hasToString("RUNNABLE: held: Outcome unknown: no answer");
        assertThat(scene.end(gang)).isNull();
    }

    @Test
    void a_job_whose_nodes_together_exceed_what_an_environment_may_have_is_refused_before_any_host_is_known() {
        Scene empty = new Scene();
        empty.act(machine -> {
            int unused = machine.addEnvironment("small", 8_000);
        });
        empty.queue("queue", 1, false, 0);

        assertThat(empty.offer(job(0, Specs.one().nodes(0, 3, 3, 3))))
                .isEqualTo(new SubmitReply.Refused(
                        "its 3 nodes together need 9 vCPU, 192 MiB memory; environment small may"
                                + " have 8 vCPU at the most"));
        assertThat(empty.offer(job(0, Specs.one().nodes(0, 3, 3, 2)))).isInstanceOf(SubmitReply.Accepted.class);
    }

    @Test
    void a_job_whose_nodes_all_hosts_together_can_never_hold_is_refused() {
        int queue = twoHosts();
        SubmitReply reply = scene.offer(job(queue, Specs.one().nodes(0, 3, 3, 3)));

        assertThat(reply)
                .isEqualTo(new SubmitReply.Refused("its 3 nodes together need 9 vCPU, 192 MiB memory; the 2 hosts of"
                        + " environment here can hold only 2 of them at once"));
    }

    @Test
    void a_job_of_several_nodes_counts_once_against_the_limit_of_its_queue() {
        scene.environment("here", 8);
        int queue = scene.queue(new Queue(0, "queue", 1, new int[] {0}, false, PATIENCE, 1, 0, List.of(), null));
        long gang = runs(queue, Specs.one().nodes(0, 1, 1));
        long waits = scene.submit(job(queue, vcpus(1)));
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(gang, 0, 0);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);

        scene.exit(gang, 1, 143);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void small_jobs_pass_a_multi_node_job_until_hosts_are_kept_for_all_its_nodes() {
        int queue = twoHosts();
        long one = scene.submit(job(queue, vcpus(3)));
        long other = scene.submit(job(queue, vcpus(3)));
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 4, 4)));
        long passes = scene.submit(job(queue, vcpus(1)));
        scene.exit(passes, 0);
        scene.pass(PATIENCE);
        assertThat(scene.reservations()).containsExactly("3@here-host+b");
        long waits = scene.submit(job(queue, vcpus(1)));
        scene.exit(one, 0);
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(gang, -1))
                .hasToString("RUNNABLE: kept for it in here: here-host, b; waits for 1 attempt to end there, which may"
                        + " take any time");

        scene.exit(other, 0);

        assertThat(scene.status(gang)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.reservations()).containsExactly("3@here-host+b", "-3");
    }

    @Test
    void it_is_told_for_how_many_nodes_there_is_room() {
        int queue = twoHosts();
        scene.submit(job(queue, vcpus(3)));
        long gang = scene.submit(job(queue, Specs.one().nodes(0, 2, 2, 2)));

        assertThat(scene.explain(gang, -1))
                .hasToString(
                        "RUNNABLE: no room in here for all 3 nodes, which together need 6 vCPU, 192 MiB memory; its"
                                + " 2 hosts have room for 2");
    }

    @Test
    void a_fold_and_a_checkpoint_keep_the_nodes_and_how_the_main_node_ended() {
        int queue = twoHosts();
        long gang = scene.submit(job(queue, Specs.one().attempts(2).nodes(0, 2, 2, 2)));
        assertSameAfterFold();
        scene.start(gang, 0);
        scene.exit(gang, 1, 1);
        assertSameAfterFold();
        scene.exit(gang, 0, 1);
        assertSameAfterFold();
        scene.driver().checkpoint();
        assertSameAfterFold();

        scene.exit(gang, 2, 143);

        assertThat(scene.placed()).hasSize(6);
        assertSameAfterFold();
    }

    private void assertSameAfterFold() {
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    /** Two hosts of four vCPUs. */
    private int twoHosts() {
        scene.environment("here", 4);
        scene.host("b", 4);
        return scene.queue(Queue.plain(0, "queue", 1, false, 0).patience(PATIENCE));
    }

    /** A job all of whose nodes have been launched; its main node runs. */
    private long runs(int queue, JobSpec spec) {
        long gang = scene.submit(job(queue, spec));
        scene.start(gang, java.util.Objects.requireNonNull(spec.gang()).mainNode());
        assertThat(scene.status(gang)).isEqualTo(JobStatus.RUNNING);
        return gang;
    }
}
