package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An instance of EC2 with the agent of ECS on it. Its words are what happens to it. */
public final class StandInHost {
    /** How long ECS shows tasks as running whose instance has ended. */
    static final Duration LOSS_SEEN_AFTER = Duration.ofSeconds(3);

    private final EcsState state;
    private final String instanceId;
    private final String arn;
    private final int cpu;
    private final int memoryMib;
    private final int gpus;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String status = "ACTIVE";
    private boolean connected = true;
    private @Nullable Instant terminatedAt;

    StandInHost(EcsState state, String instanceId, String arn, int vcpus, int memoryMib, int gpus) {
        this.state = state;
        this.instanceId = instanceId;
        this.arn = arn;
        this.cpu = vcpus * 1_024;
        this.memoryMib = memoryMib;
        this.gpus = gpus;
        attributes.put("ecs.instance-type", "m5.large");
        attributes.put("ecs.os-type", "linux");
        attributes.put("ecs.cpu-architecture", "x86_64");
        attributes.put("ecs.availability-zone", "eu-central-1a");
    }

    public String instanceId() {
        return instanceId;
    }

    public String containerInstanceArn() {
        return arn;
    }

    String arn() {
        return arn;
    }

    /** Says an attribute, for example {@code rack}. */
    public StandInHost attribute(String name, String value) {
        synchronized (state) {
            attributes.put(name, value);
            return this;
        }
    }

    /** Somebody drains it: nothing new is placed there, and what runs goes on. */
    public void drain() {
        synchronized (state) {
            status = "DRAINING";
        }
    }

    /** It takes tasks again. */
    public void activate() {
        synchronized (state) {
            status = "ACTIVE";
        }
    }

    /** Its agent has no contact: what runs goes on, and nobody hears of it. */
    public void disconnect() {
        synchronized (state) {
            connected = false;
        }
    }

    /** Its agent is back, and tells what happened meanwhile. */
    public void connect() {
        synchronized (state) {
            connected = true;
        }
    }

    /**
     * It ends at once, with all that ran on it: EC2 knows that, and ECS goes on showing its tasks as running for a while and then
     * as stopped without an exit code.
     */
    public void terminate() {
        synchronized (state) {
            connected = false;
            terminatedAt = state.clock().now();
        }
        state.killAll(this);
    }

    boolean isTerminated() {
        synchronized (state) {
            return terminatedAt != null;
        }
    }

    String architecture() {
        synchronized (state) {
            return attributes.getOrDefault("ecs.cpu-architecture", "x86_64");
        }
    }

    // ---- under the lock of the state

    boolean isConnected() {
        return connected;
    }

    boolean isActive() {
        return status.equals("ACTIVE");
    }

    /** Whether ECS has seen by now that it has ended. */
    boolean lossIsSeen() {
        return terminatedAt != null
                && !terminatedAt.plus(LOSS_SEEN_AFTER).isAfter(state.clock().now());
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>(attributes);
        facts.put("ec2InstanceId", instanceId);
        return facts;
    }

    /** Why a task does not fit, in ECS's words. */
    Optional<String> whyNoRoom(TaskNeed need) {
        TaskNeed used = state.usedOn(this);
        if (used.cpu() + need.cpu() > cpu) {
            return Optional.of("RESOURCE:CPU");
        }
        if (used.memoryMib() + need.memoryMib() > memoryMib) {
            return Optional.of("RESOURCE:MEMORY");
        }
        return used.gpus() + need.gpus() > gpus ? Optional.of("RESOURCE:GPU") : Optional.empty();
    }

    ObjectNode describe() {
        TaskNeed used = state.usedOn(this);
        ObjectNode node = WireServer.JSON.createObjectNode();
        node.put("containerInstanceArn", arn)
                .put("ec2InstanceId", instanceId)
                .put("status", status)
                .put("agentConnected", connected)
                .put("runningTasksCount", state.countOn(this, "RUNNING"))
                .put("pendingTasksCount", state.countOn(this, "PENDING"));
        resources(node.putArray("registeredResources"), cpu, memoryMib, gpus);
        resources(
                node.putArray("remainingResources"),
                cpu - used.cpu(),
                memoryMib - used.memoryMib(),
                gpus - used.gpus());
        ArrayNode all = node.putArray("attributes");
        attributes.forEach((name, value) -> all.addObject().put("name", name).put("value", value));
        return node;
    }

    private static void resources(ArrayNode into, int cpu, int memoryMib, int gpus) {
        into.addObject().put("name", "CPU").put("type", "INTEGER").put("integerValue", cpu);
        into.addObject().put("name", "MEMORY").put("type", "INTEGER").put("integerValue", memoryMib);
        ArrayNode ports =
                into.addObject().put("name", "PORTS").put("type", "STRINGSET").putArray("stringSetValue");
        ports.add("22").add("2376").add("2375").add("51678").add("51679");
        if (gpus > 0) {
            ArrayNode ids =
                    into.addObject().put("name", "GPU").put("type", "STRINGSET").putArray("stringSetValue");
            for (int i = 0; i < gpus; i++) {
                ids.add("GPU-" + i);
            }
        }
    }
}
