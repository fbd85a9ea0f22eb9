package dev.tranche.dsl;

import static dev.tranche.dsl.Batch.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Access;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.EvaluateOnExit;
import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobRef;
import dev.tranche.model.JobRequest;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironment.SpotAllocation;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.Predecessor;
import dev.tranche.model.Program;
import dev.tranche.model.QueueOrder;
import dev.tranche.model.Script;
import dev.tranche.model.Secret;
import dev.tranche.model.Submission;
import dev.tranche.model.Volume;
import dev.tranche.model.Workflow;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs as users write them, and what they come to. */
class ProgramsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final JobDefinition step =
            jobDefinition("step").script("true").vcpus(1).memory(mib(64)).build();

    @Test
    void a_script_on_the_machine_at_hand() {
        var hello = jobDefinition("hello").script("""
                echo "hello from $AWS_BATCH_JOB_ID"
                """).vcpus(1).memory(mib(64)).build();
        var here = jobQueue("here")
                .computeEnvironmentOrder(computeEnvironment("laptop").local().build())
                .build();

        assertThat(hello.program()).isEqualTo(new Script("echo \"hello from $AWS_BATCH_JOB_ID\"\n"));
        assertThat(here.order()).isEqualTo(QueueOrder.BACKFILL);
        assertThat(here.patience()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void an_executable_with_parameters() {
        var thumbs = jobDefinition("thumbs")
                .executable("/usr/bin/ffmpeg", "-i", ref("in"), ref("out"))
                .vcpus(2)
                .memory(gib(2))
                .parameter("out", "out.png")
                .timeout(Duration.ofMinutes(10))
                .build();

        Program runs = job("thumb-7", thumbs)
                .parameter("in", "7.mp4")
                .effectiveDefinition()
                .program();

        assertThat(runs).isEqualTo(new Executable("/usr/bin/ffmpeg", List.of("-i", "7.mp4", "out.png")));
    }

    private static JobDefinition train() {
        var models = Volume.host("models", Path.of("/srv/models"));
        return jobDefinition("train")
                .image(
                        "ghcr.io/acme/train:1.4",
                        c -> c.command("train", "--epochs", ref("epochs"))
                                .mount(models, "/models", Access.READ_ONLY)
                                .tmpfs("/scratch", gib(8))
                                .secret(
                                        "DB_PASSWORD",
                                        Secret.secretsManager("arn:aws:secretsmanager:eu-west-1:1:secret:db"))
                                .user("1000")
                                .readOnlyRoot())
                .vcpus(8)
                .memory(gib(32))
                .gpus(1)
                .parameter("epochs", "3")
                .jobRole("arn:aws:iam::123456789012:role/train")
                .retry(r -> r.attempts(3).retryOnExitCode(137).exitOtherwise())
                .timeout(Duration.ofHours(2))
                .build();
    }

    @Test
    void a_container_with_all_around_it() {
        JobDefinition train = train();
        var container = (ContainerProgram) train.program();

        assertThat(container.image()).isEqualTo("ghcr.io/acme/train:1.4");
        assertThat(container.command()).containsExactly("train", "--epochs", "Ref::epochs");
        assertThat(container.mounts()).singleElement().satisfies(mount -> {
            assertThat(mount.volume()).isEqualTo(Volume.host("models", Path.of("/srv/models")));
            assertThat(mount.containerPath()).isEqualTo("/models");
            assertThat(mount.access()).isEqualTo(Access.READ_ONLY);
        });
        assertThat(container.tmpfs()).containsEntry("/scratch", gib(8));
        assertThat(container.user()).contains("1000");
        assertThat(container.readOnlyRoot()).isTrue();
        assertThat(container.privileged()).isFalse();
        assertThat(train.secrets())
                .containsEntry("DB_PASSWORD", Secret.secretsManager("arn:aws:secretsmanager:eu-west-1:1:secret:db"));
        assertThat(train.retryStrategy().rules())
                .containsExactly(
                        EvaluateOnExit.retry().onExitCode("137"),
                        EvaluateOnExit.exit().onReason("*"));
    }

    @Test
    void a_definition_made_from_another_and_overridden_by_a_request() {
        JobDefinition big = train().toBuilder()
                .name("train-big")
                .memory(gib(64))
                .container(c -> c.user("2000"))
                .build();
        JobRequest request = job("train-42", big)
                .parameter("epochs", "9")
                .environment("MODE", "full")
                .image("ghcr.io/acme/train:1.5");

        JobDefinition runs = request.effectiveDefinition();
        var container = (ContainerProgram) runs.program();

        assertThat(runs.name()).isEqualTo("train-big");
        assertThat(runs.memory()).isEqualTo(gib(64));
        assertThat(runs.environment()).containsEntry("MODE", "full");
        assertThat(container.image()).isEqualTo("ghcr.io/acme/train:1.5");
        assertThat(container.command()).containsExactly("train", "--epochs", "9");
        assertThat(container.user()).contains("2000");
        assertThat(container.mounts()).hasSize(1);
    }

    @Test
    void a_diamond() {
        var genome = workflow("genome");
        var start = genome.add(job("split", step));
        var aligned = new ArrayList<JobRef>();
        for (String sample : List.of("a", "b")) {
            aligned.add(genome.add(job("align-" + sample, step).after(start).environment("SAMPLE", sample)));
        }
        var merged = genome.add(job("merge", step).after(aligned).memory(gib(16)));
        genome.add(job("notify", step).afterAny(merged));

        var graph = genome.build().graph();

        assertThat(graph.nodes()).containsExactly("split", "align-a", "align-b", "merge", "notify");
        assertThat(graph.predecessors("merge")).containsExactly("align-a", "align-b");
        assertThat(graph.successors("split")).containsExactly("align-a", "align-b");
        assertThat(graph.edges()).hasSize(5);
    }

    @Test
    void a_chain_of_steps() {
        var chain = workflow("chain");
        var last = List.<Predecessor>of();
        for (String name : List.of("one", "two", "three")) {
            last = List.of(chain.add(job(name, step).after(last)));
        }

        assertThat(chain.build().graph().edges()).hasSize(2);
    }

    @Test
    void children_that_wait_for_children() {
        var calls = workflow("calls");
        var aligned = calls.add(job("align", step).array(24));
        calls.add(job("call", step)
                .share("research")
                .retry(r -> r.attempts(2))
                .array(24)
                .afterEach(aligned)
                .stopAfterFailures(3));

        Workflow built = calls.build();

        assertThat(built.jobs()).extracting(Submission::name).containsExactly("align", "call");
        assertThat(built.jobs().get(1).share()).contains("research");
    }

    @Test
    void limits_of_time_and_of_failures() {
        var nightly = workflow("nightly").timeout(Duration.ofHours(6)).stopAfterFailures(2);
        var loaded = nightly.add(job("load", step).queueTimeout(Duration.ofMinutes(30)));
        nightly.add(job("check", step).held().after(loaded));
        nightly.add(job("report", step).afterAny(loaded));

        Workflow built = nightly.build();

        assertThat(built.timeout()).contains(Duration.ofHours(6));
        assertThat(built.jobs()).extracting(Submission::isHeld).containsExactly(false, true, false);
    }

    @Test
    void several_containers() {
        Container db = container("db")
                .image("postgres:17")
                .vcpus(1)
                .memory(gib(1))
                .nonEssential()
                .build();
        Container app = container("app")
                .image("acme/app:2", c -> c.command("migrate"))
                .vcpus(1)
                .memory(gib(2))
                .startAfter(db, Container.Condition.START)
                .build();
        JobDefinition migrate = jobDefinition("migrate")
                .containers(db, app)
                .timeout(Duration.ofMinutes(5))
                .build();

        assertThat(migrate.millivcpus()).isEqualTo(2000);
        assertThat(migrate.memory()).isEqualTo(gib(3));
        assertThat(((ContainerGroup) migrate.program()).containers()).containsExactly(db, app);
        assertThat(app.startAfter()).containsEntry("db", Container.Condition.START);
    }

    @Test
    void several_nodes() {
        MultiNodeJobDefinition mpi = multiNodeJobDefinition("mpi")
                .nodes(8, step)
                .mainNode(0)
                .timeout(HOUR)
                .build();

        assertThat(mpi.nodes()).isEqualTo(8);
        assertThat(mpi.definitionOf(7)).isEqualTo(step);
    }

    @Test
    void spot_instances_then_on_demand_ones() {
        var spot = computeEnvironment("spot")
                .managed()
                .spot(s -> s.bidPercentage(60).allocation(SpotAllocation.SPOT_PRICE_CAPACITY_OPTIMIZED))
                .maxVcpus(256)
                .subnets("subnet-1")
                .instanceRole("ecsInstanceRole")
                .instanceTypes("m7i", "c7i")
                .build();
        var onDemand = computeEnvironment("on-demand")
                .managed()
                .onDemand()
                .maxVcpus(64)
                .subnets("subnet-1")
                .instanceRole("ecsInstanceRole")
                .build();
        var nightly = jobQueue("nightly")
                .computeEnvironmentOrder(spot, onDemand)
                .priority(10)
                .fairShare(f -> f.share("research", 3).share("ads").decay(Duration.ofMinutes(30)))
                .build();

        assertThat(nightly.computeEnvironmentOrder()).containsExactly(spot, onDemand);
        assertThat(nightly.fairShare().orElseThrow().shares())
                .containsEntry("research", 3.0)
                .containsEntry("ads", 1.0);
        assertThat(spot.bidPercentage()).hasValue(60);
        assertThat(onDemand.bidPercentage()).isEmpty();
        assertThat(onDemand.allocation()).isEqualTo(ManagedEnvironment.OnDemandAllocation.BEST_FIT_PROGRESSIVE);
    }

    @Test
    void instances_of_somebody_else() {
        var lab = computeEnvironment("lab").unmanaged("lab-cluster").build();

        assertThat(jobQueue("lab")
                        .computeEnvironmentOrder(lab)
                        .strictFifo()
                        .build()
                        .order())
                .isEqualTo(QueueOrder.STRICT_FIFO);
        assertThat(lab.cluster()).isEqualTo("lab-cluster");
    }

    @Test
    void several_engines() {
        var rack = computeEnvironment("rack")
                .docker()
                .engine(URI.create("unix:///var/run/docker.sock"), e -> e.keepBack(2, gib(4)))
                .engine(URI.create("tcp://10.0.0.5:2376"), e -> e.tls(Path.of("/etc/docker/certs")))
                .baseImage("debian:12")
                .pull(DockerEnvironment.Pull.NEVER)
                .build();

        assertThat(rack.engines()).hasSize(2);
        assertThat(rack.engines().get(0).vcpusKeptBack()).isEqualTo(2);
        assertThat(rack.engines().get(0).memoryKeptBack()).isEqualTo(gib(4));
        assertThat(rack.engines().get(1).tls()).contains(Path.of("/etc/docker/certs"));
        assertThat(rack.baseImage()).contains("debian:12");
        assertThat(rack.pull()).isEqualTo(DockerEnvironment.Pull.NEVER);
    }
}
