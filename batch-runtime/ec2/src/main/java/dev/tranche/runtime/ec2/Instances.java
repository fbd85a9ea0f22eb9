package dev.tranche.runtime.ec2;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Resource;

/** What ECS says of the resources of a container instance. */
final class Instances {
    /** What ECS calls a processor. */
    static final int UNITS = 1_024;

    private static final String DRAINING = "DRAINING";
    private static final int THOUSANDTHS = 1_000;

    private Instances() {}

    /** What it is called: the instance of EC2; of a machine outside of EC2, as ECS calls it. */
    static String name(ContainerInstance instance) {
        String arn = instance.containerInstanceArn();
        return instance.ec2InstanceId() == null ? arn.substring(arn.lastIndexOf('/') + 1) : instance.ec2InstanceId();
    }

    /** Whether ECS places nothing more there and lets what runs go on. */
    static boolean isDraining(ContainerInstance instance) {
        return DRAINING.equals(instance.status());
    }

    /** All that it has for tasks. */
    static Need registered(ContainerInstance instance) {
        return sum(instance.registeredResources());
    }

    /** What tasks have of it, whoever started them. */
    static Need used(ContainerInstance instance) {
        return registered(instance).minus(sum(instance.remainingResources()));
    }

    private static Need sum(List<Resource> resources) {
        int cpu = 0;
        int memory = 0;
        int gpus = 0;
        for (Resource each : resources) {
            switch (each.name()) {
                case "CPU" -> cpu = each.integerValue();
                case "MEMORY" -> memory = each.integerValue();
                case "GPU" -> gpus = each.stringSetValue().size();
                default -> {} // ports: tasks have the network of their host, or one of their own
            }
        }
        return new Need(cpu, memory, gpus);
    }

    /** The same as the scheduler counts it; ECS does not know disks. */
    static Capacity capacity(Need need) {
        long thousandths = (long) need.cpu() * THOUSANDTHS / UNITS;
        return new Capacity((int) thousandths, MemorySize.mib(need.memoryMib()), need.gpus(), MemorySize.mib(0));
    }
}
