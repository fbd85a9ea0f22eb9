package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capability;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How attempts start and end, and what is refused before they do. */
abstract class EndsContract extends ContractTopic {
    EndsContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void an_exit_code_is_reported_as_it_is() {
        Map<Integer, AttemptId> attempts = new LinkedHashMap<>();
        for (int code : new int[] {0, 1, 2, 42, 75, 126, 127, 128, 137, 255}) {
            attempts.put(code, launch(shell("exit " + code)));
        }

        attempts.forEach((code, attempt) -> assertThat(end(attempt))
                .isInstanceOfSatisfying(AttemptEnd.Exited.class, exited -> {
                    assertThat(exited.code()).isEqualTo(code);
                    assertThat(exited.outOfMemory()).isFalse();
                }));
    }

    @Test
    void an_end_by_a_signal_is_told_apart_from_an_exit_code() {
        assume(Capability.SIGNALS);
        for (int signal : new int[] {6, 9, 11, 15}) {
            AttemptId attempt = launch(shell("kill -" + signal + " $$; sleep 100"));

            assertThat(end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Signaled.class,
                            ended -> assertThat(ended.signal()).isEqualTo(signal));
        }
    }

    @Test
    void an_attempt_starts_once_and_ends_once_in_that_order() {
        Instant before = Instant.now();
        AttemptId attempt = launch(shell("true"));

        AttemptEnd end = end(attempt);

        List<Instant> starts = reports.starts(attempt);
        assertThat(starts).hasSize(1);
        assertThat(end.at()).isAfterOrEqualTo(starts.get(0));
        assertThat(starts.get(0)).isAfter(before.minusSeconds(1));
        assertThat(reports.ends(attempt)).hasSize(1);
    }

    @Test
    void an_attempt_ends_with_its_main_process_and_leaves_nothing_behind() {
        String argument = uniqueArgument();
        AttemptId attempt = launch(shell("""
                sleep %s &
                setsid sleep %s &
                setsid sh -c 'trap "" TERM HUP; setsid sleep %s & exit 0'
                exit 4
                """.formatted(argument, argument, argument)));

        assertThat(end(attempt)).satisfies(exited(4));
        assertThat(isAlive(argument)).isFalse();
    }

    @Test
    void many_attempts_run_at_once() {
        int many = many();
        List<AttemptId> attempts = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            attempts.add(launch(shell("echo " + i + "; exit " + i % 7)));
        }

        for (int i = 0; i < many; i++) {
            assertThat(end(attempts.get(i))).satisfies(exited(i % 7));
            assertThat(out(attempts.get(i))).isEqualTo(i + "\n");
        }
    }

    @Test
    void a_program_that_takes_too_much_memory_is_killed_and_the_end_says_why() {
        assume(Capability.MEMORY_LIMIT);
        AttemptId attempt = launch(build(shell("tail /dev/zero")).toBuilder()
                .memory(MemorySize.mib(16))
                .build());

        assertThat(end(attempt))
                .satisfiesAnyOf(
                        end -> assertThat(end)
                                .isInstanceOfSatisfying(
                                        AttemptEnd.Exited.class,
                                        exited ->
                                                assertThat(exited.outOfMemory()).isTrue()),
                        end -> assertThat(end)
                                .isInstanceOfSatisfying(
                                        AttemptEnd.Signaled.class,
                                        killed ->
                                                assertThat(killed.outOfMemory()).isTrue()));
    }

    @Test
    void an_unknown_program_is_refused_and_does_not_start() {
        assume(Capability.EXECUTABLE);
        JobDefinition definition = sized(JobDefinition.named("contract").executable("/no/such/program", "x"));

        AttemptId attempt = launch(definition);

        assertThat(backend.refusal(definition))
                .hasValueSatisfying(
                        refusal -> assertThat(refusal).contains("executable").contains("/no/such/program"));
        assertThat(end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason()).contains("/no/such/program"));
        assertThat(reports.starts(attempt)).isEmpty();
    }

    @Test
    void what_can_run_here_is_not_refused_and_what_cannot_is_refused_by_name() {
        assertThat(backend.refusal(build(shell("true")))).isEmpty();
        if (!backend.capabilities().contains(Capability.CONTAINER)) {
            assertThat(backend.refusal(sized(JobDefinition.named("contract").image("busybox"))))
                    .hasValueSatisfying(refusal -> assertThat(refusal).contains("image"));
        }
        if (!backend.capabilities().contains(Capability.SCRIPT)) {
            assertThat(backend.refusal(sized(JobDefinition.named("contract").script("true"))))
                    .hasValueSatisfying(refusal -> assertThat(refusal).contains("script"));
        }
        if (!backend.capabilities().contains(Capability.EXECUTABLE)) {
            assertThat(backend.refusal(sized(JobDefinition.named("contract").executable("/bin/true"))))
                    .hasValueSatisfying(refusal -> assertThat(refusal).contains("executable"));
        }
    }
}
