package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What has to be on an engine before an attempt can start there. Holds the launch, secrets included, until its containers
 * are created. One thread at a time, handed on with the work.
 */
final class Preparation {
    /** An answer that does not come is waited for this often. */
    static final int MOST_TRIES = 5;

    private final Launch launch;
    private final List<ContainerPlan> plans;
    private final Optional<Path> runDirectory;
    private final List<Images.Wish> wishes = new ArrayList<>();
    private final Map<Integer, List<String>> gpus = new HashMap<>();
    private final BitSet ready = new BitSet();
    private int tries;

    /**
     * @param plans its containers
     * @param runDirectory what jobs of its workflow run share
     */
    Preparation(Launch launch, List<ContainerPlan> plans, Optional<Path> runDirectory) {
        this.launch = launch;
        this.plans = plans;
        this.runDirectory = runDirectory;
    }

    Launch launch() {
        return launch;
    }

    List<ContainerPlan> plans() {
        return plans;
    }

    Optional<Path> runDirectory() {
        return runDirectory;
    }

    List<Images.Wish> wishes() {
        return wishes;
    }

    /** The GPUs of a container, taken once however often it is tried to create it. */
    List<String> gpus(int index, Supplier<List<String>> take) {
        return gpus.computeIfAbsent(index, any -> take.get());
    }

    /** Whether a container is on the engine, with everything in it. */
    boolean isReady(int index) {
        return ready.get(index);
    }

    void ready(int index) {
        ready.set(index);
    }

    /** Whether it is worth another try. */
    boolean mayTryAgain() {
        return ++tries < MOST_TRIES;
    }
}
