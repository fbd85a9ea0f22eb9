package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend has to do, as tests: extend this and say how the backend is opened. Tests of what the backend does not
 * claim among its {@link Capability capabilities} are skipped.
 *
 * <p>One backend is opened for all tests; only those of closing open others. Programs are shell scripts of what POSIX and
 * BusyBox have in common.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {
    private static final Duration NO_GRACE = Duration.ZERO;
    private static final Duration LONG_GRACE = Duration.ofMinutes(10);
    private static final int MANY = 200;

    private final AtomicLong lastNumber = new AtomicLong();
    private final long runtimeId = ThreadLocalRandom.current().nextLong(1L << 60);
    private final RecordingReports reports = new RecordingReports();
    private Backend backend;

    /** For backends that pass. */
    protected BackendContract() {}

    /**
     * Opens the backend under test.
     *
     * @return its factory
     */
    protected abstract BackendFactory factory();

    /**
     * The environment that the backend serves in these tests.
     *
     * @return an environment with room for some small jobs
     */
    protected abstract ComputeEnvironment environment();

    /**
     * A definition that runs a text as a shell script, in a way that this backend can.
     *
     * @param text the script
     * @return a definition, not yet built
     */
    protected abstract JobDefinitionBuilder shell(String text);

    /**
     * Whether a process with this argument runs somewhere on the backend's hosts. By default looks at this machine.
     *
     * @param argument an argument that no other process has
     * @return whether there is one
     */
    protected boolean isAlive(String argument) {
        return HostProcesses.isAlive(argument);
    }

    /**
     * How long the tests wait for what has to come. They never wait that long if all is well.
     *
     * @return by default one minute
     */
    protected Duration patience() {
        return Duration.ofMinutes(1);
    }

    @BeforeAll
    void open() {
        backend = factory().open(environment(), context(reports));
    }

    @AfterAll
    void close() {
        backend.close();
    }

    // ---- hosts ----

    @Test
    void a_host_joins_with_room_for_a_job() {
        Map<HostId, Capacity> hosts = reports.awaitHosts(1, patience());

        assertThat(hosts).isNotEmpty().allSatisfy((host, capacity) -> {
            assertThat(host.environment()).isEqualTo(environment().name());
            assertThat(capacity.millivcpus()).isPositive();
            assertThat(capacity.memory()).isGreaterThan(MemorySize.mib(4));
            assertThat(capacity.disk()).isGreaterThan(MemorySize.mib(1));
        });
    }

    // ---- ends ----

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
    void nothing_can_be_read_from_standard_input() {
        assertThat(end(launch(shell("cat; exit 3")))).satisfies(exited(3));
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

    // ---- stopping ----

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

    // ---- identity ----

    @Test
    void a_second_launch_of_an_attempt_starts_nothing_and_repeats_the_reports() {
        JobDefinition definition = build(shell("echo once"));
        AttemptId attempt = launch(definition);
        AttemptEnd end = end(attempt);

        launch(attempt, definition, Map.of(), Optional.empty());

        assertThat(reports.awaitEnds(attempt, 2, patience())).containsOnly(end);
        assertThat(reports.awaitStarts(attempt, 2, patience()).stream().distinct())
                .hasSize(1);
        assertThat(out(attempt)).isEqualTo("once\n");
    }

    @Test
    void a_second_launch_while_the_first_runs_starts_nothing() {
        JobDefinition definition = build(shell("echo once; sleep 1000"));
        AttemptId attempt = launch(definition);
        awaitLine(attempt, "once");
        // what it prints can be seen before its start is reported, and only what has been reported can be repeated
        assertThat(reports.awaitStarts(attempt, 1, patience())).hasSize(1);

        launch(attempt, definition, Map.of(), Optional.empty());

        assertThat(reports.awaitStarts(attempt, 2, patience()).stream().distinct())
                .hasSize(1);
        backend.stop(attempt, NO_GRACE);
        assertThat(end(attempt)).isNotNull();
        assertThat(out(attempt)).isEqualTo("once\n");
    }

    @Test
    void attempts_of_one_job_are_apart() {
        AttemptId first = next();
        AttemptId second = new AttemptId(first.job(), 2);
        launch(first, build(shell("echo one; exit 1")), Map.of(), Optional.empty());
        launch(second, build(shell("echo two")), Map.of(), Optional.empty());

        assertThat(end(first)).satisfies(exited(1));
        assertThat(end(second)).satisfies(exited(0));
        assertThat(out(first)).isEqualTo("one\n");
        assertThat(out(second)).isEqualTo("two\n");
    }

    @Test
    void children_of_an_array_are_apart() {
        JobId array = next().job();
        List<AttemptId> children = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            AttemptId child = new AttemptId(array.child(i), 1);
            children.add(child);
            launch(
                    child,
                    build(shell("echo $AWS_BATCH_JOB_ARRAY_INDEX")),
                    Map.of("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(i)),
                    Optional.empty());
        }

        for (int i = 0; i < 3; i++) {
            assertThat(end(children.get(i))).satisfies(exited(0));
            assertThat(out(children.get(i))).isEqualTo(i + "\n");
        }
    }

    @Test
    void many_attempts_run_at_once() {
        List<AttemptId> attempts = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            attempts.add(launch(shell("echo " + i + "; exit " + i % 7)));
        }

        for (int i = 0; i < MANY; i++) {
            assertThat(end(attempts.get(i))).satisfies(exited(i % 7));
            assertThat(out(attempts.get(i))).isEqualTo(i + "\n");
        }
    }

    // ---- output ----

    @Test
    void both_outputs_are_kept_apart_and_in_order() {
        AttemptId attempt = launch(shell("for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf end"));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo("out 1\nout 2\nout 3\nend");
        assertThat(backend.log(attempt).text(Stream.STDERR, Integer.MAX_VALUE)).isEqualTo("err 1\nerr 2\nerr 3\n");
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
        assertThat(out(attempt)).hasSize(4_000_005).endsWith("xäöend");
        assertThat(backend.log(attempt).text(Stream.STDOUT, 6)).isEqualTo("öend");
        assertThat(backend.log(attempt).text(Stream.STDOUT, 4)).isEqualTo("end");
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

    // ---- environment ----

    @Test
    void variables_arrive_exactly_as_given() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("EMPTY", "");
        variables.put("SPACES", "  two  words ");
        variables.put("LINES", "one\ntwo\n\n");
        variables.put("QUOTES", "it's \"quoted\" `id`");
        variables.put("SHELL_WORDS", "$(id) ${HOME} $$ ; rm -rf /nowhere & | > x * ? ~ \\ \\n !1");
        variables.put("UNICODE", "äöü ✓ 𝔘 日本");
        variables.put("EQUALS", "a=b=c");
        variables.put("CONTROL", "\t\u0001\u007f\r");

        variables.forEach((name, value) -> {
            AttemptId attempt = next();
            String script = "printf '%s|' \"$" + name + "\"; [ -n \"${" + name + "+set}\" ]";

            launch(attempt, build(shell(script)), variables, Optional.empty());

            assertThat(end(attempt)).as(name).satisfies(exited(0));
            assertThat(out(attempt)).as(name).isEqualTo(value + "|");
        });
    }

    @Test
    void the_variables_of_aws_arrive() {
        AttemptId attempt = next();
        launch(
                attempt,
                build(shell("echo $AWS_BATCH_JOB_ID $AWS_BATCH_JOB_ATTEMPT $AWS_BATCH_CE_NAME $AWS_BATCH_JQ_NAME")),
                Map.of(
                        "AWS_BATCH_JOB_ID",
                        attempt.job().toString(),
                        "AWS_BATCH_JOB_ATTEMPT",
                        "1",
                        "AWS_BATCH_CE_NAME",
                        environment().name(),
                        "AWS_BATCH_JQ_NAME",
                        "queue"),
                Optional.empty());

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo(attempt.job() + " 1 " + environment().name() + " queue\n");
    }

    @Test
    void arguments_arrive_exactly_as_given() {
        assume(Capability.EXECUTABLE);
        AttemptId attempt = launch(sized(JobDefinition.named("contract")
                .executable("printf", "%s|", "", "a b", "$(id)", "`id`", "it's", "\"", "*", "\n", "✓", "; exit 9")));

        assertThat(end(attempt)).satisfies(exited(0));
        assertThat(out(attempt)).isEqualTo("|a b|$(id)|`id`|it's|\"|*|\n|✓|; exit 9|");
    }

    @Test
    void a_script_runs_with_the_interpreter_that_its_first_line_names() {
        assume(Capability.SCRIPT);
        AttemptId attempt =
                launch(sized(JobDefinition.named("contract").script("#!/usr/bin/env -S sh -eu\nfalse\nexit 9\n")));

        assertThat(end(attempt)).satisfies(exited(1));
    }

    @Test
    void a_secret_reaches_the_program_and_nobody_else() {
        String secret = "s3cret" + uniqueArgument();
        JobDefinition definition = build(shell("[ \"$PASSWORD\" = \"" + secret + "\" ]"));
        Launch launch = new Launch(
                next(), host(), "contract", definition, Map.of(), Map.of("PASSWORD", secret), Optional.empty());

        backend.launch(launch);

        AttemptEnd end = end(launch.attempt());
        assertThat(end).satisfies(exited(0));
        assertThat(List.of(end, launch, backend).toString()).doesNotContain(secret);
        assertThat(out(launch.attempt())).isEmpty();
    }

    // ---- after the end ----

    @Test
    void an_inventory_tells_what_runs_what_ended_and_what_never_started() {
        AttemptId running = launch(shell("echo ready; sleep 1000"));
        AttemptId ended = launch(shell("exit 6"));
        AttemptId unheardOf = next();
        awaitLine(running, "ready");
        assertThat(reports.awaitStarts(running, 1, patience())).hasSize(1);
        AttemptEnd end = end(ended);

        Map<AttemptId, AttemptState> states = backend.inventory(List.of(running, ended, unheardOf))
                .toCompletableFuture()
                .orTimeout(patience().toSeconds(), TimeUnit.SECONDS)
                .join();

        assertThat(states).containsOnlyKeys(running, ended, unheardOf);
        assertThat(states.get(running)).isInstanceOf(AttemptState.Running.class);
        assertThat(states.get(ended)).isEqualTo(new AttemptState.Ended(end));
        assertThat(states.get(unheardOf)).isInstanceOf(AttemptState.NeverStarted.class);
        backend.stop(running, NO_GRACE);
        assertThat(end(running)).isNotNull();
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

    @Test
    void jobs_of_a_workflow_run_share_a_directory_until_the_run_ends() {
        assume(Capability.RUN_DIRECTORY);
        JobId id = next().job();
        Optional<JobId> run = Optional.of(id);
        AttemptId writer = next();
        AttemptId reader = next();
        AttemptId stranger = launch(shell("[ -z \"$TRANCHE_RUN_DIR\" ]"));

        launch(writer, build(shell("echo hello > $TRANCHE_RUN_DIR/file")), Map.of(), run);
        assertThat(end(writer)).satisfies(exited(0));
        launch(reader, build(shell("cat $TRANCHE_RUN_DIR/file")), Map.of(), run);
        assertThat(end(reader)).satisfies(exited(0));

        assertThat(out(reader)).isEqualTo("hello\n");
        assertThat(end(stranger)).satisfies(exited(0));
        backend.runEnded(id, false);
        await("the directory is gone", () -> {
            AttemptId late = next();
            launch(late, build(shell("[ ! -e $TRANCHE_RUN_DIR/file ]")), Map.of(), run);
            return end(late) instanceof AttemptEnd.Exited exited && exited.code() == 0;
        });
        backend.runEnded(id, false);
    }

    @Test
    void closing_kills_everything_and_a_second_close_does_nothing() {
        String argument = uniqueArgument();
        RecordingReports own = new RecordingReports();
        Backend other = factory().open(environment(), context(own));
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
        Backend other = factory().open(environment(), context(new RecordingReports()));

        other.close();

        assertThat(end(launch(shell("true")))).satisfies(exited(0));
    }

    // ---- words of these tests ----

    private BackendContext context(RecordingReports to) {
        return new BackendContext() {
            @Override
            public long runtimeId() {
                return runtimeId;
            }

            @Override
            public boolean journaled() {
                return false;
            }

            @Override
            public Reports reports() {
                return to;
            }
        };
    }

    private void assume(Capability capability) {
        assumeTrue(backend.capabilities().contains(capability), () -> "the backend does not claim " + capability);
    }

    private static JobDefinition build(JobDefinitionBuilder definition) {
        return definition.build();
    }

    private static JobDefinition sized(JobDefinition.NeedsVcpus definition) {
        return definition.vcpus(1).memory(MemorySize.mib(64)).build();
    }

    private AttemptId next() {
        return new AttemptId(new JobId(runtimeId, lastNumber.incrementAndGet(), JobId.NO_INDEX), 1);
    }

    private static String next(BlockingQueue<String> lines, Duration patience) {
        try {
            return String.valueOf(lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a line", e);
        }
    }

    private HostId host() {
        return reports.awaitHosts(1, patience()).keySet().iterator().next();
    }

    @CanIgnoreReturnValue
    private AttemptId launch(JobDefinitionBuilder definition) {
        return launch(build(definition));
    }

    @CanIgnoreReturnValue
    private AttemptId launch(JobDefinition definition) {
        AttemptId attempt = next();
        launch(attempt, definition, Map.of(), Optional.empty());
        return attempt;
    }

    private void launch(
            AttemptId attempt, JobDefinition definition, Map<String, String> variables, Optional<JobId> run) {
        backend.launch(new Launch(attempt, host(), "contract", definition, variables, Map.of(), run));
    }

    private Launch launchOf(AttemptId attempt, JobDefinition definition) {
        return new Launch(attempt, host(), "contract", definition, Map.of(), Map.of(), Optional.empty());
    }

    private AttemptEnd end(AttemptId attempt) {
        return reports.awaitEnds(attempt, 1, patience()).get(0);
    }

    private String out(AttemptId attempt) {
        return backend.log(attempt).text(Stream.STDOUT, Integer.MAX_VALUE);
    }

    private static Consumer<AttemptEnd> exited(int code) {
        return end -> assertThat(end)
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(code));
    }

    /** By SIGKILL, or where signals are not told apart with the exit code that stands for it. */
    private void wasKilled(AttemptEnd end) {
        if (backend.capabilities().contains(Capability.SIGNALS)) {
            assertThat(end)
                    .isInstanceOfSatisfying(
                            AttemptEnd.Signaled.class,
                            killed -> assertThat(killed.signal()).isEqualTo(9));
        } else {
            assertThat(end).satisfies(exited(137));
        }
    }

    /** A number that no other process has among its arguments, and that {@code sleep} takes for a long time. */
    private static String uniqueArgument() {
        return Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 1_000_000_000));
    }

    private void awaitLine(AttemptId attempt, String line) {
        await("line " + line, () -> out(attempt).lines().anyMatch(line::equals));
    }

    private void awaitAlive(String argument) {
        await("a process with argument " + argument, () -> isAlive(argument));
    }

    private void await(String what, BooleanSupplier condition) {
        Polling.until(what, condition, patience());
    }
}
