package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.simulation.Night.COUNT;
import static dev.tranche.runtime.simulation.Night.HERE;
import static dev.tranche.runtime.simulation.Night.PATIENT;
import static dev.tranche.runtime.simulation.Night.QUEUE;
import static dev.tranche.runtime.simulation.Night.SPOT;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Predecessor;
import dev.tranche.model.Workflow;
import dev.tranche.runtime.JobDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private static Workflow diamond() {
        var genome = workflow("genome");
        var split = genome.add(job("split", COUNT));
        var left = genome.add(job("left", PATIENT).after(split));
        var right = genome.add(job("right", PATIENT).after(split));
        genome.add(job("merge", COUNT).after(left, right));
        return genome.build();
    }

    @Test
    void a_plan_says_what_would_run_where_and_when() {
        Schedule plan = Simulation.of(diamond())
                .takes(ofMinutes(5))
                .takes(PATIENT, ofMinutes(20))
                .plan(QUEUE);
        assertThat(plan.makespan()).isEqualTo(ofMinutes(30));
        assertThat(plan.jobs()).extracting(JobDetail::name).containsExactly("split", "left", "right", "merge");
        assertThat(plan.jobs().get(3).attempts().get(0).placedAt()).isEqualTo(Instant.parse("2026-01-01T00:25:00Z"));
        assertThat(plan.jobs().get(3).attempts().get(0).host().environment()).isEqualTo("spot");
        assertThat(plan.decisions(plan.jobs().get(3).id()))
                .extracting(Decision::kind)
                .containsExactly(Decision.Kind.WAITS, Decision.Kind.PLACED, Decision.Kind.SUCCEEDED);
        assertThat(plan.neverRuns()).isEmpty();
        assertThat(plan).hasToString("4 jobs in 30 min: 4 succeeded, 0 failed (seed 1)");
    }

    @Test
    void a_plan_names_every_job_that_can_never_run_and_why() {
        var genome = workflow("genome");
        var wide = genome.add(job("wide", COUNT).vcpus(64));
        genome.add(job("fine", COUNT).after(wide));
        genome.add(job("big", COUNT).memory(gib(500)));
        Schedule plan = Simulation.of(genome.build()).hosts(SPOT, 2, 8, gib(32)).plan(QUEUE);
        assertThat(plan.jobCount()).isZero();
        assertThat(plan.neverRuns()).extracting(NeverRuns::job).containsExactly("wide", "big");
        assertThat(plan.neverRuns().get(0).reason())
                .isEqualTo("needs 64 vCPU, 64 MiB memory; the largest host of environment spot has 8 vCPU, 32 GiB"
                        + " memory, 1024 GiB disk; the largest host of environment laptop has 4 vCPU, 8 GiB memory, 1024 GiB"
                        + " disk");
        assertThat(plan.summary())
                .contains("never ends  wide: needs 64 vCPU")
                .contains("never ends  big: needs 1 vCPU");
    }

    @Test
    void a_job_above_the_most_of_its_environment_can_never_run() {
        ComputeEnvironment narrow = computeEnvironment("narrow")
                .managed()
                .spot()
                .maxVcpus(2)
                .subnets("subnet-1")
                .instanceRole("ecsInstanceRole")
                .build();
        JobQueue queue = jobQueue("narrow").computeEnvironmentOrder(narrow).build();
        var night = workflow("night");
        night.add(job("wide", COUNT).vcpus(4));

        Schedule plan =
                Simulation.of(night.build()).hosts(narrow, 1, 8, gib(32)).plan(queue);

        assertThat(plan.neverRuns())
                .singleElement()
                .satisfies(never -> assertThat(never.reason())
                        .isEqualTo("needs 4 vCPU, 64 MiB memory; environment narrow may have 2 vCPU at the most"));
    }

    @Test
    void a_workflow_of_a_million_edges_is_planned_to_its_end() {
        int wide = 1_000;
        var dense = workflow("dense");
        List<Predecessor> all = new ArrayList<>();
        for (int each = 0; each < wide; each++) {
            all.add(dense.add(job("first" + each, COUNT)));
        }
        for (int each = 0; each < wide; each++) {
            dense.add(job("second" + each, COUNT).after(all));
        }

        Schedule plan = Simulation.of(dense.build()).keeps(10).plan(QUEUE);

        assertThat(plan.count(JobStatus.SUCCEEDED)).isEqualTo(2 * wide);
        assertThat(plan.neverRuns()).isEmpty();
    }

    @Test
    void what_fails_on_the_way_fails_what_needs_it() {
        Schedule plan = Simulation.of(diamond()).exits(PATIENT, 3).plan(HERE);
        assertThat(plan.count(JobStatus.FAILED)).isEqualTo(3);
        assertThat(plan.attemptCount()).isEqualTo(1 + 10 + 10);
    }

    @Test
    void jobs_with_queues_of_their_own_are_planned_there() {
        var words = workflow("words");
        words.add(job("here", COUNT).queue(HERE));
        words.add(job("night", COUNT).queue(QUEUE));
        Schedule plan = Simulation.of(words.build()).plan();
        assertThat(plan.jobs()).extracting(JobDetail::queue).containsExactlyInAnyOrder("here", "night");
        assertThat(plan.waiting(HERE).count()).isOne();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.of(diamond()).plan())
                .withMessageContaining("workflow genome has jobs that say no queue: [split, left, right, merge]");
    }

    @Test
    void a_plan_of_the_same_seed_is_the_same() {
        DryRun chancy = Simulation.of(diamond())
                .seed(99)
                .takes(ServiceTime.exponential(ofMinutes(10)))
                .fault(SPOT, f -> f.failures(0.5));
        assertThat(chancy.plan(QUEUE).decisions()).isEqualTo(chancy.plan(QUEUE).decisions());
        assertThat(chancy).hasToString("dry run of workflow genome, seed 99");
    }
}
