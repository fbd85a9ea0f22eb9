package dev.tranche.runtime.ec2.standin;

import java.util.List;

/**
 * A type of instance.
 *
 * @param registersMib the memory that an instance of it has for tasks
 */
record StandInType(String name, int vcpus, int memoryMib, int registersMib, int gpus, String architecture) {
    static final List<StandInType> ALL = List.of(
            new StandInType("m7i.large", 2, 8_192, 7_800, 0, "x86_64"),
            new StandInType("m7i.xlarge", 4, 16_384, 15_800, 0, "x86_64"),
            new StandInType("m7i.2xlarge", 8, 32_768, 31_700, 0, "x86_64"),
            new StandInType("m7i.metal-24xl", 96, 393_216, 390_000, 0, "x86_64"),
            new StandInType("c7i.large", 2, 4_096, 3_800, 0, "x86_64"),
            new StandInType("c7i.xlarge", 4, 8_192, 7_800, 0, "x86_64"),
            new StandInType("m6i.large", 2, 8_192, 7_800, 0, "x86_64"),
            new StandInType("c6i.large", 2, 4_096, 3_800, 0, "x86_64"),
            new StandInType("r6i.large", 2, 16_384, 15_800, 0, "x86_64"),
            new StandInType("m7g.large", 2, 8_192, 7_800, 0, "arm64"),
            new StandInType("g5.xlarge", 4, 16_384, 15_800, 1, "x86_64"));
}
