package dev.tranche.model;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The words of a managed environment, as far as they have been said. */
final class ManagedEnvironmentChain
        implements ManagedEnvironment.NeedsPurchase,
                ManagedEnvironment.NeedsMaxVcpus,
                ManagedEnvironment.NeedsSubnets,
                ManagedEnvironment.NeedsInstanceRole,
                ManagedEnvironmentBuilder {
    private static final BigDecimal MOST_DOLLARS = new BigDecimal("1000000");
    private static final int MOST_DIGITS = 6;
    private static final Duration LEAST_LIFETIME = Duration.ofMinutes(10);
    private static final Duration MOST_LIFETIME = Duration.ofDays(365);

    private final Settings base;
    private final Chain chain = new Chain();

    ManagedEnvironmentChain(Settings base) {
        this.base = base;
    }

    @Override
    public ManagedEnvironmentChain name(String name) {
        chain.say(Setting.NAME, Check.name("compute environment", name));
        return this;
    }

    @Override
    public ManagedEnvironmentChain onDemand() {
        return onDemand(words -> words);
    }

    @Override
    public ManagedEnvironmentChain onDemand(UnaryOperator<ManagedEnvironment.OnDemand> words) {
        chain.say(ManagedEnvironment.PURCHASE, ManagedEnvironment.Purchase.ON_DEMAND);
        Chain.nested("onDemand", words, new OnDemandWords(chain));
        return this;
    }

    @Override
    public ManagedEnvironmentChain spot() {
        return spot(words -> words);
    }

    @Override
    public ManagedEnvironmentChain spot(UnaryOperator<ManagedEnvironment.Spot> words) {
        chain.say(ManagedEnvironment.PURCHASE, ManagedEnvironment.Purchase.SPOT);
        Chain.nested("spot", words, new SpotWords(chain));
        return this;
    }

    @Override
    public ManagedEnvironmentChain minVcpus(int vcpus) {
        chain.say(ManagedEnvironment.MIN_VCPUS, Check.range("min vCPUs", vcpus, 0, Check.MAX_VCPUS));
        return this;
    }

    @Override
    public ManagedEnvironmentChain maxVcpus(int vcpus) {
        chain.say(ManagedEnvironment.MAX_VCPUS, Check.range("max vCPUs", vcpus, 1, Check.MAX_VCPUS));
        return this;
    }

    @Override
    public ManagedEnvironmentChain maxInstances(int instances) {
        chain.say(ManagedEnvironment.MAX_INSTANCES, Check.positive("max instances", instances));
        return this;
    }

    @Override
    public ManagedEnvironmentChain maxHourlyCost(BigDecimal dollars) {
        BigDecimal plain = dollars.stripTrailingZeros();
        if (plain.signum() <= 0 || plain.compareTo(MOST_DOLLARS) > 0 || plain.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException("max hourly cost must be above 0 and at most " + MOST_DOLLARS
                    + " dollars, with at most " + MOST_DIGITS + " digits after the point: " + dollars);
        }
        chain.say(ManagedEnvironment.MAX_HOURLY_COST, plain);
        return this;
    }

    @Override
    public ManagedEnvironmentChain subnets(String first, String... others) {
        chain.say(ManagedEnvironment.SUBNETS, Check.presents("subnet", first, others));
        return this;
    }

    @Override
    public ManagedEnvironmentChain instanceRole(String profile) {
        chain.say(ManagedEnvironment.INSTANCE_ROLE, Check.present("instance role", profile));
        return this;
    }

    @Override
    public ManagedEnvironmentChain instanceTypes(String first, String... others) {
        chain.say(ManagedEnvironment.INSTANCE_TYPES, Check.presents("instance type", first, others));
        return this;
    }

    @Override
    public ManagedEnvironmentChain securityGroups(String first, String... others) {
        chain.say(ManagedEnvironment.SECURITY_GROUPS, Check.presents("security group", first, others));
        return this;
    }

    @Override
    public ManagedEnvironmentChain imageId(String imageId) {
        chain.say(ManagedEnvironment.IMAGE_ID, Check.present("image", imageId));
        return this;
    }

    @Override
    public ManagedEnvironmentChain keyPair(String name) {
        chain.say(ManagedEnvironment.KEY_PAIR, Check.present("key pair", name));
        return this;
    }

    @Override
    public ManagedEnvironmentChain launchTemplate(String name) {
        chain.say(ManagedEnvironment.LAUNCH_TEMPLATE, Check.present("launch template", name));
        return this;
    }

    @Override
    public ManagedEnvironmentChain scaleDownDelay(Duration delay) {
        Check.duration("scale-down delay", delay, Duration.ZERO, Duration.ofDays(7));
        chain.say(ManagedEnvironment.SCALE_DOWN_DELAY, delay);
        return this;
    }

    @Override
    public ManagedEnvironmentChain maxInstanceLifetime(Duration lifetime) {
        Check.duration("max instance lifetime", lifetime, LEAST_LIFETIME, MOST_LIFETIME);
        chain.say(ManagedEnvironment.MAX_INSTANCE_LIFETIME, lifetime);
        return this;
    }

    @Override
    public ManagedEnvironmentChain region(String region) {
        EcsWords.region(chain, region);
        return this;
    }

    @Override
    public ManagedEnvironmentChain endpoint(URI endpoint) {
        EcsWords.endpoint(chain, endpoint);
        return this;
    }

    @Override
    public ManagedEnvironmentChain assumeRole(String role) {
        EcsWords.assumeRole(chain, role);
        return this;
    }

    @Override
    public ManagedEnvironmentChain onInterruption(OnInterruption choice) {
        chain.say(EcsWords.ON_INTERRUPTION, choice);
        return this;
    }

    @Override
    public ManagedEnvironmentChain baseImage(String image) {
        EcsWords.baseImage(chain, image);
        return this;
    }

    @Override
    public ManagedEnvironmentChain tag(String key, String value) {
        JobWords.tag(chain, ManagedEnvironment.TAGS, key, value);
        return this;
    }

    @Override
    public ManagedEnvironment build() {
        var built = new ManagedEnvironment(base.plus(chain.said()));
        var problems = Problems.of("compute environment " + built.name());
        problems.addIf(
                built.minVcpus() > built.maxVcpus(),
                "min vCPUs",
                "must be at most the largest number, " + built.maxVcpus() + ": " + built.minVcpus());
        problems.throwIfAny();
        return built;
    }

    private record OnDemandWords(Chain chain) implements ManagedEnvironment.OnDemand {
        @Override
        public OnDemandWords allocation(ManagedEnvironment.OnDemandAllocation strategy) {
            chain.say(ManagedEnvironment.ALLOCATION, strategy);
            return this;
        }
    }

    private record SpotWords(Chain chain) implements ManagedEnvironment.Spot {
        @Override
        public SpotWords bidPercentage(int percent) {
            chain.say(ManagedEnvironment.BID_PERCENTAGE, Check.range("bid percentage", percent, 1, 100));
            return this;
        }

        @Override
        public SpotWords allocation(ManagedEnvironment.SpotAllocation strategy) {
            chain.say(ManagedEnvironment.ALLOCATION, strategy);
            return this;
        }
    }
}
