package dev.tranche.runtime.ec2;

/**
 * A type of instance as EC2 describes it.
 *
 * @param name for example {@code m7i.large}
 * @param memoryMib all that it has; what it registers is less
 * @param architecture {@code x86_64} or {@code arm64}
 */
record DescribedType(String name, int vcpus, int memoryMib, int gpus, String architecture) {
    /** Of what EC2 describes, tasks get so much at the least: the kernel and the agent take more of a small instance. */
    private static final double REGISTERED = 0.94;

    private static final int KEPT_BACK_MIB = 160;

    /** What is to be expected for tasks before the first has registered: less rather than more. */
    Need cautious() {
        int memory = (int) (memoryMib * REGISTERED) - KEPT_BACK_MIB;
        return new Need(vcpus * Instances.UNITS, Math.max(0, memory), gpus);
    }
}
