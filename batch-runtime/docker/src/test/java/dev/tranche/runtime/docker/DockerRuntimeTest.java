package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.dsl.Batch;
import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Secret;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.LogLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Whole batches on a real engine, and jobs of several containers. */
@NeedsEngine
class DockerRuntimeTest {
    private static final MemorySize SMALL = MemorySize.mib(32);

    @Test
    void a_workflow_runs_in_containers_that_are_found_without_being_named() {
        var engine = Rig.environment();
        var queue = Batch.jobQueue("queue").computeEnvironmentOrder(engine).build();
        var count = Batch.jobDefinition("count")
                .script("echo $((AWS_BATCH_JOB_ARRAY_INDEX * 10)) > $TRANCHE_RUN_DIR/$AWS_BATCH_JOB_ARRAY_INDEX")
                .vcpus(1)
                .memory(SMALL)
                .build();
        var sum = Batch.jobDefinition("sum")
                .script("cat $TRANCHE_RUN_DIR/* | awk '{ s += $1 } END { print s }'")
                .vcpus(1)
                .memory(SMALL)
                .build();
        var words = Batch.workflow("words");
        var counted = words.add(Batch.job("count", count).array(3));
        var summed = words.add(Batch.job("sum", sum).after(counted));

        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            var run = runtime.submit(words.build(), queue);
            run.await(Duration.ofMinutes(5)).orThrow();

            assertThat(run.job(summed).log().text()).isEqualTo("30\n");
        }
    }

    @Test
    void a_container_sees_the_variables_of_aws() {
        var queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        var print = Batch.jobDefinition("print")
                .script("env | grep ^AWS_BATCH | sort")
                .vcpus(1)
                .memory(SMALL)
                .build();
        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            var array = runtime.submit(Batch.job("print", print).array(2), queue);
            array.await(Duration.ofMinutes(5));

            assertThat(array.child(1).log().text()).isEqualTo("""
                    AWS_BATCH_CE_NAME=engine
                    AWS_BATCH_JOB_ARRAY_INDEX=1
                    AWS_BATCH_JOB_ARRAY_SIZE=2
                    AWS_BATCH_JOB_ATTEMPT=1
                    AWS_BATCH_JOB_ID=%s:1
                    AWS_BATCH_JQ_NAME=queue
                    """.formatted(array.id()));
        }
    }

    @Test
    @ResourceLock(Resources.SYSTEM_ERR)
    void a_secret_of_one_container_reaches_that_one_and_nothing_that_people_read() {
        String hidden = "hidden-word";
        PrintStream original = System.err;
        var logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        var queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        var other =
                container("other", "echo ${TOKEN-knows nothing}").nonEssential().build();
        var knows = container("knows", "[ \"$TOKEN\" = \"hidden-$SUFFIX\" ] && echo knows; exit 3")
                .container(c -> c.secret("TOKEN", Secret.environmentVariable("TOKEN")))
                .environment("SUFFIX", "word")
                .startAfter(other, Container.Condition.COMPLETE)
                .build();
        var both = Batch.jobDefinition("both").containers(other, knows).build();
        try (var runtime = BatchRuntime.inMemory()
                .queues(queue)
                .secretResolver(reference -> hidden)
                .open()) {
            var job = runtime.submit(Batch.job("both", both), queue);
            var end = job.await(Duration.ofMinutes(5));

            assertThat(job.log().lines()).containsExactly("other | knows nothing", "knows | knows");
            assertThat(end.exitCode()).hasValue(3);
            assertThat(end.toString() + job.explain() + end.attempts()).doesNotContain(hidden);
        } finally {
            System.setErr(original);
        }
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(hidden);
    }

    private static ContainerBuilder container(String name, String script) {
        return Container.named(name)
                .image(Rig.IMAGE, c -> c.script(script))
                .vcpus(1)
                .memory(SMALL);
    }

    @Test
    void each_line_has_its_time_also_when_the_container_is_gone() {
        Container one = container("one", "echo first").nonEssential().build();
        Container other = container("other", "echo second; echo error >&2")
                .startAfter(one, Container.Condition.COMPLETE)
                .build();
        var queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        try (var runtime = BatchRuntime.inMemory().queues(queue).open();
                ContainerEngine engine = Rig.engine()) {
            var job = runtime.submit(
                    Batch.job(
                            "timed",
                            Batch.jobDefinition("d").containers(one, other).build()),
                    queue);
            var attempt = job.await(Duration.ofMinutes(5)).attempts().get(0);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() ->
                            engine.list(Labels.ATTEMPT + "=" + job.id() + ".1").isEmpty());

            assertThat(job.log().timedLines())
                    .extracting(LogLine::text)
                    .containsExactly("one | first", "other | second");
            assertThat(job.log().attempt(1).timedErrorLines())
                    .extracting(LogLine::text)
                    .containsExactly("other | error");
            assertThat(Stream.concat(job.log().timedLines(), job.log().timedErrorLines()))
                    .allSatisfy(line -> assertThat(line.at().orElseThrow())
                            // an engine takes the times of lines and of starts and ends apart from each other
                            .isBetween(
                                    attempt.startedAt().orElseThrow().minusSeconds(30),
                                    attempt.stoppedAt().orElseThrow().plusSeconds(30)));
        }
    }

    @Test
    void of_a_long_output_the_last_part_is_kept_and_a_container_stays_until_it_is_released() {
        try (Rig rig = new Rig(DockerBackend.factory().outputLimit(MemorySize.mib(1)));
                ContainerEngine engine = Rig.engine()) {
            AttemptId attempt = rig.shell("yes $(printf %01000d 0) | head -n 4000; echo the end");

            assertThat(rig.output(attempt)).endsWith("0\nthe end\n").hasSizeBetween(900_000, 2 << 20);
            assertThat(engine.inspect(rig.containerName(attempt))).isPresent();

            rig.backend.release(attempt);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(attempt)).isEmpty());
            assertThat(rig.out(attempt)).endsWith("0\nthe end\n").hasSizeBetween(900_000, 2 << 20);
        }
    }

    @Test
    void a_container_that_ends_early_does_not_take_the_network_with_it() {
        Container early = container("early", "true").nonEssential().build();
        Container caller = container("caller", "until nc localhost 9000 </dev/null; do sleep 0.1; done")
                .nonEssential()
                .startAfter(early, Container.Condition.START)
                .build();
        Container main = container("main", "nc -l -p 9000 </dev/null; echo met").build();
        try (Rig rig = new Rig(DockerBackend.factory())) {
            AttemptId attempt = rig.launch(JobDefinition.named("test")
                    .containers(early, caller, main)
                    .stopGrace(Duration.ZERO)
                    .build());

            assertThat(rig.output(attempt)).isEqualTo("main | met\n");
        }
    }

    @Test
    void containers_of_a_job_start_in_order_share_localhost_and_end_with_the_essential_one() {
        Container init = Container.named("init")
                .image(Rig.IMAGE, c -> c.script("echo prepared"))
                .vcpus(1)
                .memory(SMALL)
                .nonEssential()
                .build();
        Container server = Container.named("server")
                .image(
                        Rig.IMAGE,
                        c -> c.script("mkdir /www; echo hello > /www/index.html; exec httpd -f -p 8080 -h /www"))
                .vcpus(1)
                .memory(SMALL)
                .nonEssential()
                .startAfter(init, Container.Condition.SUCCESS)
                .build();
        Container client = Container.named("client")
                .image(Rig.IMAGE, c -> c.script("""
                        until wget -q -O- http://localhost:8080/; do sleep 0.1; done
                        wget -q -O- http://server:8080/
                        """))
                .vcpus(1)
                .memory(SMALL)
                .startAfter(server, Container.Condition.START)
                .build();
        try (Rig rig = new Rig(DockerBackend.factory())) {
            AttemptId attempt = rig.launch(JobDefinition.named("test")
                    .containers(init, server, client)
                    .stopGrace(Duration.ofSeconds(1))
                    .build());

            assertThat(rig.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code())
                                    .as(rig.out(attempt) + rig.err(attempt))
                                    .isZero());
            assertThat(rig.out(attempt)).isEqualTo("init | prepared\nclient | hello\nclient | hello\n");
            assertThat(rig.reports.starts(attempt)).hasSize(1);
        }
    }
}
