package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * EC2 instances that come and go with the jobs; AWS: {@code type MANAGED} with {@code computeResources}.
 *
 * <pre>{@code
 * computeEnvironment("spot").managed().spot(s -> s.bidPercentage(60))
 *         .maxVcpus(256).subnets("subnet-1").instanceRole("ecsInstanceRole").build()
 * }</pre>
 */
public final class ManagedEnvironment extends Value implements EcsEnvironment {
    static final String BACKEND = "ec2";

    static final Setting<Purchase> PURCHASE = Setting.of("purchase");
    static final Setting<Allocation> ALLOCATION = Setting.of("allocation");
    static final Setting<Integer> BID_PERCENTAGE = Setting.of("bid percentage");
    static final Setting<Integer> MIN_VCPUS = Setting.of("min vCPUs");
    static final Setting<Integer> MAX_VCPUS = Setting.of("max vCPUs");
    static final Setting<Integer> MAX_INSTANCES = Setting.of("max instances");
    static final Setting<BigDecimal> MAX_HOURLY_COST = Setting.of("max hourly cost");
    static final Setting<ImmutableList<String>> SUBNETS = Setting.of("subnets");
    static final Setting<String> INSTANCE_ROLE = Setting.of("instance role");
    static final Setting<ImmutableList<String>> INSTANCE_TYPES = Setting.of("instance types");
    static final Setting<ImmutableList<String>> SECURITY_GROUPS = Setting.of("security groups");
    static final Setting<String> IMAGE_ID = Setting.of("image");
    static final Setting<String> KEY_PAIR = Setting.of("key pair");
    static final Setting<String> LAUNCH_TEMPLATE = Setting.of("launch template");
    static final Setting<Duration> SCALE_DOWN_DELAY = Setting.of("scale-down delay");
    static final Setting<Duration> MAX_INSTANCE_LIFETIME = Setting.of("max instance lifetime");
    static final Setting<ImmutableMap<String, String>> TAGS = Setting.map("tags");

    private static final int FULL_PRICE = 100;
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final ImmutableList<String> OPTIMAL = ImmutableList.of("optimal");

    private final Settings settings;

    ManagedEnvironment(Settings settings) {
        this.settings = settings.withoutDefault(ALLOCATION, defaultAllocation(settings.get(PURCHASE)))
                .withoutDefault(BID_PERCENTAGE, FULL_PRICE)
                .withoutDefault(MIN_VCPUS, 0)
                .withoutDefault(INSTANCE_TYPES, OPTIMAL)
                .withoutDefault(SCALE_DOWN_DELAY, Duration.ZERO)
                .withoutDefault(MAX_INSTANCE_LIFETIME, ONE_DAY)
                .withoutDefault(EcsWords.ON_INTERRUPTION, OnInterruption.run());
    }

    /**
     * Begins another environment that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew
     */
    public ManagedEnvironmentBuilder toBuilder() {
        return new ManagedEnvironmentChain(settings);
    }

    @Override
    Settings spec() {
        return settings;
    }

    @Override
    public String name() {
        return settings.get(Setting.NAME);
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    /**
     * How instances are bought; AWS: {@code computeResources.type}.
     *
     * @return on-demand or spot
     */
    public Purchase purchase() {
        return settings.get(PURCHASE);
    }

    /**
     * Which instances are chosen; AWS: {@code allocationStrategy}.
     *
     * @return {@link OnDemandAllocation#BEST_FIT_PROGRESSIVE} or
     *     {@link SpotAllocation#SPOT_PRICE_CAPACITY_OPTIMIZED} by default
     */
    public Allocation allocation() {
        return settings.find(ALLOCATION).orElseGet(() -> defaultAllocation(purchase()));
    }

    private static Allocation defaultAllocation(Purchase purchase) {
        return purchase == Purchase.SPOT
                ? SpotAllocation.SPOT_PRICE_CAPACITY_OPTIMIZED
                : OnDemandAllocation.BEST_FIT_PROGRESSIVE;
    }

    /**
     * How much a spot instance may cost; AWS: {@code bidPercentage}.
     *
     * @return percent of the on-demand price, 100 by default; empty for on-demand instances
     */
    public OptionalInt bidPercentage() {
        return purchase() == Purchase.SPOT
                ? OptionalInt.of(settings.find(BID_PERCENTAGE).orElse(FULL_PRICE))
                : OptionalInt.empty();
    }

    /**
     * How many vCPUs are kept, also without jobs; AWS: {@code minvCpus}.
     *
     * @return 0 by default
     */
    public int minVcpus() {
        return settings.find(MIN_VCPUS).orElse(0);
    }

    /**
     * How many vCPUs there may be, never exceeded; AWS: {@code maxvCpus}.
     *
     * @return at least 1
     */
    public int maxVcpus() {
        return settings.get(MAX_VCPUS);
    }

    /**
     * How many instances there may be, never exceeded; AWS has nothing like it.
     *
     * @return at least 1; empty for as many as the other limits allow
     */
    public OptionalInt maxInstances() {
        Optional<Integer> most = settings.find(MAX_INSTANCES);
        return most.isPresent() ? OptionalInt.of(most.get()) : OptionalInt.empty();
    }

    /**
     * What all instances together may cost in an hour, never exceeded; AWS has nothing like it.
     *
     * @return US dollars; empty for as much as the other limits allow
     */
    public Optional<BigDecimal> maxHourlyCost() {
        return settings.find(MAX_HOURLY_COST);
    }

    /**
     * Where instances are started; AWS: {@code subnets}.
     *
     * @return at least one
     */
    public List<String> subnets() {
        return settings.get(SUBNETS);
    }

    /**
     * The instance profile; AWS: {@code instanceRole}.
     *
     * @return its name or ARN
     */
    public String instanceRole() {
        return settings.get(INSTANCE_ROLE);
    }

    /**
     * Which instance types may be started; AWS: {@code instanceTypes}.
     *
     * @return types or families; {@code optimal} by default
     */
    public List<String> instanceTypes() {
        return settings.find(INSTANCE_TYPES).orElse(OPTIMAL);
    }

    /**
     * The security groups of instances; AWS: {@code securityGroupIds}.
     *
     * @return empty for those of the launch template or the network
     */
    public List<String> securityGroups() {
        return settings.find(SECURITY_GROUPS).orElseGet(ImmutableList::of);
    }

    /**
     * The machine image; AWS: {@code ec2Configuration[].imageIdOverride}.
     *
     * @return its identity; empty for the one that ECS recommends
     */
    public Optional<String> imageId() {
        return settings.find(IMAGE_ID);
    }

    /**
     * The key pair for a shell on instances; AWS: {@code ec2KeyPair}.
     *
     * @return its name, if set
     */
    public Optional<String> keyPair() {
        return settings.find(KEY_PAIR);
    }

    /**
     * The launch template to start from; AWS: {@code launchTemplate.launchTemplateName}.
     *
     * @return its name, if set
     */
    public Optional<String> launchTemplate() {
        return settings.find(LAUNCH_TEMPLATE);
    }

    /**
     * How long an idle instance is kept; AWS: {@code scalingPolicy.minScaleDownDelayMinutes}. Less than a minute means a minute.
     *
     * @return zero by default
     */
    public Duration scaleDownDelay() {
        return settings.find(SCALE_DOWN_DELAY).orElse(Duration.ZERO);
    }

    /**
     * How long an instance lives at the most, whatever runs on it; it ends itself then. AWS has nothing like it.
     *
     * @return one day by default
     */
    public Duration maxInstanceLifetime() {
        return settings.find(MAX_INSTANCE_LIFETIME).orElse(ONE_DAY);
    }

    @Override
    public Optional<String> region() {
        return settings.find(EcsWords.REGION);
    }

    @Override
    public Optional<URI> endpoint() {
        return settings.find(EcsWords.ENDPOINT);
    }

    @Override
    public Optional<String> assumeRole() {
        return settings.find(EcsWords.ASSUME_ROLE);
    }

    @Override
    public OnInterruption onInterruption() {
        return settings.find(EcsWords.ON_INTERRUPTION).orElseGet(OnInterruption::run);
    }

    @Override
    public Optional<String> baseImage() {
        return settings.find(EcsWords.BASE_IMAGE);
    }

    /**
     * The tags of instances; AWS: {@code computeResources.tags}.
     *
     * @return values by key, in the order they were said
     */
    public Map<String, String> tags() {
        return settings.map(TAGS);
    }

    /** How instances are bought; AWS: {@code computeResources.type}. */
    public enum Purchase {
        /** At the list price, until they are given back; AWS: {@code EC2}. */
        ON_DEMAND,
        /** At the market price, until they are taken back; AWS: {@code SPOT}. */
        SPOT
    }

    /** Which instances are chosen; AWS: {@code allocationStrategy}. */
    public sealed interface Allocation permits OnDemandAllocation, SpotAllocation {
        /**
         * The name in JSON.
         *
         * @return the name of the strategy
         */
        String name();
    }

    /** Which on-demand instances are chosen; AWS: {@code allocationStrategy}. */
    public enum OnDemandAllocation implements Allocation {
        /** The cheapest type that fits, and no other. */
        BEST_FIT,
        /** The cheapest type that fits, then others. The default. */
        BEST_FIT_PROGRESSIVE,
        /** The first type that fits, in the order in which they are said, then others. */
        BEST_FIT_PROGRESSIVE_ORDERED
    }

    /** Which spot instances are chosen; AWS: {@code allocationStrategy}. */
    public enum SpotAllocation implements Allocation {
        /** The cheapest type that fits, and no other. */
        BEST_FIT,
        /** Those least likely to be taken back. */
        SPOT_CAPACITY_OPTIMIZED,
        /** Those unlikely to be taken back, the cheaper first. The default. */
        SPOT_PRICE_CAPACITY_OPTIMIZED,
        /** Those least likely to be taken back, as far as possible in the order in which types are said. */
        SPOT_CAPACITY_OPTIMIZED_PRIORITIZED
    }

    /** The words of on-demand instances. */
    public interface OnDemand {
        /**
         * Which instances are chosen; AWS: {@code allocationStrategy}.
         *
         * @param strategy the strategy
         * @return this
         */
        OnDemand allocation(OnDemandAllocation strategy);
    }

    /** The words of spot instances. */
    public interface Spot {
        /**
         * How much an instance may cost; AWS: {@code bidPercentage}.
         *
         * @param percent from 1 to 100 percent of the on-demand price
         * @return this
         * @throws IllegalArgumentException if the number is out of its range
         */
        Spot bidPercentage(int percent);

        /**
         * Which instances are chosen; AWS: {@code allocationStrategy}.
         *
         * @param strategy the strategy
         * @return this
         */
        Spot allocation(SpotAllocation strategy);
    }

    /** The step that says how instances are bought. */
    public interface NeedsPurchase {
        /**
         * On-demand instances; AWS: {@code type EC2}.
         *
         * @return the next step: how many vCPUs there may be
         */
        NeedsMaxVcpus onDemand();

        /**
         * On-demand instances; AWS: {@code type EC2}.
         *
         * @param words says more of them
         * @return the next step: how many vCPUs there may be
         */
        NeedsMaxVcpus onDemand(UnaryOperator<OnDemand> words);

        /**
         * Spot instances; AWS: {@code type SPOT}.
         *
         * @return the next step: how many vCPUs there may be
         */
        NeedsMaxVcpus spot();

        /**
         * Spot instances; AWS: {@code type SPOT}.
         *
         * @param words says more of them
         * @return the next step: how many vCPUs there may be
         */
        NeedsMaxVcpus spot(UnaryOperator<Spot> words);
    }

    /** The step that says how large the environment may become. */
    public interface NeedsMaxVcpus {
        /**
         * How many vCPUs there may be, never exceeded; AWS: {@code maxvCpus}.
         *
         * @param vcpus at least 1
         * @return the next step: where instances are started
         * @throws IllegalArgumentException if the number is out of its range
         */
        NeedsSubnets maxVcpus(int vcpus);
    }

    /** The step that says where instances are started. */
    public interface NeedsSubnets {
        /**
         * The subnets; AWS: {@code subnets}.
         *
         * @param first the identity of a subnet
         * @param others more of them
         * @return the next step: which role instances act in
         * @throws IllegalArgumentException if one is blank
         */
        NeedsInstanceRole subnets(String first, String... others);
    }

    /** The step that says which role instances act in. */
    public interface NeedsInstanceRole {
        /**
         * The instance profile; AWS: {@code instanceRole}.
         *
         * @param profile its name or ARN
         * @return the builder: everything else is optional
         * @throws IllegalArgumentException if it is blank
         */
        ManagedEnvironmentBuilder instanceRole(String profile);
    }
}
