package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * What EC2 has: instances, launch templates and capacity. Its words are what AWS has on a bad day; nothing happens unless it is
 * asked for. The lock of the state guards it.
 */
public final class StandInEc2 {
    /** "Terminated instances remain visible after termination (for approximately one hour)" (TerminateInstances). */
    static final Duration ENDED_SHOWN_FOR = Duration.ofHours(1);

    /** The subnets that there are, and their zones. */
    static final Map<String, String> ZONES =
            Map.of("subnet-a", "eu-central-1a", "subnet-b", "eu-central-1b", "subnet-c", "eu-central-1c");

    private final EcsState state;
    private final Map<String, StandInInstance> instances = new LinkedHashMap<>();
    private final Set<String> joined = new HashSet<>();
    private final Map<String, ObjectNode> templates = new LinkedHashMap<>();
    private final Map<String, Answered> answered = new HashMap<>();
    private final Map<String, Integer> capacity = new ConcurrentHashMap<>();
    private final Map<String, Double> spotPrices = new ConcurrentHashMap<>();
    private final Map<String, Integer> addresses = new ConcurrentHashMap<>();
    private final Map<String, Integer> registers = new ConcurrentHashMap<>();
    private volatile Duration boot = Duration.ofMillis(200);
    private volatile Duration unseen = Duration.ZERO;
    private volatile int vcpuLimit = Integer.MAX_VALUE;
    private volatile boolean joins = true;

    /** What a token was used for. */
    record Answered(String request, ObjectNode answer) {}

    StandInEc2(EcsState state) {
        this.state = state;
    }

    // ---- words of a test

    /** How long an instance takes to boot and join. */
    public StandInEc2 boots(Duration time) {
        boot = time;
        return this;
    }

    /** Instances boot and do not join, or do again. */
    public StandInEc2 joins(boolean whether) {
        joins = whether;
        return this;
    }

    /** How many more instances of a type there are in all subnets together. */
    public StandInEc2 capacity(String type, int count) {
        capacity.put(type, count);
        return this;
    }

    /** What the market asks for a spot instance, in dollars. */
    public StandInEc2 spotPrice(String type, double dollars) {
        spotPrices.put(type, dollars);
        return this;
    }

    /** How many vCPUs the account may have. */
    public StandInEc2 vcpuLimit(int vcpus) {
        vcpuLimit = vcpus;
        return this;
    }

    int vcpuLimit() {
        return vcpuLimit;
    }

    /** How many addresses a subnet has left. */
    public StandInEc2 addresses(String subnet, int count) {
        addresses.put(subnet, count);
        return this;
    }

    /** The memory that instances of a type register. */
    public StandInEc2 registers(String type, int memoryMib) {
        registers.put(type, memoryMib);
        return this;
    }

    /** Instances are not found for a while after their launch. */
    public StandInEc2 unseenFor(Duration time) {
        unseen = time;
        return this;
    }

    /** All instances that have been launched, in their order. */
    public List<StandInInstance> launched() {
        synchronized (state) {
            settle();
            return List.copyOf(instances.values());
        }
    }

    /** Those that have not ended. */
    public List<StandInInstance> living() {
        return launched().stream().filter(instance -> !instance.hasEnded()).toList();
    }

    /** The launch templates that there are. */
    public List<String> templateNames() {
        synchronized (state) {
            return List.copyOf(templates.keySet());
        }
    }

    /** A launch template of the user's: its data in the members of the model. */
    public void template(String name, ObjectNode data) {
        synchronized (state) {
            putTemplate(name, data, WireServer.JSON.createObjectNode());
        }
    }

    /** Somebody removes all launch templates. */
    public void removeTemplates() {
        synchronized (state) {
            templates.clear();
        }
    }

    /** The most of something that all instances of an environment together have had at the same time: right after a launch. */
    public double most(String environment, ToDoubleFunction<StandInInstance> measure) {
        synchronized (state) {
            return instances.values().stream()
                    .map(StandInInstance::launchedAt)
                    .mapToDouble(at -> instances.values().stream()
                            .filter(each -> each.tags()
                                            .getOrDefault("tranche-environment", "")
                                            .equals(environment)
                                    && each.hasLivedAt(at))
                            .mapToDouble(measure)
                            .sum())
                    .max()
                    .orElse(0);
        }
    }

    // ---- under the lock of the state

    /** What has happened by itself since the last call: instances have booted. */
    void settle() {
        Instant now = state.clock().now();
        for (StandInInstance instance : instances.values()) {
            if (joins && !instance.launchedAt().plus(boot).isAfter(now) && joined.add(instance.id())) {
                instance.join(registers.getOrDefault(
                        instance.type(), instance.itsType().registersMib()));
            }
        }
        instances
                .values()
                .removeIf(each -> each.endedAt()
                        .filter(at -> at.plus(ENDED_SHOWN_FOR).isBefore(now))
                        .isPresent());
    }

    /** An instance that can be found by now. */
    Optional<StandInInstance> find(String id) {
        return Optional.ofNullable(instances.get(id)).filter(this::isSeen);
    }

    /** The same, whether it can be found or not. */
    Optional<StandInInstance> launchedAs(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    List<StandInInstance> seen() {
        return instances.values().stream().filter(this::isSeen).toList();
    }

    private boolean isSeen(StandInInstance instance) {
        return !instance.launchedAt().plus(unseen).isAfter(state.clock().now());
    }

    Map<String, ObjectNode> templates() {
        return templates;
    }

    void putTemplate(String name, ObjectNode data, ObjectNode tags) {
        ObjectNode template = WireServer.JSON.createObjectNode();
        template.put("LaunchTemplateId", "lt-%017x".formatted(state.nextNumber()));
        template.put("LaunchTemplateName", name);
        template.set("data", data);
        template.set("tags", tags);
        templates.put(name, template);
    }

    Map<String, Answered> answered() {
        return answered;
    }

    /** Why an instance cannot be had, as code and message; empty if it can. */
    Optional<Map.Entry<String, String>> whyNot(StandInType type, String subnet, boolean spot, String maxPrice) {
        double asked = spotPrices.getOrDefault(type.name(), 0.0);
        if (spot && !maxPrice.isEmpty() && Double.parseDouble(maxPrice) < asked) {
            return Optional.of(Map.entry(
                    "SpotMaxPriceTooLow",
                    "Your Spot request price of " + maxPrice + " is lower than the minimum required Spot request"
                            + " fulfillment price of " + asked + "."));
        }
        if (vcpus() + type.vcpus() > vcpuLimit) {
            return Optional.of(
                    spot
                            ? Map.entry("MaxSpotInstanceCountExceeded", "Max spot instance count exceeded")
                            : Map.entry(
                                    "VcpuLimitExceeded",
                                    "You have requested more vCPU capacity than your current vCPU limit of " + vcpuLimit
                                            + " allows"));
        }
        if (addresses.getOrDefault(subnet, 250) == 0) {
            return Optional.of(Map.entry(
                    "InsufficientFreeAddressesInSubnet",
                    "There are not enough free addresses in subnet '" + subnet + "' to satisfy the requested number."));
        }
        return capacity.getOrDefault(type.name(), 1_000_000) > 0
                ? Optional.empty()
                : Optional.of(Map.entry(
                        "InsufficientInstanceCapacity",
                        "We currently do not have sufficient " + type.name() + " capacity in the Availability Zone you"
                                + " requested (" + ZONES.get(subnet) + ")."));
    }

    int addressesOf(String subnet) {
        return addresses.getOrDefault(subnet, 250);
    }

    private int vcpus() {
        return instances.values().stream()
                .filter(instance -> instance.endedAt().isEmpty())
                .mapToInt(instance -> instance.itsType().vcpus())
                .sum();
    }

    void launch(StandInInstance instance) {
        capacity.computeIfPresent(instance.type(), (type, left) -> left - 1);
        addresses.computeIfPresent(instance.subnet(), (subnet, left) -> left - 1);
        instances.put(instance.id(), instance);
    }

    /** A launch was in vain: the fleet did not get as many as it needs at the least. */
    void takeBack(StandInInstance instance) {
        instances.remove(instance.id());
        capacity.computeIfPresent(instance.type(), (type, left) -> left + 1);
        addresses.computeIfPresent(instance.subnet(), (subnet, left) -> left + 1);
    }
}
