package dev.tranche.runtime.ec2;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironment.Purchase;
import dev.tranche.runtime.spi.HostType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.FleetType;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfileSpecification;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecs.EcsClient;

/** Looks at what the instances of a managed environment need, and what they would cost; launches nothing. */
final class ManagedCheck {
    private static final String NOTHING = "tranche-check-of-rights";
    private static final String NO_INSTANCE = "i-00000000000000000";
    private static final String NO_TEMPLATE = "lt-00000000000000000";
    private static final String ARN = "arn:";
    private static final double MICROS = 1e6;

    /** By the first letters of a type: what AWS counts its vCPUs against, on demand and spot; all others are looked up as standard. */
    private static final Map<String, List<String>> QUOTAS = Map.of(
            "g", List.of("L-DB2E81BA", "L-3819A6DF"),
            "vt", List.of("L-DB2E81BA", "L-3819A6DF"),
            "p", List.of("L-417A185B", "L-7212CCBC"),
            "inf", List.of("L-1945791B", "L-B5D1601B"),
            "trn", List.of("L-2C3B7624", "L-6B0D517C"),
            "x", List.of("L-7295265B", "L-E3A00192"),
            "u", List.of("L-43DA4232", "L-43DA4232"));

    private static final List<String> STANDARD = List.of("L-1216C47A", "L-34B43A08");

    private final ManagedEnvironment environment;
    private final Ec2Settings settings;
    private final AwsAccess.Connection connection;
    private final CheckLines lines;
    private final List<Offer> offers = new ArrayList<>();

    ManagedCheck(
            ManagedEnvironment environment, Ec2Settings settings, AwsAccess.Connection connection, CheckLines lines) {
        this.environment = environment;
        this.settings = settings;
        this.connection = connection;
        this.lines = lines;
    }

    void look() throws InterruptedException {
        lines.ask("prices", this::prices);
        lines.ask("subnets", this::subnets);
        lines.ask("instance types", this::types);
        lines.ask("launch template", this::template);
        lines.ask(
                "boot",
                () -> "takes minutes; an instance that is idle for " + settings.lease
                        + " without a word from its runtime ends itself");
        rights();
        lines.ask("quota", this::quota);
        for (String role : roles()) {
            lines.ask("role " + role, () -> role(role));
        }
    }

    private boolean isSpot() {
        return environment.purchase() == Purchase.SPOT;
    }

    private String prices() {
        try {
            return "of " + settings.priceTable().date();
        } catch (IllegalArgumentException e) {
            throw new MisfitException(String.valueOf(e.getMessage()));
        }
    }

    private String subnets() throws InterruptedException {
        List<Subnet> found = connection
                .calls()
                .again("DescribeSubnets", () -> ec2().describeSubnets(r -> r.subnetIds(environment.subnets())))
                .subnets();
        String all = found.stream()
                .map(subnet -> subnet.subnetId() + " (" + subnet.availabilityZone() + ") has "
                        + subnet.availableIpAddressCount() + " free addresses")
                .collect(Collectors.joining(", "));
        if (found.stream().allMatch(subnet -> subnet.availableIpAddressCount() == 0)) {
            throw new MisfitException(all);
        }
        return all;
    }

    private Ec2Client ec2() {
        return connection.clients().ec2();
    }

    private String types() throws InterruptedException {
        offers.addAll(Offers.of(environment, settings.anyPriceTable(), connection)
                .find()
                .values());
        List<HostType> byPrice = offers.stream()
                .map(Offer::host)
                .sorted(Comparator.comparingLong(HostType::microDollarsPerHour))
                .toList();
        return offers.size() + ", from " + priced(byPrice.get(0)) + " to " + priced(byPrice.get(byPrice.size() - 1))
                + "; images " + offers.stream().map(Offer::image).distinct().toList();
    }

    private static String priced(HostType type) {
        return type.name() + " for " + type.microDollarsPerHour() / MICROS + " dollars an hour";
    }

    private String template() throws InterruptedException {
        LaunchTemplates templates =
                new LaunchTemplates(environment, NOTHING, NOTHING, settings.lease, ec2(), connection.calls());
        templates.check(NOTHING);
        return environment
                .launchTemplate()
                .map(name -> name + " can be started from")
                .orElse("none of yours");
    }

    // ---- rights

    private void rights() throws InterruptedException {
        Ec2Client ec2 = ec2();
        lines.right(
                "ec2",
                "CreateFleet",
                () -> ec2.createFleet(r -> r.dryRun(true)
                        .type(FleetType.INSTANT)
                        .launchTemplateConfigs(List.of())
                        .targetCapacitySpecification(target -> target.totalTargetCapacity(0))));
        if (!offers.isEmpty()) {
            Offer offer = offers.get(0);
            lines.right(
                    "ec2",
                    "RunInstances",
                    () -> ec2.runInstances(r -> r.dryRun(true)
                            .imageId(offer.image())
                            .instanceType(offer.type().name())
                            .subnetId(environment.subnets().get(0))
                            .iamInstanceProfile(profile())
                            .minCount(1)
                            .maxCount(1)));
        }
        lines.right(
                "ec2",
                "TerminateInstances",
                () -> ec2.terminateInstances(r -> r.dryRun(true).instanceIds(NO_INSTANCE)));
        lines.right(
                "ec2",
                "CreateTags",
                () -> ec2.createTags(
                        r -> r.dryRun(true).resources(NO_INSTANCE).tags(OwnerTags.tag(OwnerTags.LEASE, "0"))));
        lines.right(
                "ec2",
                "CreateLaunchTemplate",
                () -> ec2.createLaunchTemplate(
                        r -> r.dryRun(true).launchTemplateName(NOTHING).launchTemplateData(data -> {})));
        lines.right(
                "ec2",
                "DeleteLaunchTemplate",
                () -> ec2.deleteLaunchTemplate(r -> r.dryRun(true).launchTemplateId(NO_TEMPLATE)));
        lines.right("ec2", "DescribeLaunchTemplates", () -> ec2.describeLaunchTemplates(r -> r.dryRun(true)));
        lines.right(
                "ec2",
                "GetConsoleOutput",
                () -> ec2.getConsoleOutput(r -> r.dryRun(true).instanceId(NO_INSTANCE)));
        EcsClient ecs = connection.clients().ecs();
        lines.right("ecs", "CreateCluster", () -> ecs.createCluster(r -> r.clusterName(NOTHING + " is no name")));
        lines.right("ecs", "DeleteCluster", () -> ecs.deleteCluster(r -> r.cluster(NOTHING)));
        lines.right(
                "ecs",
                "UpdateContainerInstancesState",
                () -> ecs.updateContainerInstancesState(
                        r -> r.cluster(NOTHING).containerInstances(NOTHING).status("DRAINING")));
        lines.right(
                "ecs",
                "DeregisterContainerInstance",
                () -> ecs.deregisterContainerInstance(r -> r.cluster(NOTHING).containerInstance(NOTHING)));
    }

    private IamInstanceProfileSpecification profile() {
        String role = environment.instanceRole();
        IamInstanceProfileSpecification.Builder profile = IamInstanceProfileSpecification.builder();
        return role.startsWith(ARN)
                ? profile.arn(role).build()
                : profile.name(role).build();
    }

    // ---- what the account has

    /** How many vCPUs the account may have of each kind that is named: those that run already count too. */
    private String quota() throws InterruptedException {
        Map<String, Double> byCode = new TreeMap<>();
        for (Offer offer : offers) {
            String code = code(offer.type().name());
            if (!byCode.containsKey(code)) {
                byCode.put(code, quota(code));
            }
        }
        String all = byCode.entrySet().stream()
                        .map(each -> "%.0f vCPUs (%s)".formatted(each.getValue(), each.getKey()))
                        .collect(Collectors.joining(", "))
                + " in the account; the environment may have " + environment.maxVcpus();
        boolean none = offers.stream()
                .allMatch(offer -> byCode.getOrDefault(code(offer.type().name()), 0.0)
                        < offer.type().vcpus());
        if (none) {
            throw new MisfitException(all);
        }
        return all;
    }

    private String code(String type) {
        String longest = QUOTAS.keySet().stream()
                .filter(type::startsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return QUOTAS.getOrDefault(longest, STANDARD).get(isSpot() ? 1 : 0);
    }

    private double quota(String code) throws InterruptedException {
        return connection
                .calls()
                .again(
                        "GetServiceQuota",
                        () -> connection
                                .clients()
                                .quotas()
                                .getServiceQuota(r -> r.serviceCode("ec2").quotaCode(code)))
                .quota()
                .value();
    }

    private List<String> roles() {
        List<String> needed = new ArrayList<>(List.of("AWSServiceRoleForECS", "AWSServiceRoleForEC2Fleet"));
        if (isSpot()) {
            needed.add("AWSServiceRoleForEC2Spot");
        }
        return needed;
    }

    private String role(String name) throws InterruptedException {
        return connection
                        .calls()
                        .again("GetRole", () -> connection.clients().iam().getRole(r -> r.roleName(name)))
                        .role()
                        .roleName()
                + " is there";
    }
}
