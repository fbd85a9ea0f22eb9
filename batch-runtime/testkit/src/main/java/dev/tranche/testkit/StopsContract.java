package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Backend;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whom a stop reaches, and that closing reaches all. */
abstract class StopsContract extends ContractTopic {
    StopsContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void a_stop_reaches_a_program_as_sigterm() {
        AttemptId attempt = launch(shell("""
                trap 'echo asked; exit 7' TERM
                echo ready
                while :; do sleep 1 & wait $!; done
                """));
        awaitLine(attempt, "ready");

        backend.stop(attempt, LONG_GRACE);

        assertThat(end(attempt)).satisfies(exited(7));
        assertThat(out(attempt)).isEqualTo("ready\nasked\n");
    }

    @Test
    void a_program_that_ignores_sigterm_is_killed_after_its_grace() {
        AttemptId attempt = launch(shell("""
                trap '' TERM
                echo ready
                while :; do sleep 1; done
                """));
        awaitLine(attempt, "ready");
        Duration grace = Duration.ofMillis(500);
        long before = System.nanoTime();

        backend.stop(attempt, grace);

        assertThat(end(attempt)).satisfies(this::wasKilled);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(grace);
    }

    @Test
    void a_second_stop_is_allowed_and_there_is_one_end() {
        AttemptId attempt = launch(shell("""
                trap '' TERM
                echo ready
                while :; do sleep 1; done
                """));
        awaitLine(attempt, "ready");

        backend.stop(attempt, LONG_GRACE);
        backend.stop(attempt, NO_GRACE);

        assertThat(end(attempt)).satisfies(this::wasKilled);
        backend.stop(attempt, NO_GRACE);
        assertThat(end(launch(shell("true")))).satisfies(exited(0));
        assertThat(reports.ends(attempt)).hasSize(1);
    }

    @Test
    void an_attempt_that_is_stopped_right_after_its_launch_does_not_run_on() {
        String argument = uniqueArgument();
        for (int i = 0; i < 20; i++) {
            AttemptId attempt = launch(shell("exec sleep " + argument));
            backend.stop(attempt, NO_GRACE);

            assertThat(end(attempt)).isNotInstanceOf(AttemptEnd.Unknown.class);
        }
        assertThat(isAlive(argument)).isFalse();
    }

    @Test
    void a_stop_before_the_launch_has_no_effect() {
        AttemptId attempt = next();
        backend.stop(attempt, NO_GRACE);

        launch(attempt, build(shell("exit 5")), Map.of(), Optional.empty());

        assertThat(end(attempt)).satisfies(exited(5));
    }

    @Test
    void a_stop_reaches_grandchildren() {
        String argument = uniqueArgument();
        AttemptId attempt = launch(shell("""
                sh -c 'sh -c "sleep %s" & sleep %s' &
                echo ready
                wait
                """.formatted(argument, argument)));
        awaitLine(attempt, "ready");
        awaitAlive(argument);

        backend.stop(attempt, Duration.ofSeconds(1));

        assertThat(end(attempt)).isNotNull();
        assertThat(isAlive(argument)).isFalse();
    }

    @Test
    void a_stop_reaches_daemons() {
        String argument = uniqueArgument();
        AttemptId attempt = launch(shell("""
                setsid sh -c 'setsid sleep %s </dev/null >/dev/null 2>&1 & exit 0'
                echo ready
                sleep 1000
                """.formatted(argument)));
        awaitLine(attempt, "ready");
        awaitAlive(argument);

        backend.stop(attempt, Duration.ofSeconds(1));

        assertThat(end(attempt)).isNotNull();
        assertThat(isAlive(argument)).isFalse();
    }

    @Test
    void closing_kills_everything_and_a_second_close_does_nothing() {
        String argument = uniqueArgument();
        RecordingReports own = new RecordingReports();
        Backend other = open(own);
        AttemptId attempt = next();
        try {
            other.launch(launchOf(attempt, build(shell("setsid sleep " + argument + " & sleep " + argument))));
            assertThat(own.awaitStarts(attempt, 1, patience())).hasSize(1);
            awaitAlive(argument);
        } finally {
            other.close();
        }

        assertThat(isAlive(argument)).isFalse();
        other.close();
        assertThatThrownBy(() -> other.launch(launchOf(next(), build(shell("true")))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(own.ends(attempt)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_backend_that_was_never_used_closes() {
        Backend other = open(new RecordingReports());

        other.close();

        assertThat(end(launch(shell("true")))).satisfies(exited(0));
    }
}
