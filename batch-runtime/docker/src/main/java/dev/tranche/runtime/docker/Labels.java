package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container.Condition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Launch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The labels that say whose a container is. They are written once, when the container is created, and are all that another
 * runtime, the next opening of this one, or a person needs to know.
 */
final class Labels {
    /** Begins all names of ours. */
    static final String PREFIX = "dev.tranche.";

    /** The runtime, in hexadecimal: on everything of ours. */
    static final String RUNTIME = PREFIX + "runtime";

    /** The environment's name: on everything of ours. */
    static final String ENVIRONMENT = PREFIX + "environment";

    /** The attempt: on containers and networks of attempts. */
    static final String ATTEMPT = PREFIX + "attempt";

    /** What the nodes of one attempt of a multi-node job have in common, which is the name of their own network too. */
    static final String NODES = PREFIX + "nodes";

    /** The name of one of several containers of an attempt. */
    static final String CONTAINER = PREFIX + "container";

    /** The name of the job, for people. */
    static final String JOB_NAME = PREFIX + "job-name";

    /** What it may take of its host, for other runtimes. */
    static final String MILLIVCPUS = PREFIX + "millivcpus";

    /** What it may take of its host, in bytes. */
    static final String MEMORY = PREFIX + "memory";

    /** The GPUs that it holds, with commas between them. */
    static final String GPUS = PREFIX + "gpus";

    /** How many containers the attempt has, which of them this is, whether its end is the end of the attempt, and more. */
    static final String COUNT = PREFIX + "containers";

    static final String INDEX = PREFIX + "index";
    static final String ESSENTIAL = PREFIX + "essential";
    static final String START_AFTER = PREFIX + "start-after";
    static final String STOP_GRACE = PREFIX + "stop-grace-millis";
    static final String STOP_SIGNAL = PREFIX + "stop-signal";

    /** On the container that holds the lease of a runtime. */
    static final String LEASE = PREFIX + "lease";

    private final String runtime;
    private final String environment;

    Labels(long runtimeId, String environment) {
        this.runtime = Long.toHexString(runtimeId);
        this.environment = environment;
    }

    String runtime() {
        return runtime;
    }

    /** What finds everything of this runtime. */
    String filter() {
        return RUNTIME + "=" + runtime;
    }

    /** What is on everything of ours. */
    Map<String, String> common() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(RUNTIME, runtime);
        labels.put(ENVIRONMENT, environment);
        return labels;
    }

    Map<String, String> of(Launch launch, ContainerPlan plan) {
        Map<String, String> labels = common();
        labels.put(ATTEMPT, launch.attempt().toString());
        labels.put(JOB_NAME, launch.jobName());
        labels.put(MILLIVCPUS, Integer.toString(plan.millivcpus()));
        labels.put(MEMORY, Long.toString(plan.memory().bytes()));
        labels.put(STOP_GRACE, Long.toString(launch.definition().stopGrace().toMillis()));
        if (!plan.name().isEmpty()) {
            labels.put(CONTAINER, plan.name());
            labels.put(ESSENTIAL, Boolean.toString(plan.essential()));
        }
        if (launch.definition().propagateTags()) {
            labels.putAll(launch.definition().tags());
        }
        return labels;
    }

    /** Whether a container is of this environment of this runtime. */
    boolean areOurs(Map<String, String> labels) {
        return runtime.equals(labels.get(RUNTIME)) && environment.equals(labels.get(ENVIRONMENT));
    }

    /** The attempt that a container belongs to, if it is one of an attempt. */
    static Optional<AttemptId> attempt(Map<String, String> labels) {
        String text = labels.getOrDefault(ATTEMPT, "");
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new AttemptId(JobId.parse(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1))));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** The name of one of several containers, empty for the only one. */
    static String container(Map<String, String> labels) {
        return labels.getOrDefault(CONTAINER, "");
    }

    /** How many containers an attempt has. */
    static int count(Map<String, String> labels) {
        return (int) Math.max(1, number(labels, COUNT));
    }

    /** Which of them this is. */
    static int index(Map<String, String> labels) {
        return (int) number(labels, INDEX);
    }

    static boolean isEssential(Map<String, String> labels) {
        return !"false".equals(labels.get(ESSENTIAL));
    }

    static Duration grace(Map<String, String> labels) {
        return Duration.ofMillis(number(labels, STOP_GRACE));
    }

    static String stopSignal(Map<String, String> labels) {
        return labels.getOrDefault(STOP_SIGNAL, "SIGTERM");
    }

    /** What a container waits for, as {@link #startAfter(Map)} reads it. */
    static String text(Map<String, Condition> startAfter) {
        return startAfter.entrySet().stream()
                .map(other -> other.getKey() + ":" + other.getValue())
                .collect(Collectors.joining(","));
    }

    static Map<String, Condition> startAfter(Map<String, String> labels) {
        Map<String, Condition> startAfter = new LinkedHashMap<>();
        String text = labels.getOrDefault(START_AFTER, "");
        for (String other : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int colon = other.indexOf(':');
            startAfter.put(other.substring(0, colon), Condition.valueOf(other.substring(colon + 1)));
        }
        return startAfter;
    }

    static int millivcpus(Map<String, String> labels) {
        return (int) Math.min(Integer.MAX_VALUE, number(labels, MILLIVCPUS));
    }

    static MemorySize memory(Map<String, String> labels) {
        return new MemorySize(number(labels, MEMORY));
    }

    private static long number(Map<String, String> labels, String name) {
        try {
            return Math.max(0, Long.parseLong(labels.getOrDefault(name, "0")));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
