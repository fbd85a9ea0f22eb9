package dev.tranche.runtime.ec2.standin;

/** What ECS keeps of an instance for a task. */
record TaskNeed(int cpu, int memoryMib, int gpus) {
    static final TaskNeed NONE = new TaskNeed(0, 0, 0);

    TaskNeed plus(TaskNeed other) {
        return new TaskNeed(cpu + other.cpu, memoryMib + other.memoryMib, gpus + other.gpus);
    }
}
