package dev.tranche.examples;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.testkit.BatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.docker.DockerBackend;
import dev.tranche.testkit.BatchTest;
import dev.tranche.testkit.TestRuntimes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;

/** A batch is tested together with what it reads: Testcontainers brings the service, and the jobs join its network. */
@BatchTest
@NeedsEngine
class BesideAServiceTest {
    private static final String IMAGE = "busybox:latest";

    /** Serves the numbers 0, 10 and 20 under the names 0, 1 and 2. */
    private static final String SERVE = """
            mkdir /prices && cd /prices && echo 0 > 0 && echo 10 > 1 && echo 20 > 2 && exec httpd -f -p 80
            """;

    @Test
    void an_array_of_container_jobs_reads_a_service_of_testcontainers(TestRuntimes runtimes) {
        try (var network = Network.newNetwork();
                var prices = new GenericContainer<>(IMAGE)
                        .withNetwork(network)
                        .withNetworkAliases("prices")
                        .withCommand("sh", "-c", SERVE)
                        .waitingFor(Wait.forSuccessfulCommand("wget -q -O /dev/null http://localhost/2"))) {
            prices.start();
            var engine = computeEnvironment("engine").docker().build();
            var queue = jobQueue("here").computeEnvironmentOrder(engine).build();
            var read = jobDefinition("read")
                    .image(IMAGE, c -> c.script("wget -q -O - \"http://prices/$AWS_BATCH_JOB_ARRAY_INDEX\""))
                    .vcpus(1)
                    .memory(mib(32))
                    .build();

            var runtime = runtimes.open(
                    List.of(queue),
                    options -> options.backend(DockerBackend.factory().network(network.getId())));
            var array = runtime.submit(job("read", read).array(3), queue);
            array.await(Duration.ofMinutes(5));

            assertThat(array).succeeded();
            for (int index = 0; index < 3; index++) {
                assertThat(array.child(index).log().text()).isEqualTo(10 * index + "\n");
            }
        }
    }
}
