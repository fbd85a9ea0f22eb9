package dev.tranche.runtime.ec2;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironment.OnDemandAllocation;
import dev.tranche.model.ManagedEnvironment.Purchase;
import dev.tranche.model.ManagedEnvironment.SpotAllocation;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.CreateFleetError;
import software.amazon.awssdk.services.ec2.model.CreateFleetInstance;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateFleetResponse;
import software.amazon.awssdk.services.ec2.model.DefaultTargetCapacityType;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateConfigRequest;
import software.amazon.awssdk.services.ec2.model.FleetLaunchTemplateOverridesRequest;
import software.amazon.awssdk.services.ec2.model.FleetOnDemandAllocationStrategy;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.SpotAllocationStrategy;

/** Requests for hosts in EC2's words, and its answers in ours. Pure: it calls nobody. */
final class Fleets {
    private static final int FULL_PRICE = 100;
    private static final int MICRO_DIGITS = 6;

    /** AWS's codes for what may be had later, elsewhere, for more or with a larger quota. */
    private static final List<String> NO_CAPACITY = List.of(
            "InsufficientInstanceCapacity",
            "InsufficientCapacity",
            "InsufficientHostCapacity",
            "UnfulfillableCapacity",
            "InsufficientFreeAddressesInSubnet",
            "InstanceLimitExceeded",
            "MaxSpotInstanceCountExceeded",
            "SpotMaxPriceTooLow",
            "Unsupported",
            "VcpuLimitExceeded");

    private final ManagedEnvironment environment;
    private final String owner;

    Fleets(ManagedEnvironment environment, String owner) {
        this.environment = environment;
        this.owner = owner;
    }

    /**
     * The words of a request, the same each time.
     *
     * @param token by which EC2 recognises the request
     * @param offers what can be given, by name
     * @param templates the launch template of each image
     */
    CreateFleetRequest request(
            HostRequest request, String token, Map<String, Offer> offers, Map<String, String> templates) {
        CreateFleetRequest.Builder words = CreateFleetRequest.builder()
                .clientToken(token)
                .type(FleetType.INSTANT)
                .launchTemplateConfigs(configs(request, offers, templates))
                .targetCapacitySpecification(target -> target.totalTargetCapacity(request.count())
                        .defaultTargetCapacityType(
                                isSpot() ? DefaultTargetCapacityType.SPOT : DefaultTargetCapacityType.ON_DEMAND))
                .tagSpecifications(OwnerTags.specification(ResourceType.INSTANCE, tags(request)));
        if (isSpot()) {
            words.spotOptions(options -> options.allocationStrategy(spotStrategy()));
        } else {
            words.onDemandOptions(options -> options.allocationStrategy(onDemandStrategy()));
        }
        return words.build();
    }

    private boolean isSpot() {
        return environment.purchase() == Purchase.SPOT;
    }

    private Map<String, String> tags(HostRequest request) {
        Map<String, String> tags = new LinkedHashMap<>(environment.tags());
        tags.putIfAbsent("Name", environment.name());
        tags.putAll(OwnerTags.of(owner, environment.name()));
        tags.put(OwnerTags.REQUEST, Long.toString(request.number()));
        return tags;
    }

    private List<FleetLaunchTemplateConfigRequest> configs(
            HostRequest request, Map<String, Offer> offers, Map<String, String> templates) {
        Map<String, List<FleetLaunchTemplateOverridesRequest>> byTemplate = new LinkedHashMap<>();
        List<String> inOrder = List.copyOf(offers.keySet());
        for (String type : request.types()) {
            Offer offer = offers.get(type);
            if (offer != null) {
                String template = templates.getOrDefault(offer.image(), "");
                byTemplate
                        .computeIfAbsent(template, name -> new ArrayList<>())
                        .addAll(overrides(offer, inOrder.indexOf(type)));
            }
        }
        return byTemplate.entrySet().stream()
                .map(each -> FleetLaunchTemplateConfigRequest.builder()
                        .launchTemplateSpecification(template ->
                                template.launchTemplateName(each.getKey()).version(LaunchTemplates.VERSION))
                        .overrides(each.getValue())
                        .build())
                .toList();
    }

    /** @param priority lower is launched first, if the order counts: as the environment names its types */
    private List<FleetLaunchTemplateOverridesRequest> overrides(Offer offer, int priority) {
        return environment.subnets().stream()
                .map(subnet -> {
                    FleetLaunchTemplateOverridesRequest.Builder override = FleetLaunchTemplateOverridesRequest.builder()
                            .instanceType(offer.type().name())
                            .subnetId(subnet);
                    if (isInOrder()) {
                        override.priority((double) priority);
                    }
                    if (environment.bidPercentage().orElse(FULL_PRICE) < FULL_PRICE) {
                        override.maxPrice(dollars(offer.host().microDollarsPerHour()));
                    }
                    return override.build();
                })
                .toList();
    }

    private static String dollars(long micros) {
        return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
    }

    private boolean isInOrder() {
        return environment.allocation() == OnDemandAllocation.BEST_FIT_PROGRESSIVE_ORDERED
                || environment.allocation() == SpotAllocation.SPOT_CAPACITY_OPTIMIZED_PRIORITIZED;
    }

    private FleetOnDemandAllocationStrategy onDemandStrategy() {
        return isInOrder() ? FleetOnDemandAllocationStrategy.PRIORITIZED : FleetOnDemandAllocationStrategy.LOWEST_PRICE;
    }

    private SpotAllocationStrategy spotStrategy() {
        return switch ((SpotAllocation) environment.allocation()) {
            case BEST_FIT -> SpotAllocationStrategy.LOWEST_PRICE;
            case SPOT_CAPACITY_OPTIMIZED -> SpotAllocationStrategy.CAPACITY_OPTIMIZED;
            case SPOT_PRICE_CAPACITY_OPTIMIZED -> SpotAllocationStrategy.PRICE_CAPACITY_OPTIMIZED;
            case SPOT_CAPACITY_OPTIMIZED_PRIORITIZED -> SpotAllocationStrategy.CAPACITY_OPTIMIZED_PRIORITIZED;
        };
    }

    // ---- the answer

    /**
     * What EC2 gave, and of which types it has no more: those of which fewer came than were asked for, with its reasons.
     *
     * @param zones the zone of each subnet
     */
    static HostAnswer answer(HostRequest request, CreateFleetResponse answer, Map<String, String> zones) {
        List<HostAnswer.Given> given = new ArrayList<>();
        for (CreateFleetInstance some : answer.instances()) {
            String type = some.instanceType() == null
                    ? some.launchTemplateAndOverrides().overrides().instanceTypeAsString()
                    : some.instanceTypeAsString();
            some.instanceIds().forEach(id -> given.add(new HostAnswer.Given(id, type)));
        }
        return new HostAnswer(
                request.number(), given, given.size() < request.count() ? refusals(answer, zones) : Map.of());
    }

    /**
     * What is wrong with us or what we asked for, if that is why nothing was given: the next request would be answered alike. That
     * there is nothing left is no such fault.
     */
    static Optional<String> fault(HostAnswer answer) {
        if (!answer.hosts().isEmpty()) {
            return Optional.empty();
        }
        return answer.refusals().values().stream()
                .filter(why -> NO_CAPACITY.stream().noneMatch(why::startsWith))
                .sorted()
                .findFirst();
    }

    private static Map<String, String> refusals(CreateFleetResponse answer, Map<String, String> zones) {
        SetMultimap<String, String> byType = LinkedHashMultimap.create();
        for (CreateFleetError error : answer.errors()) {
            var pool = error.launchTemplateAndOverrides().overrides();
            String where = zones.getOrDefault(pool.subnetId(), pool.subnetId());
            byType.put(
                    pool.instanceTypeAsString(),
                    error.errorCode() + (where == null ? "" : " in " + where) + ": " + error.errorMessage());
        }
        Map<String, String> refusals = new HashMap<>();
        byType.asMap().forEach((type, reasons) -> refusals.put(type, String.join("; ", reasons)));
        return refusals;
    }
}
