package dev.tranche.runtime.ec2;

import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.ResourceType;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/**
 * What ECS keeps of an instance for a task.
 *
 * @param cpu in units, 1,024 for a vCPU
 * @param memoryMib in MiB
 * @param gpus whole GPUs
 */
record Need(int cpu, int memoryMib, int gpus) {
    static final Need NONE = new Need(0, 0, 0);

    /** What a start asks for. */
    static Need of(TaskOverride start) {
        return start.containerOverrides().stream().map(Need::of).reduce(NONE, Need::plus);
    }

    private static Need of(ContainerOverride container) {
        int memory = container.memory() != null
                ? container.memory()
                : container.memoryReservation() != null ? container.memoryReservation() : 0;
        int gpus = container.resourceRequirements().stream()
                .filter(each -> each.type() == ResourceType.GPU)
                .mapToInt(each -> Integer.parseInt(each.value()))
                .sum();
        return new Need(container.cpu() == null ? 0 : container.cpu(), memory, gpus);
    }

    Need plus(Need other) {
        return new Need(cpu + other.cpu, memoryMib + other.memoryMib, gpus + other.gpus);
    }

    /** What is left without another need, at least nothing. */
    Need minus(Need other) {
        return new Need(
                Math.max(0, cpu - other.cpu), Math.max(0, memoryMib - other.memoryMib), Math.max(0, gpus - other.gpus));
    }

    /** The nearest to this that is between two others. */
    Need between(Need least, Need most) {
        return new Need(
                between(cpu, least.cpu, most.cpu),
                between(memoryMib, least.memoryMib, most.memoryMib),
                between(gpus, least.gpus, most.gpus));
    }

    private static int between(int value, int least, int most) {
        return Math.max(least, Math.min(value, Math.max(least, most)));
    }
}
