package dev.tranche.runtime.docker;

import dev.tranche.model.Container.Condition;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.MemorySize;
import dev.tranche.model.RawSetting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of an attempt, whatever kind of program it is for: what the definition says, before it is put into the
 * engine's words. Holds secrets, therefore it has no readable {@code toString}.
 */
final class ContainerPlan {
    private final String name;
    private final boolean essential;
    private final Map<String, Condition> startAfter;
    private final ContainerProgram settings;
    private final List<String> entrypoint;
    private final List<String> command;
    private final Optional<ProgramFile> file;
    private final int millivcpus;
    private final MemorySize memory;
    private final int gpus;
    private final Map<String, String> variables;
    private final List<RawSetting> raw;

    ContainerPlan(
            String name,
            boolean essential,
            Map<String, Condition> startAfter,
            ContainerProgram settings,
            List<String> entrypoint,
            List<String> command,
            Optional<ProgramFile> file,
            int millivcpus,
            MemorySize memory,
            int gpus,
            Map<String, String> variables,
            List<RawSetting> raw) {
        this.name = name;
        this.essential = essential;
        this.startAfter = startAfter;
        this.settings = settings;
        this.entrypoint = entrypoint;
        this.command = command;
        this.file = file;
        this.millivcpus = millivcpus;
        this.memory = memory;
        this.gpus = gpus;
        this.variables = variables;
        this.raw = raw;
    }

    /** Its name in the job, empty for the only one. */
    String name() {
        return name;
    }

    /** Whether its end is the end of the attempt. */
    boolean essential() {
        return essential;
    }

    /** What it waits for, by the name of the other container. */
    Map<String, Condition> startAfter() {
        return startAfter;
    }

    /** Its image, and how it is set up. */
    ContainerProgram settings() {
        return settings;
    }

    /** What runs instead of what the image says, empty for that. */
    List<String> entrypoint() {
        return entrypoint;
    }

    /** The arguments of what runs, empty for those that the image says. */
    List<String> command() {
        return command;
    }

    /** What is copied into it before it starts. */
    Optional<ProgramFile> file() {
        return file;
    }

    /** Thousandths of a vCPU. */
    int millivcpus() {
        return millivcpus;
    }

    /** What it may take of memory. */
    MemorySize memory() {
        return memory;
    }

    /** How many GPUs it gets. */
    int gpus() {
        return gpus;
    }

    /** All its variables, secret ones too, in their order. */
    Map<String, String> variables() {
        return variables;
    }

    /** What only this backend understands. */
    List<RawSetting> raw() {
        return raw;
    }
}
