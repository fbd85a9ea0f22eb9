package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HostConfig;
import dev.tranche.dsl.Batch;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of multi-node jobs meet in a private network, on a real engine. */
@NeedsEngine
class MultiNodeTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ContainerEngine engine = Rig.engine();

    @AfterEach
    void close() {
        engine.close();
    }

    private static JobDefinition node(String script) {
        return Batch.jobDefinition("node")
                .script(script)
                .millivcpus(200)
                .memory(MemorySize.mib(16))
                .build();
    }

    /** Launches a node of two, of which node 0 is the main node. */
    private static AttemptId launch(Rig rig, JobId job, int index, String script) {
        AttemptId main = new AttemptId(job.child(0), 1);
        AttemptId attempt = new AttemptId(job.child(index), 1);
        rig.backend.launch(new Launch(
                attempt,
                rig.host(),
                "nodes",
                node(script),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.of(new Launch.Node(index, 2, 0, main))));
        return attempt;
    }

    private int networks(String label) {
        return engine.networks(label).size();
    }

    private void awaitNoNetwork(String label) {
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> networks(label) == 0);
    }

    @Test
    void nodes_find_the_main_node_by_its_variables_and_its_end_is_the_end_of_the_job() {
        var queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        var gather = node("""
                mkdir -p /www/cgi-bin; touch /seen
                printf '#!/bin/sh\\necho "$QUERY_STRING" >> /seen; echo; echo' > /www/cgi-bin/greet
                chmod 755 /www/cgi-bin/greet; httpd -p 8080 -h /www
                until [ "$(sort -u /seen | wc -l)" = 2 ]; do sleep 0.1; done
                sort -u /seen
                echo "main ${AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS-has no word for itself}"
                """);
        var greet = node("""
                words="$AWS_BATCH_JOB_NODE_INDEX-of-$AWS_BATCH_JOB_NUM_NODES-to-$AWS_BATCH_JOB_MAIN_NODE_INDEX"
                main="$AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"
                until wget -q -O /dev/null "http://$main:8080/cgi-bin/greet?$words"; do sleep 0.1; done
                sleep 1000
                """);
        var nodes = Batch.multiNodeJobDefinition("nodes")
                .nodes(3, greet)
                .nodes(1, 1, gather)
                .mainNode(1)
                .stopGrace(Duration.ZERO)
                .build();

        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            var job = runtime.submit(Batch.job("nodes", nodes), queue);
            var end = job.await(LONG);

            assertThat(end.status()).as(job.log().errorText()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(job.log().text()).isEqualTo("""
                    0-of-3-to-1
                    2-of-3-to-1
                    main has no word for itself
                    """);
            awaitNoNetwork(Labels.ATTEMPT + "=" + job.id() + ".1");
        }
    }

    @Test
    void the_network_of_a_job_is_its_own_and_goes_with_its_last_node() {
        try (Rig rig = new Rig(DockerBackend.factory())) {
            JobId one = rig.job();
            JobId other = rig.job();
            AttemptId main = launch(rig, one, 0, "echo ready; sleep 1000");
            AttemptId stranger = launch(rig, other, 0, "echo ready; sleep 1000");
            rig.awaitOutput(main, "ready");
            rig.awaitOutput(stranger, "ready");
            AttemptId second = launch(rig, one, 1, "hostname -i");
            String mine = Labels.ATTEMPT + "=" + new AttemptId(one, 1);

            assertThat(rig.output(second).strip()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
            assertThat(networks(mine)).isOne();
            assertThat(network(main)).isEqualTo(network(second)).isNotEqualTo(network(stranger));

            rig.backend.release(second);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.inspect(rig.containerName(second)).isEmpty());
            assertThat(networks(mine)).isOne();
            rig.backend.stop(main, Duration.ZERO);
            assertThat(rig.end(main)).isInstanceOf(AttemptEnd.Exited.class);
            rig.backend.release(main);
            awaitNoNetwork(mine);
            assertThat(networks(new Labels(rig.runtimeId, "engine").filter())).isOne();

            rig.close();
            assertThat(networks(new Labels(rig.runtimeId, "engine").filter())).isZero();
        }
    }

    private String network(AttemptId attempt) {
        return engine.inspect(ContainerMapper.name(attempt, ""))
                .map(container -> container.labels().getOrDefault(Labels.NODES, ""))
                .orElse("");
    }

    @Test
    void the_nodes_of_a_journaled_runtime_are_adopted_with_their_network() throws Exception {
        long runtimeId = Rig.newRuntimeId();
        String mine = new Labels(runtimeId, "engine").filter();
        JobId job;
        AttemptId main;
        try (Rig first = new Rig(DockerBackend.factory(), Rig.environment(), runtimeId, true)) {
            job = first.job();
            main = launch(first, job, 0, "echo hello > page; httpd -p 8080; echo ready; sleep 1000");
            first.awaitOutput(main, "ready");
            first.reports.awaitStarts(main, 1, Rig.PATIENCE);
        }
        assertThat(networks(mine)).isOne();

        try (Rig second = new Rig(DockerBackend.factory(), Rig.environment(), runtimeId, false)) {
            assertThat(second.backend
                            .inventory(List.of(main))
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS))
                    .hasSize(1);
            AttemptId other = launch(
                    second, job, 1, "wget -q -O - http://$AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS:8080/page");

            assertThat(second.output(other)).isEqualTo("hello\n");
            assertThat(networks(mine)).isOne();
            second.backend.stop(main, Duration.ZERO);
            assertThat(second.end(main)).isInstanceOf(AttemptEnd.Exited.class);
            second.backend.release(main);
            second.backend.release(other);
            awaitNoNetwork(mine);
        }
    }

    @Test
    void the_network_of_a_dead_runtime_is_swept_even_if_nothing_else_of_it_is_left() {
        Labels dead = new Labels(Rig.newRuntimeId(), "engine");
        String network = engine.createNetwork("tranche-left-" + dead.runtime(), dead.common());
        String theirs = engine.createNetwork("theirs-" + dead.runtime(), Map.of());
        try (Rig next = new Rig(DockerBackend.factory())) {
            assertThat(next.reports.hosts()).hasSize(1);
            awaitNoNetwork(dead.filter());
        } finally {
            engine.removeNetwork(network);
            engine.removeNetwork(theirs);
        }
    }

    @Test
    void a_network_that_a_stranger_uses_stays_and_keeps_nothing_else_from_its_end() {
        try (Rig rig = new Rig(DockerBackend.factory())) {
            JobId job = rig.job();
            String mine = Labels.ATTEMPT + "=" + new AttemptId(job, 1);
            AttemptId main = launch(rig, job, 0, "echo ready; sleep 1000");
            rig.awaitOutput(main, "ready");
            String stranger = engine.create(command -> command.withImage(Rig.IMAGE)
                    .withCmd("sleep", "1000")
                    .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network(main))));
            engine.start(stranger);
            try {
                rig.backend.stop(main, Duration.ZERO);
                assertThat(rig.end(main)).isInstanceOf(AttemptEnd.Exited.class);
                rig.backend.release(main);
                Awaitility.await()
                        .atMost(Rig.PATIENCE)
                        .until(() -> engine.inspect(rig.containerName(main)).isEmpty());
                assertThat(networks(mine)).isOne();
                assertThat(engine.inspect(stranger)).isPresent();
            } finally {
                engine.remove(stranger);
            }
            try (Rig next = new Rig(DockerBackend.factory())) {
                assertThat(next.reports.hosts()).hasSize(1);
                assertThat(networks(mine)).as("a living runtime's").isOne();
            }
            rig.close();
            try (Rig next = new Rig(DockerBackend.factory())) {
                assertThat(next.reports.hosts()).hasSize(1);
                awaitNoNetwork(mine);
            }
        }
    }

    @Test
    void an_engine_that_has_no_more_networks_says_what_to_do(@TempDir Path directory) throws Exception {
        Assumptions.assumeThat(OwnEngine.isPossible())
                .as("an engine of its own needs root, dockerd and unshare")
                .isTrue();
        try (OwnEngine own = OwnEngine.start(directory);
                ContainerEngine client = own.client();
                Rig rig = new Rig(DockerBackend.factory(), own.environment(), Rig.newRuntimeId(), false)) {
            List<String> taken = takeAll(client);
            JobId job = rig.job();

            assertThat(rig.end(launch(rig, job, 0, "true")))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("CannotCreateContainerError: ")
                                    .contains("set default-address-pools in its daemon.json"));
            client.removeNetwork(taken.get(0));
            assertThat(rig.output(launch(rig, rig.job(), 0, "echo fine"))).isEqualTo("fine\n");
        }
    }

    private static List<String> takeAll(ContainerEngine engine) {
        List<String> taken = new ArrayList<>();
        try {
            while (taken.size() < 1_000) {
                taken.add(engine.createNetwork("taken-" + taken.size(), Map.of()));
            }
        } catch (EngineRefusedException full) {
            return taken;
        }
        throw new AssertionError("the engine gave " + taken.size() + " networks and had more");
    }
}
