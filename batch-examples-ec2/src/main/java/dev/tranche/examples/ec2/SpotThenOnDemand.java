package dev.tranche.examples.ec2;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironmentBuilder;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.ec2.AtClose;
import dev.tranche.runtime.ec2.Ec2Backend;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One queue over two environments: cheap instances that may be taken back first, steady ones behind them. Instances are launched for
 * the jobs, in your account and at your cost, which is some cents; all are ended at the close.
 */
public final class SpotThenOnDemand {
    private SpotThenOnDemand() {}

    public static void main(String[] args) {
        if (args.length != 2) {
            System.out.println(
                    "Say a subnet of us-east-1 and an instance profile, like subnet-0a1b2c3d ecsInstanceRole;"
                            + " docs/guide/managed.md says what both need.");
            return;
        }
        run(args[0], args[1], words -> words.region("us-east-1"), Ec2Backend.factory());
    }

    /** Runs it with further words for both environments, and a backend. */
    static void run(String subnet, String profile, UnaryOperator<ManagedEnvironmentBuilder> words, Ec2Backend backend) {
        var spot = words.apply(computeEnvironment("spot")
                        .managed()
                        .spot(s -> s.bidPercentage(70))
                        .maxVcpus(8)
                        .subnets(subnet)
                        .instanceRole(profile))
                .instanceTypes("m7i.large", "m6i.large", "c7i.large")
                .maxHourlyCost(new BigDecimal("0.50"))
                .baseImage("busybox:latest")
                .build();
        var steady = words.apply(computeEnvironment("steady")
                        .managed()
                        .onDemand()
                        .maxVcpus(4)
                        .subnets(subnet)
                        .instanceRole(profile))
                .instanceTypes("m7i.large")
                .baseImage("busybox:latest")
                .build();
        var queue = jobQueue("night").computeEnvironmentOrder(spot, steady).build();

        var step = jobDefinition("step")
                .script("sleep 2; echo \"step $AWS_BATCH_JOB_ARRAY_INDEX\"")
                .vcpus(1)
                .memory(mib(256))
                .retry(r -> r.attempts(5).nextEnvironmentAfterInterruptions(2))
                .build();
        var night = workflow("night");
        var steps = night.add(job("steps", step).array(12));

        for (ManagedEnvironment each : List.of(spot, steady)) {
            var check = backend.check(each, step);
            System.out.println(each.name() + "\n" + check);
            if (!check.missing().isEmpty()) {
                return;
            }
        }
        Path journal = Path.of(System.getProperty("examples.target", "target"), "night");
        try (var runtime = BatchRuntime.journal(journal)
                .queues(queue)
                .backend(backend.atClose(AtClose.TERMINATE))
                .open()) {
            var run = runtime.submit(night.build(), queue);
            run.await(Duration.ofMinutes(30)).orThrow();
            System.out.print(run.job(steps).child(11).log().text());
            System.out.println("cost of the jobs: " + run.dollars() + " dollars");
        }
    }
}
