package dev.tranche.runtime.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Resource;

/** What instances have, and whose it is. */
class InstancesTest {
    private static Resource resource(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static Resource gpus(String... ids) {
        return Resource.builder()
                .name("GPU")
                .type("STRINGSET")
                .stringSetValue(ids)
                .build();
    }

    private static ContainerInstance instance(List<Resource> registered, List<Resource> remaining) {
        return ContainerInstance.builder()
                .containerInstanceArn("arn:aws:ecs:eu-central-1:123456789012:container-instance/lab/abc")
                .registeredResources(registered)
                .remainingResources(remaining)
                .build();
    }

    @Test
    void what_is_used_is_what_was_registered_less_what_remains() {
        ContainerInstance half = instance(
                List.of(resource("CPU", 4_096), resource("MEMORY", 7_985), gpus("a", "b")),
                List.of(resource("CPU", 2_000), resource("MEMORY", 7_000), gpus("b")));

        assertThat(Instances.registered(half)).isEqualTo(new Need(4_096, 7_985, 2));
        assertThat(Instances.used(half)).isEqualTo(new Need(2_096, 985, 1));
    }

    @Test
    void units_of_cpu_are_thousandths_rounded_down() {
        assertThat(Instances.capacity(new Need(2_048, 512, 1)))
                .isEqualTo(new Capacity(2_000, MemorySize.mib(512), 1, MemorySize.mib(0)));
        assertThat(Instances.capacity(new Need(1_023, 1, 0)).millivcpus()).isEqualTo(999);
    }

    @Test
    void a_machine_outside_of_ec2_has_the_name_that_ecs_gives_it() {
        assertThat(Instances.name(instance(List.of(), List.of()))).isEqualTo("abc");
    }

    @Test
    void an_estimate_moves_only_as_far_as_it_has_to() {
        Need before = new Need(1_024, 100, 0);

        assertThat(before.between(new Need(0, 0, 0), new Need(2_048, 200, 0))).isEqualTo(before);
        assertThat(before.between(new Need(1_500, 150, 1), new Need(2_048, 200, 1)))
                .isEqualTo(new Need(1_500, 150, 1));
        assertThat(before.between(new Need(0, 0, 0), new Need(512, 50, 0))).isEqualTo(new Need(512, 50, 0));
    }
}
