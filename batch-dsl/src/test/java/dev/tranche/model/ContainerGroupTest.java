package dev.tranche.model;

import static dev.tranche.model.MemorySize.gib;
import static dev.tranche.model.MemorySize.mib;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.Container.Condition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerGroupTest {
    private final Container db = Container.named("db")
            .image("postgres:17")
            .vcpus(1)
            .memory(gib(1))
            .nonEssential()
            .build();
    private final Container app = Container.named("app")
            .image("acme/app", c -> c.command("migrate", Ref.to("to")).secret("TOKEN", Secret.ssmParameter("/token")))
            .vcpus(2)
            .memory(gib(2))
            .gpus(1)
            .environment("MODE", "app")
            .startAfter(db, Condition.START)
            .build();
    private final JobDefinition migrate =
            JobDefinition.named("migrate").containers(db, app).build();

    private static Container container(JobDefinition definition, int index) {
        return ((ContainerGroup) definition.program()).containers().get(index);
    }

    @Test
    void a_job_needs_the_sum_of_what_its_containers_need() {
        assertThat(migrate.millivcpus()).isEqualTo(3000);
        assertThat(migrate.memory()).isEqualTo(gib(3));
        assertThat(migrate.gpus()).isEqualTo(1);
    }

    @Test
    void what_runs_has_the_variables_of_the_job_in_each_container_whose_own_go_before() {
        JobDefinition runs = JobRequest.of("m", migrate)
                .parameter("to", "7")
                .environment("MODE", "job")
                .environment("TOKEN", "plain")
                .override(d -> d.secret("PASSWORD", Secret.ssmParameter("/p")))
                .effectiveDefinition();

        assertThat(container(runs, 0).environment())
                .containsExactly(Map.entry("MODE", "job"), Map.entry("TOKEN", "plain"));
        assertThat(container(runs, 0).secrets()).containsOnlyKeys("PASSWORD");
        assertThat(container(runs, 1).environment()).containsExactly(Map.entry("MODE", "app"));
        assertThat(container(runs, 1).secrets()).containsOnlyKeys("PASSWORD", "TOKEN");
        assertThat(container(runs, 1).program().command()).containsExactly("migrate", "7");
        assertThat(container(migrate, 0).environment()).isEmpty();
    }

    @Test
    void a_request_changes_containers_by_their_names() {
        JobRequest request = JobRequest.of("m", migrate)
                .parameter("to", "7")
                .override(d -> d.container("db", c -> c.memory(gib(4)).container(o -> o.user("1"))))
                .override(d -> d.container("db", c -> c.environment("A", "1")));
        Container changed = container(request.effectiveDefinition(), 0);

        assertThat(changed.memory()).isEqualTo(gib(4));
        assertThat(changed.program().user()).contains("1");
        assertThat(changed.environment()).containsExactly(Map.entry("A", "1"));
        assertThat(request.effectiveDefinition().memory()).isEqualTo(gib(6));
        assertThat(request.overrides().containers()).hasEntrySatisfying("db", db -> {
            assertThat(db.memory()).contains(gib(4));
            assertThat(db.container().user()).contains("1");
        });
    }

    @Test
    void the_place_of_a_container_in_its_job_stays() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> migrate.toBuilder().container("db", c -> c.name("x")))
                .withMessage("the name of a container in its job cannot change; make another container");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> migrate.toBuilder().container("db", c -> c.nonEssential()))
                .withMessage("the non-essential of a container in its job cannot change; make another container");
    }

    @Test
    void what_does_not_fit_together_is_told_all_at_once() {
        Container huge = db.toBuilder()
                .name("huge")
                .vcpus(Check.MAX_VCPUS)
                .memory(Check.MAX_SIZE)
                .build();
        Container after = Container.named("after")
                .image("x")
                .vcpus(1)
                .memory(mib(4))
                .nonEssential()
                .startAfter(app, Condition.START)
                .build();
        var chain = JobDefinition.named("m").containers(huge, db, db, after).memory(gib(1));

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("""
                        job definition m / memory: the job has several containers; say it of them
                        job definition m / containers: at least one must be essential: its end is the end of the job
                        job definition m / vcpus: the containers together must need at most 2147483 vCPUs
                        job definition m / memory: the containers together must need at most 1048576 GiB: \
                        1073743876 MiB
                        job definition m / container db / name: two containers of the job have this name
                        job definition m / container after / startAfter: container app must stand before it in the \
                        job, which has [huge, db, db, after]\
                        """);
    }

    @Test
    void containers_share_a_volume_and_cannot_mean_two_by_one_name() {
        Container writer = db.toBuilder()
                .container(c -> c.mount(Volume.named("data"), "/out"))
                .build();
        Container reader = app.toBuilder()
                .container(c -> c.mount(Volume.named("data"), "/in"))
                .build();
        Container stranger = app.toBuilder()
                .container(c -> c.mount(Volume.efs("data", "fs-1"), "/in"))
                .build();

        assertThat(JobDefinition.named("m").containers(writer, reader).build().program())
                .isEqualTo(new ContainerGroup(ImmutableList.of(writer, reader)));
        assertThatThrownBy(JobDefinition.named("m").containers(writer, stranger)::build)
                .isInstanceOf(InvalidModelException.class)
                .hasMessage("job definition m / container app / volume data: another container of the job has another "
                        + "volume of this name: NamedVolume[name=data] and EfsVolume[name=data, fileSystemId=fs-1]");
    }

    @Test
    void a_request_gives_a_container_a_part_of_a_vcpu() {
        JobRequest request = JobRequest.of("m", migrate)
                .parameter("to", "7")
                .override(d -> d.container("db", c -> c.millivcpus(250)));

        assertThat(container(request.effectiveDefinition(), 0).millivcpus()).isEqualTo(250);
    }

    @Test
    void what_concerns_one_container_cannot_be_said_of_all() {
        assertThatThrownBy(JobRequest.of("m", migrate)
                        .parameter("to", "7")
                        .image("x")
                        .vcpus(2)::effectiveDefinition)
                .hasMessage("""
                        job m / image: the job has several containers; say it of one of them
                        job m / millivcpus: the job has several containers; say it of them\
                        """);
    }

    @Test
    void a_container_that_is_not_there_cannot_be_changed() {
        assertThatThrownBy(migrate.toBuilder().container("cache", c -> c.vcpus(2))::build)
                .hasMessage("job definition migrate / container cache: the job has no such container, only [db, app]");
    }

    @Test
    void a_reference_in_a_container_is_named_with_it() {
        assertThatThrownBy(JobRequest.of("m", migrate)::effectiveDefinition)
                .hasMessage("job m / container app / command / Ref::to: no such parameter has a value; given are []");
    }
}
