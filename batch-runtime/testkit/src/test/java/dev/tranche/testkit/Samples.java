package dev.tranche.testkit;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.testkit.Batches.COUNT;
import static dev.tranche.testkit.Batches.HERE;
import static dev.tranche.testkit.Batches.REAL;

import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.simulation.ServiceTime;
import dev.tranche.runtime.simulation.SimulatedRuntime;
import dev.tranche.runtime.simulation.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Test classes that the tests of the extension run; not found by a build, since no name of them ends with Test. */
final class Samples {
    static final List<String> SEEN = new CopyOnWriteArrayList<>();
    static final List<BatchRuntime> OPENED = new CopyOnWriteArrayList<>();

    private Samples() {}

    private static void see(Simulation simulation) {
        SEEN.add(simulation.toString());
    }

    @BatchTest(seed = 42)
    static class Fixed {
        @BeforeEach
        void before(Simulation simulation) {
            see(simulation);
        }

        @Test
        void takes_the_seed_of_its_class(Simulation simulation) {
            see(simulation);
        }

        @Nested
        class Inside {
            @Test
            @BatchTest(seed = 43)
            void takes_its_own_seed(Simulation simulation) {
                see(simulation);
            }
        }
    }

    @BatchTest
    static class Free {
        @RepeatedTest(3)
        void takes_another_seed_each_time(Simulation simulation) {
            see(simulation);
        }
    }

    @BatchTest
    static class Failing {
        @Test
        void fails(Simulation simulation) {
            see(simulation);
            SimulatedRuntime runtime = simulation
                    .takes(ServiceTime.exponential(Duration.ofMinutes(10)))
                    .open(HERE);
            runtime.submit(job("count", COUNT).array(8), HERE);
            runtime.untilIdle();
            throw new AssertionError("as it should");
        }
    }

    @BatchTest
    static class Opening {
        @Test
        void opens_and_leaves_open(Simulation simulation, TestRuntimes runtimes) {
            OPENED.add(simulation.open(HERE));
            BatchRuntime real = runtimes.open(REAL);
            OPENED.add(real);
            real.submit(job("count", COUNT), REAL).await(Duration.ofSeconds(20)).orThrow();
        }
    }

    @BatchTest
    static class Leaking {
        @Test
        void leaves_threads_behind() {
            OPENED.add(BatchRuntime.inMemory().queues(REAL).open());
        }
    }

    @BatchTest
    static class InConstructor {
        InConstructor(Simulation simulation) {
            see(simulation);
        }

        @Test
        void is_never_run() {}
    }

    @BatchTest
    @Execution(ExecutionMode.CONCURRENT)
    static class Parallel {
        @RepeatedTest(20)
        @Execution(ExecutionMode.CONCURRENT)
        void simulates(Simulation simulation) {
            see(simulation);
            try (SimulatedRuntime runtime = simulation.open(HERE)) {
                runtime.submit(job("count", COUNT).array(50), HERE);
                BatchAssertions.assertThat(runtime.untilIdle()).everyJobSucceeded();
            }
        }

        @RepeatedTest(20)
        @Execution(ExecutionMode.CONCURRENT)
        void runs(TestRuntimes runtimes) {
            BatchRuntime runtime = runtimes.open(REAL);
            BatchAssertions.assertThat(runtime.submit(job("count", COUNT), REAL).await(Duration.ofSeconds(20)))
                    .succeeded();
        }
    }
}
