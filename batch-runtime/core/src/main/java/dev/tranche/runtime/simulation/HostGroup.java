package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEngine;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.LocalEnvironment;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.runtime.spi.Capacity;
import java.util.ArrayList;
import java.util.List;

/**
 * Pretend hosts of one size.
 *
 * @param environment where they are
 * @param count how many
 * @param each what each can hold
 */
record HostGroup(ComputeEnvironment environment, int count, Capacity each) {
    /** So many hosts a simulation has at the most in one environment. */
    static final int MAX_HOSTS = 100_000;

    private static final int USUAL_VCPUS = 16;
    private static final long USUAL_GIB_PER_VCPU = 4;
    private static final MemorySize USUAL_DISK = MemorySize.gib(1024);

    HostGroup {
        if (count < 1 || count > MAX_HOSTS) {
            throw new IllegalArgumentException("environment " + environment.name() + " needs 1 to " + MAX_HOSTS
                    + " hosts: " + count + "; one without hosts runs nothing");
        }
        if (each.millivcpus() == 0 || each.memory().bytes() == 0) {
            throw new IllegalArgumentException(
                    "a host of environment " + environment.name() + " needs vCPUs and memory: " + each);
        }
    }

    static HostGroup of(ComputeEnvironment environment, int count, int vcpus, MemorySize memory) {
        if (vcpus < 1 || vcpus > Integer.MAX_VALUE / 1000) {
            throw new IllegalArgumentException(
                    "a host of environment " + environment.name() + " needs at least 1 vCPU: " + vcpus);
        }
        return new HostGroup(environment, count, new Capacity(1000 * vcpus, memory, 0, USUAL_DISK));
    }

    /** The hosts of an environment of which nothing was said: what it declares itself, else of the usual size. */
    static List<HostGroup> declared(ComputeEnvironment environment) {
        if (environment instanceof LocalEnvironment local) {
            int vcpus = local.vcpus().orElse(USUAL_VCPUS);
            return List.of(of(environment, 1, vcpus, local.memory().orElse(usualMemory(vcpus))));
        }
        if (environment instanceof DockerEnvironment docker && !docker.engines().isEmpty()) {
            return docker.engines().stream()
                    .map(engine -> engine(environment, engine))
                    .toList();
        }
        if (environment instanceof ManagedEnvironment managed) {
            return upTo(environment, managed.maxVcpus());
        }
        if (environment instanceof UnmanagedEnvironment unmanaged) {
            return upTo(environment, unmanaged.unmanagedVcpus().orElse(USUAL_VCPUS));
        }
        return List.of(of(environment, 1, USUAL_VCPUS, usualMemory(USUAL_VCPUS)));
    }

    private static HostGroup engine(ComputeEnvironment environment, DockerEngine engine) {
        int vcpus = Math.max(1, USUAL_VCPUS - engine.vcpusKeptBack());
        long memory = usualMemory(USUAL_VCPUS).bytes() - engine.memoryKeptBack().bytes();
        return of(
                environment, 1, vcpus, new MemorySize(Math.max(MemorySize.gib(1).bytes(), memory)));
    }

    /** Hosts of the usual size that have so many vCPUs together; the last may be smaller. */
    private static List<HostGroup> upTo(ComputeEnvironment environment, int vcpus) {
        List<HostGroup> groups = new ArrayList<>();
        int whole = Math.min(MAX_HOSTS, vcpus / USUAL_VCPUS);
        if (whole > 0) {
            groups.add(of(environment, whole, USUAL_VCPUS, usualMemory(USUAL_VCPUS)));
        }
        int rest = vcpus % USUAL_VCPUS;
        if (rest > 0) {
            groups.add(of(environment, 1, rest, usualMemory(rest)));
        }
        return groups;
    }

    private static MemorySize usualMemory(int vcpus) {
        return MemorySize.gib(vcpus * USUAL_GIB_PER_VCPU);
    }
}
