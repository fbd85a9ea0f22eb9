package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.FairShare;
import dev.tranche.runtime.internal.state.Queue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Jobs that go to another queue or get another priority, which AWS does not have for jobs of containers. */
class MoveScenarioTest {
    private static final long BOTH = 0b11;

    private final Scene scene = new Scene();
    private final int fast;
    private final int slow;

    MoveScenarioTest() {
        scene.environment("first", 4);
        scene.environment("second", 4);
        fast = scene.queue("fast", 10, false, 0);
        slow = scene.queue("slow", 1, false, 1);
    }

    private @Nullable String move(long job, int index, int queue, long able) {
        @Nullable String[] refusal = new @Nullable String[1];
        scene.act(machine -> refusal[0] = machine.moveTo(job, index, queue, able));
        return refusal[0];
    }

    private @Nullable String priority(long job, int index, int priority) {
        @Nullable String[] refusal = new @Nullable String[1];
        scene.act(machine -> refusal[0] = machine.changePriority(job, index, priority));
        return refusal[0];
    }

    private void foldIsTheSame() {
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
    }

    @Test
    void a_waiting_job_goes_to_another_queue_and_runs_there() {
        long running = scene.submit(job(fast, Scene.vcpus(4)));
        long moved = scene.submit(job(fast, Scene.vcpus(4)));
        assertThat(move(moved, -1, slow, BOTH)).isNull();

        assertThat(scene.placed()).containsExactly("1.1@first-host", "2.1@second-host");
        foldIsTheSame();
        scene.exit(moved, 0);
        assertThat(scene.end(moved)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.end(running)).isNull();
    }

    @Test
    void a_moved_job_keeps_its_place_among_those_who_became_ready_before_and_after_it() {
        long blocksFirst = scene.submit(job(fast, Scene.vcpus(4)));
        long blocksSecond = scene.submit(job(slow, Scene.vcpus(4)));
        long earlier = scene.submit(job(fast, Scene.vcpus(4)));
        long later = scene.submit(job(slow, Scene.vcpus(4)));
        assertThat(move(earlier, -1, slow, BOTH)).isNull();
        foldIsTheSame();
        scene.exit(blocksSecond, 0);

        assertThat(scene.status(earlier)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(later)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.end(blocksFirst)).isNull();
    }

    @Test
    void an_array_moves_with_its_waiting_children_and_those_that_run_stay() {
        long array = scene.submit(array(fast, Specs.one().attempts(2).vcpus(4), 3, false));
        assertThat(move(array, -1, slow, BOTH)).isNull();
        assertThat(scene.placed()).containsExactly("1:0.1@first-host", "1:1.1@second-host");
        foldIsTheSame();
        scene.exit(array, 1, 1);
        assertThat(scene.placed()).last().isEqualTo("1:1.2@second-host");
        scene.exit(array, 0, 1);
        scene.exit(array, 1, 0);

        assertThat(scene.placed()).last().isEqualTo("1:0.2@second-host");
        foldIsTheSame();
    }

    @Test
    void a_job_that_waits_at_its_gate_waits_in_the_other_queue_when_it_opens() {
        long before = scene.submit(job(fast, Scene.vcpus(1)));
        long moved = scene.submit(job(fast, Scene.vcpus(1), MachineDriver.after(before)));
        assertThat(move(moved, -1, slow, BOTH)).isNull();
        scene.exit(before, 0);

        assertThat(scene.placed()).last().isEqualTo("2.1@second-host");
    }

    @Test
    void what_was_learnt_about_memory_goes_along() {
        long job = scene.submit(job(
                fast, Specs.one().memory(100).attempts(3).moreMemory(200, 1_000).vcpus(4)));
        long blocks = scene.submit(job(fast, Scene.vcpus(1)));
        scene.act(machine -> machine.hostDraining(0, "first-host", "maintenance"));
        scene.outOfMemory(job);
        assertThat(move(job, -1, slow, BOTH)).isNull();

        assertThat(scene.placed()).last().isEqualTo("1.2@second-host");
        assertThat(scene.machine().state().hosts.freeMemoryMib(1)).isEqualTo(65_536 - 200);
        assertThat(scene.end(blocks)).isNull();
    }

    @Test
    void a_queue_that_could_never_run_a_job_refuses_it() {
        int tiny = tinyQueue();
        scene.submit(job(fast, Scene.vcpus(4)));
        long waiting = scene.submit(job(fast, Scene.vcpus(4)));

        assertThat(move(waiting, -1, tiny, 0b100))
                .isEqualTo(
                        "needs 4 vCPU, 64 MiB memory; the largest host of environment tiny has 1 vCPU, 64 GiB memory");
        assertThat(move(waiting, -1, tiny, 0)).isEqualTo("no environment of queue tiny is able to run it");
        scene.act(machine -> machine.disableQueue(slow, "closed for the night"));
        assertThat(move(waiting, -1, slow, BOTH))
                .isEqualTo("queue slow is disabled and takes no new jobs: closed for the night");
        assertThat(scene.placed()).hasSize(1);
    }

    private int tinyQueue() {
        scene.environment("tiny", 1);
        return scene.queue("tiny", 1, false, 2);
    }

    @Test
    void a_queue_with_shares_takes_a_job_that_has_one_and_one_without_forgets_it() {
        FairShare policy = new FairShare(0, 0, true, List.of());
        int shared =
                scene.queue(new Queue(2, "shared", 1, new int[] {1}, false, Long.MAX_VALUE, 0, 0, List.of(), policy));
        scene.submit(job(fast, Scene.vcpus(4)));
        long without = scene.submit(job(fast, Scene.vcpus(4)));
        scene.submit(new Submission("job", shared, Scene.vcpus(4), 0, false, List.of(), 0, null, "a", 0));
        long with = scene.submit(new Submission("job", shared, Scene.vcpus(4), 0, false, List.of(), 0, null, "b", 0));

        assertThat(move(without, -1, shared, BOTH))
                .isEqualTo("queue shared has a fair share, so a job has to say its share (shareIdentifier)");
        assertThat(move(with, -1, fast, BOTH)).isNull();
        foldIsTheSame();
        assertThat(scene.status(with)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void a_higher_priority_is_served_first_within_its_share() {
        FairShare policy = new FairShare(0, 0, true, List.of());
        int shared =
                scene.queue(new Queue(2, "shared", 1, new int[] {1}, false, Long.MAX_VALUE, 0, 0, List.of(), policy));
        long running = scene.submit(shared(shared, 5));
        long first = scene.submit(shared(shared, 5));
        long second = scene.submit(shared(shared, 5));
        assertThat(priority(second, -1, 9)).isNull();
        foldIsTheSame();
        scene.exit(running, 0);

        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(first)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(priority(second, -1, 1)).isNull();
        scene.exit(second, 0);
        assertThat(scene.end(second)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    private static Submission shared(int queue, int priority) {
        return new Submission("job", queue, Scene.vcpus(4), 0, false, List.of(), 0, null, "a", priority);
    }

    @Test
    void what_runs_has_ended_or_is_a_child_does_not_move() {
        long running = scene.submit(job(fast, Scene.vcpus(1)));
        long ended = scene.submit(job(fast, Scene.vcpus(1)));
        scene.exit(ended, 0);
        long array = scene.submit(array(fast, Scene.vcpus(4), 2, false));

        assertThat(move(running, -1, slow, BOTH))
                .isEqualTo("it is STARTING; only a job that waits can go to another queue");
        assertThat(move(ended, -1, slow, BOTH)).isEqualTo("it has ended");
        assertThat(move(array, 0, slow, BOTH))
                .isEqualTo("it is the child of an array, and goes where that goes; say it of the array");
        assertThat(move(array + 1, -1, slow, BOTH)).isEqualTo("it is not known any more");
        assertThat(priority(ended, -1, 3)).isEqualTo("it has ended");
        assertThat(move(array, -1, fast, BOTH)).isNull();
        assertThat(scene.placed()).hasSize(2);
    }
}
