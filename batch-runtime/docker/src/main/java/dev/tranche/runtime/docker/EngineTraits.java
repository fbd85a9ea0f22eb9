package dev.tranche.runtime.docker;

import dev.tranche.model.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an engine is and what it can enforce, as it was when it was asked.
 *
 * @param kind {@code Docker}, {@code Podman} or {@code Docker Desktop}
 * @param version the engine's version
 * @param apiVersion the newest version of the API that it speaks, for example {@code 1.41}
 * @param operatingSystem {@code linux} or {@code windows}
 * @param architecture in the words of images, for example {@code amd64}
 * @param cpus processors of its host
 * @param memory main memory of its host
 * @param gpus the GPUs that it announces, by the identities that a request names them with
 * @param cgroupVersion 1 or 2
 * @param rootless whether it runs without the rights of root
 * @param selinux whether a directory of the host has to be marked before a container may use it
 * @param limitsMemory whether it kills what takes more memory than it may
 * @param limitsSwap whether it can keep a container from swapping
 * @param sharesCpu whether vCPUs count when processors are scarce
 * @param limitsCpu whether it can hold back what takes more CPU than it may
 * @param logDriver where output goes if nothing else is said
 * @param logDrivers all drivers that it has
 * @param rootDirectory where it keeps images and containers, on its host
 */
record EngineTraits(
        String kind,
        String version,
        String apiVersion,
        String operatingSystem,
        String architecture,
        int cpus,
        MemorySize memory,
        List<String> gpus,
        int cgroupVersion,
        boolean rootless,
        boolean selinux,
        boolean limitsMemory,
        boolean limitsSwap,
        boolean sharesCpu,
        boolean limitsCpu,
        String logDriver,
        Set<String> logDrivers,
        String rootDirectory) {
    static final String DOCKER = "Docker";
    static final String DESKTOP = "Docker Desktop";

    /** The first version of the API with which everything here has been tried. */
    private static final String OLDEST_API = "1.41";

    EngineTraits {
        gpus = List.copyOf(gpus);
        logDrivers = Set.copyOf(logDrivers);
    }

    /** Why jobs must not run there: what their definitions promise would be ignored in silence. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!kind.equals(DOCKER) && !kind.equals(DESKTOP)) {
            problems.add("it is " + kind + ", which is not supported; use a Docker engine");
        }
        if (!operatingSystem.equals("linux")) {
            problems.add("its containers are for " + operatingSystem + ", and jobs are for linux");
        }
        if (isOlder(apiVersion, OLDEST_API)) {
            problems.add(
                    "its API is " + apiVersion + ", and " + OLDEST_API + " (Docker 20.10) is the oldest that will do");
        }
        if (!limitsMemory) {
            problems.add("it would ignore memory limits" + cgroupAdvice());
        }
        if (!sharesCpu) {
            problems.add("it would ignore vCPUs" + cgroupAdvice());
        }
        return problems;
    }

    private String cgroupAdvice() {
        return rootless
                ? "; a rootless engine needs cgroup v2 with the controllers delegated to its user, see \"docker info\""
                : "; enable the control group controllers of its kernel, see \"docker info\"";
    }

    /** Whether output that goes to a driver can be read back from the engine. */
    boolean canReadBack(String driver) {
        return !driver.equals("none"); // since 20.10 an engine keeps a copy of what any other driver sends away
    }

    /** One for people: what kind of engine this is. */
    String summary() {
        return kind + " " + version + " (API " + apiVersion + ", " + architecture + ", cgroup v" + cgroupVersion
                + (rootless ? ", rootless" : "") + ", " + cpus + " CPUs, " + memory.toMebibytesRoundedUp() + " MiB)";
    }

    private static boolean isOlder(String version, String other) {
        String[] left = version.split("\\.", -1);
        String[] right = other.split("\\.", -1);
        for (int i = 0; i < right.length; i++) {
            int difference = number(left, i) - number(right, i);
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int number(String[] parts, int index) {
        try {
            return index < parts.length ? Integer.parseInt(parts[index]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
