package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;

import dev.tranche.model.Access;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.ArrayPredecessor;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.Container;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.FairSharePolicy;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.OnInterruption;
import dev.tranche.model.Predecessor;
import dev.tranche.model.RetryStrategyBuilder;
import dev.tranche.model.Secret;
import dev.tranche.model.UnknownOutcome;
import dev.tranche.model.Volume;
import dev.tranche.model.Workflow;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A value of each kind in which everything is said that can be, and small ones for what excludes each other. */
final class Samples {
    static final ConsumableResource LICENCES = ConsumableResource.of("solver-licences", 4);
    static final ConsumableResource CREDITS =
            ConsumableResource.of("credits", 9_000_000_000L).nonReplenishable();

    static final JobDefinition SCRIPT = jobDefinition("count")
            .script("wc -w < \"$DIR/part-$AWS_BATCH_JOB_ARRAY_INDEX\"\n")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(3).exitOnExitCode(2))
            .build();

    static final JobDefinition EXECUTABLE = jobDefinition("pack")
            .executable("tar", "-czf", "out.tgz", ref("from"))
            .millivcpus(250)
            .memory(gib(1))
            .parameter("from", "words")
            .timeout(Duration.ofMinutes(90))
            .build();

    static final JobDefinition CONTAINER = full(jobDefinition("train")
                    .image("acme/train:1.4", c -> settings(c).command("train", "--epochs", ref("epochs")))
                    .vcpus(8)
                    .memory(gib(32)))
            .jobRole("arn:aws:iam::123456789012:role/train")
            .executionRole("arn:aws:iam::123456789012:role/pull")
            .gpus(2)
            .build();

    static final JobDefinition CONTAINER_WITH_SCRIPT = jobDefinition("shell")
            .image("debian:12", c -> c.script("ls /data\n").logDriver("local", Map.of("max-size", "10m")))
            .vcpus(1)
            .memory(mib(256))
            .build();

    static final Container PROXY = container("proxy")
            .image("envoy:1.30")
            .millivcpus(500)
            .memory(mib(128))
            .nonEssential()
            .build();

    static final Container MAIN = container("main")
            .image(
                    "acme/serve:2",
                    c -> settings(c)
                            .command("serve", ref("model"))
                            .secret("TOKEN", Secret.ssmParameter("/serve/token"))
                            .raw("docker", "HostConfig.CpusetCpus", "0-3"))
            .vcpus(4)
            .memory(gib(8))
            .gpus(1)
            .environment("MODE", "fast")
            .startAfter(PROXY, Container.Condition.COMPLETE)
            .build();

    static final JobDefinition GROUP = full(jobDefinition("serve").containers(PROXY, MAIN))
            .jobRole("arn:aws:iam::123456789012:role/serve")
            .executionRole("arn:aws:iam::123456789012:role/pull")
            .build();

    static final JobDefinition NODE = jobDefinition("solve-node")
            .image("acme/mpi:3")
            .vcpus(16)
            .memory(gib(64))
            .parameter("mesh", "coarse")
            .consumes(LICENCES, 1)
            .disk(gib(10))
            .build();

    static final MultiNodeJobDefinition MULTI_NODE = multiNodeJobDefinition("solve")
            .nodes(8, NODE)
            .nodes(0, 0, NODE.toBuilder().name("solve-main").memory(gib(128)).build())
            .nodes(4, 7, nodeOfSeveral())
            .mainNode(1)
            .parameter("case", "wing")
            .retry(Samples::retry)
            .timeout(Duration.ofHours(12))
            .queueTimeout(Duration.ofDays(1))
            .stopGrace(Duration.ofMinutes(2))
            .schedulingPriority(7)
            .tag("team", "aero")
            .propagateTags()
            .onUnknownOutcome(UnknownOutcome.RERUN)
            .build();

    static final Map<String, ComputeEnvironment> ENVIRONMENTS = Map.of(
            "local",
                    computeEnvironment("laptop")
                            .local()
                            .vcpus(6)
                            .memory(gib(12))
                            .build(),
            "docker",
                    computeEnvironment("engines")
                            .docker()
                            .engine(URI.create("unix:///var/run/docker.sock"))
                            .engine(
                                    URI.create("tcp://big.example:2376"),
                                    e -> e.tls(Path.of("/etc/tls"))
                                            .keepBack(2, gib(4))
                                            .maxConcurrent(64))
                            .baseImage("debian:12")
                            .pull(DockerEnvironment.Pull.ALWAYS)
                            .pinDigests()
                            .build(),
            "on-demand",
                    computeEnvironment("steady")
                            .managed()
                            .onDemand(o -> o.allocation(ManagedEnvironment.OnDemandAllocation.BEST_FIT))
                            .maxVcpus(64)
                            .subnets("subnet-1")
                            .instanceRole("ecsInstanceRole")
                            .build(),
            "spot",
                    computeEnvironment("cheap")
                            .managed()
                            .spot(s -> s.bidPercentage(60)
                                    .allocation(ManagedEnvironment.SpotAllocation.SPOT_CAPACITY_OPTIMIZED))
                            .maxVcpus(256)
                            .subnets("subnet-1", "subnet-2")
                            .instanceRole("arn:aws:iam::123456789012:instance-profile/ecs")
                            .minVcpus(8)
                            .instanceTypes("c7i", "m7i.4xlarge")
                            .securityGroups("sg-1")
                            .imageId("ami-0123456789abcdef0")
                            .keyPair("ops")
                            .launchTemplate("batch")
                            .scaleDownDelay(Duration.ofMinutes(5))
                            .maxInstances(40)
                            .maxHourlyCost(new BigDecimal("12.5"))
                            .maxInstanceLifetime(Duration.ofHours(6))
                            .region("eu-central-1")
                            .endpoint(URI.create("https://vpce.example.com"))
                            .assumeRole("arn:aws:iam::123456789012:role/batch")
                            .onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(75)))
                            .baseImage("debian:12")
                            .tag("team", "aero")
                            .build(),
            "unmanaged",
                    computeEnvironment("own")
                            .unmanaged("own-cluster")
                            .unmanagedVcpus(96)
                            .region("eu-central-1")
                            .endpoint(URI.create("https://vpce.example.com"))
                            .assumeRole("arn:aws:iam::123456789012:role/batch")
                            .only("attribute:ecs.instance-type =~ m5.*")
                            .onInterruption(OnInterruption.stopAfter(Duration.ofSeconds(75)))
                            .baseImage("debian:12")
                            .build(),
            "custom", computeEnvironment("slurm").custom("slurm", Map.of("partition", "long", "account", "aero")));

    static final JobQueue QUEUE = jobQueue("nightly")
            .computeEnvironmentOrder(environment("spot"), environment("on-demand"))
            .priority(100)
            .backfill(Duration.ofSeconds(90))
            .fairShare(f -> f.share("aero", 0.5)
                    .share("ml*", 2)
                    .decay(Duration.ofMinutes(30))
                    .computeReservation(20)
                    .vcpusOnly())
            .maxConcurrent(500)
            .attemptsOnInterruption(5)
            .cancelBlocked("MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT", Duration.ofMinutes(15))
            .cancelBlocked("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", Duration.ofSeconds(5))
            .disabled()
            .build();

    static final JobQueue STRICT_QUEUE = jobQueue("strict")
            .computeEnvironmentOrder(environment("local"))
            .strictFifo()
            .build();

    static final FairSharePolicy POLICY = QUEUE.fairShare().orElseThrow();

    static final JobRequest JOB = full(job("train-7", CONTAINER))
            .queue(QUEUE)
            .share("aero")
            .clientToken("night-7")
            .held()
            .after(submitted(1))
            .afterAny(submitted(2))
            .afterFailure(submitted(3));

    static final JobRequest JOB_OF_SEVERAL_CONTAINERS = job("serve-7", GROUP)
            .environment("REGION", "north")
            .override(d -> d.container(
                    "main",
                    c -> c.image("acme/serve:3")
                            .vcpus(2)
                            .memory(gib(4))
                            .gpus(2)
                            .environment("MODE", "slow")
                            .container(o -> settings(o).secret("TOKEN", Secret.file(Path.of("/run/token"))))));

    static final ArrayJobRequest ARRAY = job("count-all", SCRIPT)
            .environment("DIR", "/data")
            .after(submitted(1))
            .array(20_000)
            .afterEach(new Submitted(new JobId(1, 4, JobId.NO_INDEX), 20_000))
            .sequential()
            .stopAfterFailures(3)
            .held();

    static final MultiNodeJobRequest MULTI_NODE_JOB = job("solve-wing", MULTI_NODE)
            .queue(STRICT_QUEUE)
            .share("aero")
            .clientToken("wing-1")
            .held()
            .after(submitted(1))
            .afterAny(submitted(2))
            .afterFailure(submitted(3))
            .override(d -> d.nodes(4)
                    .mainNode(3)
                    .nodes(0, 1, NODE)
                    .parameter("case", "tail")
                    .retry(r -> r.attempts(2))
                    .timeout(Duration.ofSeconds(1))
                    .queueTimeout(Duration.ofHours(3))
                    .stopGrace(Duration.ZERO)
                    .schedulingPriority(9)
                    .tag("run", "7")
                    .propagateTags()
                    .onUnknownOutcome(UnknownOutcome.FAIL))
            .eachNode(n -> n.environment("OMP_NUM_THREADS", "16").disk(gib(20)).consumes(LICENCES, 2));

    static final Workflow WORKFLOW = words();

    private Samples() {}

    /** Every sample, by the name of its golden file. */
    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("definition-script", SCRIPT);
        all.put("definition-executable", EXECUTABLE);
        all.put("definition-container", CONTAINER);
        all.put("definition-container-script", CONTAINER_WITH_SCRIPT);
        all.put("definition-containers", GROUP);
        all.put("definition-multi-node", MULTI_NODE);
        all.put("job", JOB);
        all.put("job-containers", JOB_OF_SEVERAL_CONTAINERS);
        all.put("job-array", ARRAY);
        all.put("job-multi-node", MULTI_NODE_JOB);
        all.put("workflow", WORKFLOW);
        all.put("queue", QUEUE);
        all.put("queue-strict", STRICT_QUEUE);
        all.put("policy", POLICY);
        all.put("resource", LICENCES);
        all.put("resource-used-up", CREDITS);
        ENVIRONMENTS.forEach((kind, environment) -> all.put("environment-" + kind, environment));
        return all;
    }

    static ComputeEnvironment environment(String kind) {
        return Objects.requireNonNull(ENVIRONMENTS.get(kind));
    }

    static Predecessor submitted(int number) {
        JobId id = new JobId(1, number, JobId.NO_INDEX);
        return () -> id;
    }

    record Submitted(Object key, int size) implements ArrayPredecessor {}

    private static JobDefinition nodeOfSeveral() {
        return jobDefinition("solve-many")
                .containers(container("solver")
                        .image("acme/mpi:3")
                        .vcpus(8)
                        .memory(gib(32))
                        .build())
                .environment("RANKS", "8")
                .build();
    }

    private static Workflow words() {
        var words = workflow("words").timeout(Duration.ofHours(8)).stopAfterFailures(2);
        var split =
                words.add(job("split", EXECUTABLE).parameter("from", "/data").queue(STRICT_QUEUE));
        var counted = words.add(job("count", SCRIPT).after(split).array(8));
        var checked = words.add(job("check", SCRIPT).array(8).afterEach(counted));
        // another definition of the same name: it cannot be listed twice
        var other = SCRIPT.toBuilder().memory(mib(128)).build();
        words.add(job("recount", other)
                .afterFailure(checked)
                .queue(STRICT_QUEUE.toBuilder().priority(2).build()));
        words.add(job("solve", MULTI_NODE).after(List.of(counted, checked)));
        words.add(job("clean-up", EXECUTABLE).afterAny(split, counted));
        return words.build();
    }

    private static JobDefinitionBuilder full(JobDefinitionBuilder job) {
        return job.disk(gib(100))
                .hardCpuLimit()
                .environment("B", "2")
                .environment("A", "ä\u0001\"\\")
                .secret("PASSWORD", Secret.secretsManager("arn:aws:secretsmanager:eu-west-1:123456789012:secret:db"))
                .secret("API_KEY", Secret.environmentVariable("ACME_API_KEY"))
                .secret("CERTIFICATE", Secret.file(Path.of("/run/certificate")))
                .secret("ARN", Secret.ssmParameter("arn:aws:ssm:eu-west-1:123456789012:parameter/arn"))
                .parameter("epochs", "3")
                .parameter("model", "large")
                .retry(Samples::retry)
                .timeout(Duration.ofMillis(61_500))
                .queueTimeout(Duration.ofMinutes(45))
                .stopGrace(Duration.ofSeconds(5))
                .schedulingPriority(12)
                .consumes(LICENCES, 2)
                .consumes(CREDITS, 5_000_000_000L)
                .tag("team", "ml")
                .tag("cost", "7")
                .propagateTags()
                .raw("docker", "HostConfig.CpusetCpus", "0-3")
                .raw("docker", "HostConfig.Isolation", Map.of("a", List.of(1, 2.5, true, "x"), "b", Map.of()))
                .raw("ec2", "placement.group", 7)
                .onUnknownOutcome(UnknownOutcome.FAIL);
    }

    private static RetryStrategyBuilder retry(RetryStrategyBuilder retry) {
        return retry.attempts(5)
                .attemptsOnInterruption(20)
                .retryOnStatusReason("Host EC2*")
                .retryOnExitCode(75)
                .exitOnReason("CannotPullContainerError:*")
                .exitOtherwise()
                .backoff(Duration.ofMillis(1500), Duration.ofMinutes(5))
                .moreMemoryAfterOutOfMemory(1.5, gib(256))
                .nextEnvironmentAfterInterruptions(3);
    }

    static Container.Options settings(Container.Options container) {
        return container
                .mount(Volume.host("data", Path.of("/srv/data")), "/data", Access.READ_ONLY)
                .mount(Volume.host("data", Path.of("/srv/data")), "/again")
                .mount(Volume.efs("shared", "fs-0123456789abcdef0"), "/shared")
                .mount(Volume.named("cache"), "/cache")
                .tmpfs("/scratch", mib(512))
                .sharedMemory(gib(1))
                .ulimit("nofile", 1024, 65_536)
                .ulimit("memlock", 4L << 30, -1)
                .user("1000:1000")
                .privileged()
                .readOnlyRoot()
                .linux(l -> l.device("/dev/fuse")
                        .device("/dev/nvidia0", "/dev/gpu")
                        .init()
                        .swap(gib(2))
                        .swappiness(10))
                .logDriver("awslogs", Map.of("awslogs-group", "batch", "awslogs-region", "eu-west-1"));
    }

    private static JobRequest full(JobRequest job) {
        return job.command("train", "--fast")
                .image("acme/train:1.5")
                .millivcpus(1500)
                .memory(gib(16))
                .gpus(1)
                .override(d -> full(d.container(Samples::settings))
                        .jobRole("arn:aws:iam::123456789012:role/other")
                        .executionRole("arn:aws:iam::123456789012:role/other"));
    }
}
