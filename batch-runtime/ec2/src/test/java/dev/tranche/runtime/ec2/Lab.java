package dev.tranche.runtime.ec2;

import static dev.tranche.dsl.Batch.jobQueue;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.model.UnmanagedEnvironmentBuilder;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.ec2.standin.AwsStandIn;
import dev.tranche.runtime.ec2.standin.StandInCluster;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;

/** A cluster of the stand-in for each test, and runtimes on it. */
abstract class Lab {
    static final Duration SOON = Duration.ofMinutes(1);

    final AwsStandIn aws = new AwsStandIn();
    final StandInCluster cluster = aws.cluster(Rig.CLUSTER);

    @AfterEach
    void closeAws() {
        aws.close();
    }

    JobQueue queue() {
        return queue(words -> words);
    }

    JobQueue queue(UnaryOperator<UnmanagedEnvironmentBuilder> words) {
        return queue(words.apply(Rig.unmanaged(aws)).build());
    }

    static JobQueue queue(ComputeEnvironment... order) {
        return jobQueue("queue")
                .computeEnvironmentOrder(order[0], Arrays.copyOfRange(order, 1, order.length))
                .build();
    }

    static BatchRuntime open(JobQueue queue) {
        return open(queue, Rig.backend());
    }

    static BatchRuntime open(JobQueue queue, Ec2Backend backend) {
        return BatchRuntime.inMemory().queues(queue).backend(backend).open();
    }

    static void soon(ThrowingRunnable assertion) {
        Awaitility.await().atMost(SOON).untilAsserted(assertion);
    }
}
