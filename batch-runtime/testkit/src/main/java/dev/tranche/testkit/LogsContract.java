package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.LogLine;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What programs print: kept apart, in order, to be followed, and there until the job is forgotten. */
abstract class LogsContract extends ContractTopic {
    LogsContract(OpenBackend subject) {
        super(subject);
    }

    @Test
    void both_outputs_are_kept_apart_and_in_order() {
        assume(Capability.EXACT_OUTPUT);
        AttemptId attempt = launch(shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf end"));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo("out 1\nout 2\nout 3\nend");
        assertThat(backend.log(attempt).text(Stream.STDERR, Integer.MAX_VALUE)).isEqualTo("err 1\nerr 2\nerr 3\n");
    }

    @Test
    void lines_of_both_outputs_are_read_apart() {
        assume(Capability.EXACT_OUTPUT);
        AttemptId attempt = launch(shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf end"));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(backend.log(attempt).lines(Stream.STDOUT, Integer.MAX_VALUE))
                .extracting(LogLine::text)
                .containsExactly("out 1", "out 2", "out 3", "end");
        assertThat(backend.log(attempt).lines(Stream.STDERR, Integer.MAX_VALUE))
                .extracting(LogLine::text)
                .containsExactly("err 1", "err 2", "err 3");
        assertThat(backend.log(attempt).lines(Stream.STDERR, 6))
                .extracting(LogLine::text)
                .containsExactly("err 3");
    }

    @Test
    void lines_are_read_with_their_times_where_somebody_took_them() {
        AttemptId attempt = launch(shell("for i in 1 2 3; do echo out $i; done; printf end"));

        assertThat(end(attempt)).satisfies(exited(0));
        List<LogLine> lines = backend.log(attempt).lines(Stream.STDOUT, Integer.MAX_VALUE);
        assertThat(lines).extracting(LogLine::text).containsExactly("out 1", "out 2", "out 3", "end");
        assertThat(lines)
                .extracting(line -> line.at().isPresent())
                .containsOnly(lines.get(0).at().isPresent());
        assertThat(lines.stream().flatMap(line -> line.at().stream())).isSorted();
        assertThat(backend.log(attempt).lines(Stream.STDOUT, 0)).isEmpty();
        assertThat(backend.log(next()).lines(Stream.STDOUT, 100)).isEmpty();
    }

    @Test
    void no_output_is_empty_text() {
        AttemptId attempt = launch(shell("true"));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEmpty();
        assertThat(backend.log(next()).text(Stream.STDOUT, 100)).isEmpty();
    }

    @Test
    void of_much_output_the_end_is_given() {
        AttemptId attempt = launch(shell("""
                i=0
                while [ $i -lt 40 ]; do head -c 100000 /dev/zero | tr '\\0' x; i=$((i+1)); done
                printf '\\303\\244\\303\\266end'
                """));

        assertThat(end(attempt)).satisfies(exited(0));
        String end = endOfOutput();
        assertThat(out(attempt)).hasSize(4_000_005 + end.length()).endsWith("xäöend" + end);
        assertThat(backend.log(attempt).text(Stream.STDOUT, 6 + end.length())).isEqualTo("öend" + end);
        assertThat(backend.log(attempt).text(Stream.STDOUT, 4 + end.length())).isEqualTo("end" + end);
        assertThat(backend.log(attempt).text(Stream.STDOUT, 0)).isEmpty();
    }

    @Test
    void output_can_be_followed_while_the_program_runs() {
        assume(Capability.TAIL);
        AttemptId attempt = launch(shell("""
                trap 'printf last; exit 0' TERM
                echo first
                while :; do sleep 1 & wait $!; done
                """));
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        AttemptLog.Following following = backend.log(attempt).follow(Stream.STDOUT, lines::add);
        assertThat(next(lines, patience())).isEqualTo("first");

        backend.stop(attempt, LONG_GRACE);

        assertThat(next(lines, patience())).isEqualTo("last");
        assertThat(end(attempt)).satisfies(exited(0));
        following.close();
        following.close();
        assertThat(lines).isEmpty();
    }

    @Test
    void a_consumer_that_throws_ends_its_following_only() {
        assume(Capability.TAIL);
        AttemptId attempt = launch(shell("echo one; echo two"));
        assertThat(end(attempt)).satisfies(exited(0));
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        AttemptLog.Following broken = backend.log(attempt).follow(Stream.STDOUT, line -> {
            throw new IllegalStateException("the consumer of this test throws");
        });
        AttemptLog.Following following = backend.log(attempt).follow(Stream.STDOUT, lines::add);

        assertThat(next(lines, patience())).isEqualTo("one");
        assertThat(next(lines, patience())).isEqualTo("two");
        broken.close();
        following.close();
    }

    @Test
    void a_log_stays_until_its_job_is_forgotten() {
        AttemptId attempt = launch(shell("echo kept"));
        assertThat(end(attempt)).satisfies(exited(0));

        backend.release(attempt);
        backend.release(attempt);

        assertThat(out(attempt)).isEqualTo("kept\n");

        backend.forget(attempt.job(), 1);

        await("the log is gone", () -> out(attempt).isEmpty());
    }
}
