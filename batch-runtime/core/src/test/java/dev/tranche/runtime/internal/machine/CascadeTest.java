package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.FIRST;
import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Long cascades take many small steps and no stack. */
class CascadeTest {
    private static final int LENGTH = 1_000_000;
    private static final JobSpec SPEC = MachineDriver.spec(1_000, 64);

    private final EndCounter ends = new EndCounter();
    private final MachineDriver driver = new MachineDriver(1, 2 * LENGTH, ends);

    private static final class EndCounter extends OutcomeListener {
        int all;
        int inThisStep;
        int mostInOneStep;

        @Override
        public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
            all++;
            inThisStep++;
            mostInOneStep = Math.max(mostInOneStep, inThisStep);
        }
    }

    CascadeTest() {
        driver.batch(2, machine -> {
            int environment = machine.addEnvironment("here");
            machine.addQueue(Queue.plain(0, "queue", 1, false, environment));
            machine.hostJoined(environment, "host", 1_000, 1_024, 0, 0);
        });
    }

    @Test
    void a_chain_of_a_million_jobs_fails_to_its_end_in_bounded_steps() {
        submitChain();
        driver.step(3, machine -> machine.ended(FIRST, -1, 1, EndKind.EXITED, 1, false, null, 3));
        goOn();

        assertThat(ends.all).isEqualTo(LENGTH);
        assertThat(ends.mostInOneStep).isLessThanOrEqualTo(4_097);
        assertThat(driver.machine().status(FIRST + LENGTH - 1, -1)).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_million_jobs_that_wait_for_one_are_released_in_bounded_steps() {
        driver.step(3, machine -> accept(machine, FIRST, MachineDriver.job(0, SPEC)));
        Submission dependent = MachineDriver.job(0, SPEC, after(FIRST));
        driver.step(3, machine -> {
            for (int each = 1; each < LENGTH; each++) {
                accept(machine, FIRST + each, dependent);
            }
        });
        driver.step(3, machine -> machine.ended(FIRST, -1, 1, EndKind.EXITED, 0, false, null, 3));
        int steps = goOn();

        assertThat(steps).isGreaterThan(LENGTH / 4_097);
        assertThat(driver.machine().status(FIRST + LENGTH - 1, -1)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(driver.machine().status(FIRST + 1, -1)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_graph_of_a_million_edges_is_let_through_in_bounded_steps() {
        int wide = 1_000;
        Submission.Dependency[] all = new Submission.Dependency[wide];
        for (int each = 0; each < wide; each++) {
            all[each] = after(FIRST + each);
        }
        Submission dependent = MachineDriver.job(0, SPEC, all);
        driver.step(3, machine -> {
            for (int each = 0; each < wide; each++) {
                accept(machine, FIRST + each, MachineDriver.job(0, SPEC));
            }
            for (int each = wide; each < 2 * wide; each++) {
                accept(machine, FIRST + each, dependent);
            }
        });
        assertThat(driver.machine().state().edges.rows().size()).isEqualTo(wide * wide);

        int steps = 0;
        for (int each = 0; each < wide; each++) {
            long number = FIRST + each;
            driver.step(4, machine -> machine.ended(number, -1, 1, EndKind.EXITED, 0, false, null, 4));
            steps += goOn();
        }

        assertThat(steps).isGreaterThan(wide * wide / 4_097);
        assertThat(driver.machine().state().edges.rows().size()).isZero();
        assertThat(driver.machine().status(FIRST + wide, -1)).isEqualTo(JobStatus.STARTING);
        assertThat(driver.machine().status(FIRST + 2 * wide - 1, -1)).isEqualTo(JobStatus.RUNNABLE);
    }

    private void submitChain() {
        driver.step(3, machine -> accept(machine, FIRST, MachineDriver.job(0, SPEC)));
        driver.step(3, machine -> {
            for (int each = 1; each < LENGTH; each++) {
                accept(machine, FIRST + each, MachineDriver.job(0, SPEC, after(FIRST + each - 1)));
            }
        });
    }

    private static void accept(Machine machine, long number, Submission job) {
        SubmitReply reply = machine.submit(number, job);
        if (!(reply instanceof SubmitReply.Accepted)) {
            throw new AssertionError("not accepted: " + reply);
        }
    }

    private int goOn() {
        int steps = 0;
        while (driver.machine().hasMoreToDo()) {
            ends.inThisStep = 0;
            driver.step(4, machine -> {});
            steps++;
        }
        return steps;
    }
}
