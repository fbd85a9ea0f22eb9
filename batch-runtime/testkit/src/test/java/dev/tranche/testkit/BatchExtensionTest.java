package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.RuntimeClosedException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchExtensionTest {
    @BeforeEach
    @AfterEach
    void forget() {
        Samples.OPENED.forEach(BatchRuntime::close);
        Samples.OPENED.clear();
        Samples.SEEN.clear();
        System.clearProperty(Seeds.PROPERTY);
    }

    private static SampleRun run(Class<?>... classes) {
        return SampleRun.of(Map.of(), classes);
    }

    @Test
    void a_test_takes_the_seed_that_is_said_nearest_to_it() {
        assertThat(run(Samples.Fixed.class).failures()).isEmpty();
        assertThat(Samples.SEEN)
                .containsExactly(
                        "simulation of seed 42",
                        "simulation of seed 42",
                        "simulation of seed 43",
                        "simulation of seed 43");
    }

    @Test
    void a_test_without_a_seed_takes_another_each_time_unless_the_run_says_one() {
        assertThat(run(Samples.Free.class).succeeded()).isEqualTo(3);
        assertThat(Set.copyOf(Samples.SEEN)).hasSize(3);
        Samples.SEEN.clear();

        System.setProperty(Seeds.PROPERTY, "7");
        assertThat(run(Samples.Free.class).succeeded()).isEqualTo(3);
        assertThat(Set.copyOf(Samples.SEEN)).containsExactly("simulation of seed 7");

        System.setProperty(Seeds.PROPERTY, "seven");
        assertThat(run(Samples.Free.class).failures())
                .hasSize(3)
                .allSatisfy(failure -> assertThat(failure)
                        .hasMessage("-Dtranche.seed has to be a number, as a failed test prints it: 'seven'"));
    }

    @Test
    void a_failure_tells_its_seed_and_what_happened_and_the_seed_fails_the_same_way() {
        String first = noteOf(run(Samples.Failing.class));
        String seed =
                first.substring(first.indexOf("-Dtranche.seed=") + "-Dtranche.seed=".length(), first.indexOf('\n'));
        assertThat(first)
                .startsWith("to run the same again: @BatchTest(seed = " + seed + ") or -Dtranche.seed=" + seed)
                .contains("8 succeeded, 0 failed (seed " + seed + ")");

        System.setProperty(Seeds.PROPERTY, seed);
        assertThat(noteOf(run(Samples.Failing.class))).isEqualTo(first);
    }

    private static String noteOf(SampleRun run) {
        assertThat(run.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("as it should"));
        Throwable[] notes = run.failures().get(0).getSuppressed();
        assertThat(notes).hasSize(1);
        return String.valueOf(notes[0].getMessage());
    }

    @Test
    void a_large_seed_is_told_as_the_literal_it_has_to_be() {
        assertThat(Seeds.again(1L << 40))
                .isEqualTo("to run the same again: @BatchTest(seed = 1099511627776L) or -Dtranche.seed=1099511627776");
        assertThatIllegalArgumentException().isThrownBy(() -> {
            System.setProperty(Seeds.PROPERTY, "");
            long unused = Seeds.of(BatchTest.ANOTHER_EACH_TIME);
        });
    }

    @Test
    void whatever_a_test_opens_is_closed_after_it() {
        assertThat(run(Samples.Opening.class).failures()).isEmpty();
        assertThat(Samples.OPENED)
                .hasSize(2)
                .allSatisfy(runtime -> assertThatThrownBy(() -> runtime.drain(Duration.ZERO))
                        .isInstanceOf(RuntimeClosedException.class));
    }

    @Test
    void threads_that_are_left_behind_are_named_with_the_test_that_left_them() {
        assertThat(run(Samples.Leaking.class).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith(
                                "threads of a runtime are left behind by Leaking.leaves_threads_behind: ")
                        .hasMessageContaining("batch-loop")
                        .hasMessageEndingWith("close every runtime that is opened, or take it from TestRuntimes"));
    }

    @Test
    void a_simulation_belongs_to_one_test() {
        assertThat(run(Samples.InConstructor.class).failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("Simulation belongs to one test: take it in a test method"));
    }

    @Test
    void tests_run_in_parallel() {
        SampleRun run = SampleRun.of(
                Map.of(
                        "junit.jupiter.execution.parallel.enabled", "true",
                        "junit.jupiter.execution.parallel.config.strategy", "fixed",
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", "4"),
                Samples.Parallel.class);
        assertThat(run.failures()).isEmpty();
        assertThat(run.succeeded()).isEqualTo(40);
        assertThat(Set.copyOf(Samples.SEEN)).hasSize(20);
    }
}
