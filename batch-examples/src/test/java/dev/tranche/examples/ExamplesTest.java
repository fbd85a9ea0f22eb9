package dev.tranche.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExamplesTest {
    @Test
    void hello_script_says_hello() {
        assertThat(Output.of(() -> HelloScript.main(new String[0])))
                .matches("hello from job [0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\n");
    }

    @Test
    void run_executable_multiplies() {
        assertThat(Output.of(() -> RunExecutable.main(new String[0]))).isEqualTo("42\n");
    }

    @Test
    void array_of_colours_is_a_rainbow() {
        assertThat(Output.of(() -> ArrayOfColours.main(new String[0])))
                .isEqualTo("red\norange\nyellow\ngreen\nblue\nindigo\nviolet\n");
    }

    @Test
    void throw_darts_comes_near_to_pi() {
        assertThat(Output.of(() -> ThrowDarts.main(new String[0]))).matches("pi is about 3\\.1[34][0-9]*\n");
    }

    @Test
    void diamond_workflow_counts_fruit() {
        assertThat(Output.of(() -> DiamondWorkflow.main(new String[0]))).isEqualTo("3 with e\n1 with p\n");
    }

    @Test
    void retry_by_rule_tries_again_only_what_the_rule_names() {
        assertThat(Output.of(() -> RetryByRule.main(new String[0]))).isEqualTo("""
                        patient: SUCCEEDED
                          attempt 1 exited with 75
                          attempt 2 exited with 75
                          attempt 3 exited with 0
                        hopeless: FAILED
                          attempt 1 exited with 75
                          attempt 2 exited with 75
                          attempt 3 exited with 1
                        """);
    }

    @Test
    void why_does_it_wait_tells_the_reasons_with_numbers() {
        assertThat(Output.of(() -> WhyDoesItWait.main(new String[0])))
                .contains("second: RUNNABLE: ")
                .contains("no capacity in small: needs 1 vCPU, 64 MiB memory; closest of 1 hosts is ")
                .contains("third: PENDING: waits for 1 job: [");
    }

    @Test
    void plan_the_night_tells_how_long_it_would_be_and_what_would_never_run() {
        assertThat(Output.of(() -> PlanTheNight.main(new String[0])).lines().toList())
                .hasSize(4)
                .satisfies(lines -> {
                    assertThat(lines.get(0))
                            .matches("4 hosts: \\d+ min, 201 jobs in 2\\d\\d attempts, utilisation \\d+ %");
                    assertThat(lines.get(3)).startsWith("on small hosts, merge: needs 8 vCPU, 16 GiB memory;");
                });
    }
}
