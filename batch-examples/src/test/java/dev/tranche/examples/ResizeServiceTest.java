package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.ref;
import static dev.tranche.testkit.BatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.simulation.Schedule;
import dev.tranche.runtime.simulation.SimulatedRuntime;
import dev.tranche.runtime.simulation.Simulation;
import dev.tranche.testkit.BatchTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Production code that takes a runtime is tested as it is, in virtual time. */
@BatchTest
class ResizeServiceTest {
    private static final ComputeEnvironment LAPTOP =
            computeEnvironment("laptop").local().vcpus(4).memory(gib(8)).build();
    private static final JobQueue HERE =
            jobQueue("here").computeEnvironmentOrder(LAPTOP).build();
    private static final JobDefinition RESIZE = jobDefinition("resize")
            .executable("convert", ref("in"), "-resize", "50%", "out.png")
            .vcpus(1)
            .memory(mib(256))
            .retry(r -> r.attempts(3))
            .build();

    private static URI picture(int number) {
        return URI.create("s3://pictures/" + number + ".png");
    }

    @Test
    void a_lost_host_delays_the_pictures_but_does_not_lose_them(Simulation simulation) {
        try (SimulatedRuntime runtime = simulation
                .takes(RESIZE, Duration.ofMinutes(4))
                .fault(LAPTOP, f -> f.hostLostAt(Duration.ofMinutes(30)))
                .open(HERE)) {
            ResizeService service = new ResizeService(runtime, HERE, RESIZE);
            List<CompletionStage<String>> answers = IntStream.range(0, 100)
                    .mapToObj(number -> service.resize("request-" + number, picture(number)))
                    .toList();

            Schedule schedule = runtime.untilIdle();

            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompletedWithValue("done"));
            assertThat(schedule)
                    .everyJobSucceeded()
                    .hasAttempts(4, AttemptVerdict.INTERRUPTED)
                    .makespanAtMost(Duration.ofHours(2));
        }
    }

    @Test
    void the_same_request_is_the_same_job(Simulation simulation) {
        try (SimulatedRuntime runtime = simulation.open(HERE)) {
            ResizeService service = new ResizeService(runtime, HERE, RESIZE);
            CompletionStage<String> first = service.resize("request", picture(1));
            CompletionStage<String> second = service.resize("request", picture(1));

            String both = runtime.await(first.thenCombine(second, (a, b) -> a + " and " + b));

            assertThat(both).isEqualTo("done and done");
            assertThat(runtime.schedule().jobCount()).isOne();
        }
    }

    @Test
    void a_picture_that_cannot_be_read_is_answered_with_the_reason(Simulation simulation) {
        try (SimulatedRuntime runtime = simulation.exits(RESIZE, 2).open(HERE)) {
            ResizeService service = new ResizeService(runtime, HERE, RESIZE);
            CompletionStage<String> answer = service.resize("request", picture(1));

            Schedule schedule = runtime.untilIdle();

            assertThat(answer).isCompletedWithValue("Essential container in task exited");
            assertThat(schedule).hasAttempts(3, AttemptVerdict.FAILED);
        }
    }
}
