package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The output of tasks is read when somebody asks for it, also where it is late, missing or out of reach. */
@NeedsEngine
class LogsTest extends Lab {
    @Test
    void nobody_who_does_not_ask_costs_a_call() {
        cluster.host(1, 512);
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", Rig.script("echo hello")), queue);
            handle.await(SOON).orThrow();
            assertThat(aws.calls().count("GetLogEvents")).isZero();

            assertThat(handle.log().text()).isEqualTo("hello\n");
            assertThat(aws.calls().count("GetLogEvents")).isPositive();
        }
    }

    @Test
    void lines_that_arrive_late_are_waited_for() {
        cluster.host(1, 512);
        aws.inject().lateLines(Duration.ofSeconds(3));
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", Rig.script("echo late")), queue);
            handle.await(SOON).orThrow();

            assertThat(handle.log().text()).isEqualTo("late\n");
        }
    }

    @Test
    void a_log_that_cannot_be_read_says_why_and_hides_nothing_of_the_job() {
        cluster.host(1, 512);
        aws.inject().deny("logs:GetLogEvents");
        JobQueue queue = queue();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", Rig.script("echo hidden; exit 3")), queue);
            JobDetail end = handle.await(SOON);

            assertThat(handle.log().text())
                    .startsWith("(the log cannot be read: AccessDeniedException: ")
                    .contains("logs:GetLogEvents");
            assertThat(end.exitCode()).hasValue(3);
            assertThat(end.statusReason().orElse("")).isEqualTo("Essential container in task exited");
        }
    }

    @Test
    void several_containers_are_read_in_the_order_of_their_lines() {
        cluster.host(2, 512);
        JobQueue queue = queue();
        Container first = container("first", "echo one");
        JobDefinition both = JobDefinition.named("both")
                .containers(first, container("second", "sleep 1; echo two", first))
                .build();
        try (BatchRuntime runtime = open(queue)) {
            JobHandle handle = runtime.submit(job("j", both), queue);
            handle.await(SOON).orThrow();

            assertThat(handle.log().text()).isEqualTo("one\ntwo\n");
        }
    }

    private static Container container(String name, String script, Container... after) {
        ContainerBuilder builder = Container.named(name)
                .image(AwsStandIn.IMAGE)
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .container(c -> c.script(script));
        for (Container each : after) {
            builder = builder.startAfter(each, Container.Condition.COMPLETE);
        }
        return after.length == 0 ? builder.nonEssential().build() : builder.build();
    }
}
