package dev.tranche.json;

import static dev.tranche.dsl.Batch.*;

import dev.tranche.model.Access;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.ArrayPredecessor;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobQueueBuilder;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MemorySize;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.MultiNodeJobDefinitionBuilder;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.NodeKey;
import dev.tranche.model.OnInterruption;
import dev.tranche.model.Predecessor;
import dev.tranche.model.RetryStrategyBuilder;
import dev.tranche.model.Secret;
import dev.tranche.model.Submission;
import dev.tranche.model.UnknownOutcome;
import dev.tranche.model.Volume;
import dev.tranche.model.Workflow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Values made by chance from a seed: whatever the model accepts, likely or not. What it refuses is no value, and another is
 * made instead. What holds anyway is never said: accessors, and so JSON, cannot tell.
 */
final class RandomValues {
    private static final int MOST_REFUSALS = 1000;

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    Object any() {
        return accepted(this::one);
    }

    private static <T> T accepted(Supplier<T> made) {
        for (int i = 0; i < MOST_REFUSALS; i++) {
            try {
                return made.get();
            } catch (IllegalArgumentException | IllegalStateException refused) {
                // by the model, which is tested for that elsewhere
            }
        }
        throw new AssertionError("the model refuses everything");
    }

    private Object one() {
        return switch (below(7)) {
            case 0, 1 -> definition("d" + below(5));
            case 2 -> multiNode("m" + below(5));
            case 3 -> submission("j" + below(5));
            case 4 -> queue("q" + below(5));
            case 5 -> environment("e" + below(5));
            default -> chained();
        };
    }

    JobDefinition definition(String name) {
        return accepted(() -> oneDefinition(name));
    }

    private JobDefinition oneDefinition(String name) {
        JobDefinition.NeedsProgram named = jobDefinition(name);
        JobDefinitionBuilder builder = switch (below(5)) {
            case 0 -> sized(named.script("echo " + text()));
            case 1 -> sized(named.executable("bin-" + below(9), text(), text()));
            case 2 -> named.containers(member("a"), member("b"));
            default -> sized(named.image("image:" + below(99), this::settings));
        };
        return words(builder).build();
    }

    private JobDefinitionBuilder sized(JobDefinition.NeedsVcpus named) {
        return (chance() ? named.vcpus(1 + below(64)) : named.millivcpus(1 + below(8000))).memory(size());
    }

    private Container member(String name) {
        ContainerBuilder builder = container(name)
                .image("image:" + below(99), c -> c.mount(volume(name), "/" + name))
                .millivcpus(1 + below(4000))
                .memory(size());
        if (chance()) {
            builder = builder.environment("V" + below(3), text());
        }
        return (chance() ? builder.gpus(1 + below(4)) : builder).build();
    }

    private Volume volume(String name) {
        return switch (below(3)) {
            case 0 -> Volume.host(name, Path.of("/srv/" + below(2)));
            case 1 -> Volume.named(name);
            default -> Volume.efs(name, "fs-" + below(2));
        };
    }

    private Container.Options settings(Container.Options c) {
        if (chance()) {
            c = c.command("run", text());
        }
        if (chance()) {
            c = c.mount(volume("v" + below(2)), "/v" + below(9));
        }
        if (chance()) {
            c = c.mount(volume("v" + below(2)), "/w" + below(9), chance() ? Access.READ_ONLY : Access.READ_WRITE);
        }
        if (chance()) {
            c = c.tmpfs("/t" + below(9), mib(1 + below(9000))).user("u" + below(9));
        }
        if (chance()) {
            c = c.ulimit("nofile", 1L + below(9), chance() ? -1 : 1L << (4 + below(58)));
        }
        if (chance()) {
            c = c.linux(l -> l.device("/dev/" + below(9)).swap(mib(below(99))).swappiness(below(101)));
        }
        return chance() ? c.logDriver(chance() ? "awslogs" : "local", Map.of("k" + text(), text())) : c;
    }

    private JobDefinitionBuilder words(JobDefinitionBuilder job) {
        for (int i = below(4); i > 0; i--) {
            job = job.environment("E" + i, text()).parameter("p" + i, text()).tag("t" + i + text(), text());
        }
        if (chance()) {
            job = job.secret("S", secret()).disk(size());
        }
        if (chance()) {
            job = job.retry(this::retry);
        }
        if (chance()) {
            job = job.timeout(duration()).queueTimeout(duration()).stopGrace(Duration.ofMillis(below(29_000)));
        }
        if (chance()) {
            job = job.schedulingPriority(below(10_000)).consumes(resource(), 1 + below(10));
        }
        if (rarely()) {
            job = job.consumes(resource(), 1 + below(10));
        }
        if (chance()) {
            job = job.raw("docker", "a.b" + below(3), raw()).hardCpuLimit();
        }
        return chance() ? job.onUnknownOutcome(UnknownOutcome.FAIL).propagateTags() : job;
    }

    private RetryStrategyBuilder retry(RetryStrategyBuilder retry) {
        retry = retry.attempts(2 + below(9));
        if (chance()) {
            retry = retry.retryOnExitCode(1 + below(255)).exitOnReason("R" + below(9) + "*");
        }
        if (chance()) {
            retry = retry.backoff(Duration.ofMillis(1L + below(1000)), Duration.ofSeconds(1L + below(1000)));
        }
        return chance() ? retry.moreMemoryAfterOutOfMemory(1.5 + below(9), MemorySize.mib(1L << 30)) : retry;
    }

    private ConsumableResource resource() {
        ConsumableResource resource = ConsumableResource.of("r" + below(3), 10 + below(1 << 30));
        return chance() ? resource : resource.nonReplenishable();
    }

    private Secret secret() {
        return switch (below(4)) {
            case 0 -> Secret.secretsManager("arn:aws:" + (chance() ? "ssm" : "secretsmanager") + ":x:" + below(9));
            case 1 -> Secret.ssmParameter((chance() ? "arn:aws:ssm:x:" : "/p/") + below(9));
            case 2 -> Secret.environmentVariable("X" + below(9));
            default -> Secret.file(Path.of("/run/" + below(9)));
        };
    }

    private Object raw() {
        return switch (below(6)) {
            case 0 -> text();
            case 1 -> random.nextLong();
            case 2 -> random.nextGaussian() * Math.pow(10, below(300) - 150);
            case 3 -> List.of(raw(), raw());
            case 4 -> Map.of("k" + text() + "\u00e4\u0001\"", raw());
            default -> chance();
        };
    }

    MultiNodeJobDefinition multiNode(String name) {
        JobDefinition node = jobDefinition("node")
                .image("mpi", this::settings)
                .vcpus(1 + below(9))
                .memory(size())
                .environment("E", text())
                .build();
        int nodes = 4 + below(9);
        MultiNodeJobDefinitionBuilder job = ranges(multiNodeJobDefinition(name).nodes(nodes, node), nodes, node);
        if (chance()) {
            job = job.mainNode(1 + below(3));
        }
        return (chance() ? job.timeout(duration()).parameter("p", text()) : job).build();
    }

    private MultiNodeJobDefinitionBuilder ranges(MultiNodeJobDefinitionBuilder job, int nodes, JobDefinition node) {
        for (int i = below(4); i > 0; i--) {
            int from = below(nodes);
            job = job.nodes(
                    from,
                    from + below(nodes - from),
                    node.toBuilder().name("n" + i).build());
        }
        return job;
    }

    private MultiNodeJobRequest nodes(String name) {
        MultiNodeJobDefinition definition = accepted(() -> multiNode("m"));
        JobDefinition node = definition.definitionOf(0);
        MultiNodeJobRequest request = job(name, definition).after(predecessor());
        if (chance()) {
            request = request.environment("E", text()).timeout(duration());
        }
        for (int i = below(3); i > 0; i--) {
            request = request.override(m -> ranges(m, definition.nodes(), node));
        }
        if (chance()) {
            request = request.eachNode(d -> words(d).container(this::settings));
        }
        return request;
    }

    private Submission submission(String name) {
        return switch (below(3)) {
            case 0 -> array(request(name, definition("d" + below(3))).afterFailure(predecessor()));
            case 1 -> nodes(name);
            default ->
                request(name, definition("d" + below(3)))
                        .after(predecessor())
                        .afterAny(predecessor())
                        .queue(queue("q"));
        };
    }

    private JobRequest request(String name, JobDefinition definition) {
        JobRequest request = job(name, definition);
        if (chance()) {
            request = request.override(d -> words(d).container(this::settings));
        }
        if (chance()) {
            request = request.millivcpus(1 + below(9999)).memory(size()).share("s" + below(3));
        }
        if (chance()) {
            request = request.held();
        }
        if (chance()) {
            // once more: what one layer says may not fit to what another does
            request = request.override(d -> d.container(this::settings).container("a", this::changed));
        }
        return chance() ? request.clientToken("t" + below(99)) : request;
    }

    private ContainerBuilder changed(ContainerBuilder member) {
        ContainerBuilder changed = member.millivcpus(1 + below(4000));
        return (chance() ? changed.memory(size()).environment("V", text()) : changed).container(this::settings);
    }

    private ArrayJobRequest array(JobRequest each) {
        ArrayJobRequest array = each.array(2 + below(1 << 20));
        if (chance()) {
            int size = array.size();
            Predecessor other = predecessor();
            array = array.afterEach(new ArrayPredecessor() {
                @Override
                public Object key() {
                    return other.key();
                }

                @Override
                public int size() {
                    return size;
                }
            });
        }
        return chance() ? array.sequential() : array.stopAfterFailures(1);
    }

    private Predecessor predecessor() {
        return chance() ? submitted() : () -> NodeKey.of("w" + below(2), "j" + below(2));
    }

    private Predecessor submitted() {
        JobId id = new JobId(1 + below(9), 1L + below(99), chance() ? JobId.NO_INDEX : below(9));
        return () -> id;
    }

    JobQueue queue(String name) {
        JobQueueBuilder queue = jobQueue(name).computeEnvironmentOrder(environment("a"), environment("b"));
        if (chance()) {
            queue = queue.priority(2 + below(99)).cancelBlocked("R" + below(9), duration());
        }
        if (chance()) {
            queue = queue.strictFifo();
        } else if (chance()) {
            queue = queue.fairShare(
                    f -> f.share("s" + below(9), 0.001 + below(99)).decay(Duration.ofMillis(1 + below(99_999))));
        }
        return (chance() ? queue.maxConcurrent(1 + below(99)) : queue).build();
    }

    ComputeEnvironment environment(String name) {
        var named = computeEnvironment(name);
        return switch (below(5)) {
            case 0 -> named.local().vcpus(1 + below(9)).build();
            case 1 ->
                named.docker()
                        .engine(URI.create("tcp://h" + below(9) + ":2376"), e -> e.maxConcurrent(1 + below(9)))
                        .pull(DockerEnvironment.Pull.NEVER)
                        .build();
            case 2 ->
                named.managed()
                        .spot(s -> s.bidPercentage(1 + below(99)))
                        .maxVcpus(9 + below(99))
                        .subnets("s")
                        .instanceRole("r")
                        .minVcpus(1 + below(8))
                        .scaleDownDelay(Duration.ofMillis(1 + below(99_999_999)))
                        .build();
            case 3 ->
                named.unmanaged("c" + below(9))
                        .only(text() + "x")
                        .onInterruption(OnInterruption.stopAfter(Duration.ofMillis(below(86_400_001))))
                        .build();
            default -> named.custom("x" + below(9), Map.of("k", text()));
        };
    }

    private Workflow chained() {
        var workflow = workflow("w" + below(9));
        if (chance()) {
            workflow = workflow.timeout(duration()).stopAfterFailures(1);
        }
        List<Predecessor> earlier = new ArrayList<>();
        for (int i = 0; i < 2 + below(6); i++) {
            // a script, so that any override of it fits
            JobDefinition definition = jobDefinition("d" + below(2))
                    .script(text() + "s")
                    .vcpus(1 + below(2))
                    .memory(mib(64))
                    .build();
            JobRequest request = job("j" + i, definition);
            if (!earlier.isEmpty()) {
                Predecessor one = earlier.get(below(earlier.size()));
                request = chance() ? request.after(one) : request.afterAny(one);
            }
            earlier.add(
                    chance()
                            ? workflow.add(request)
                            : workflow.add(request.queue(queue("q")).array(2)));
        }
        return workflow.build();
    }

    private MemorySize size() {
        return rarely() ? new MemorySize(random.nextLong() >>> (1 + below(63))) : mib(4 + below(1 << 20));
    }

    private Duration duration() {
        return chance()
                ? Duration.ofSeconds(1 + below(100_000))
                : Duration.ofNanos(1 + Math.abs(random.nextLong() >> 8));
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = below(6); i > 0; i--) {
            text.appendCodePoint(chance() ? 'a' + below(26) : chance() ? 1 + below(0xE000) : 0x1F600 + below(64));
        }
        return text.toString();
    }

    private boolean rarely() {
        return below(32) == 0;
    }

    private boolean chance() {
        return random.nextBoolean();
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }
}
