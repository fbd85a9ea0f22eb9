package dev.tranche.runtime.ec2;

import com.google.common.collect.Lists;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;

/** The calls that the instances of a managed environment need. Any thread, but launch templates are made by one at a time. */
final class ManagedCluster {
    /** EC2 knows the token, and the words were others: an earlier opening said them, with another image for example. */
    private static final String SAID_OTHERWISE = "IdempotentParameterMismatch";

    /** How AWS's codes begin for a launch template that is not there. */
    private static final String NO_TEMPLATE = "InvalidLaunchTemplateName";

    /** ECS takes so many instances in a call that changes their state. */
    private static final int DRAINED_AT_ONCE = 10;

    /** Which keys of tags EC2 shows to an instance; with any other it launches none that is shown its tags. */
    private static final Pattern SHOWN_TAG = Pattern.compile("[A-Za-z0-9+=.,_:@-]+");

    private static final Logger LOG = LoggerFactory.getLogger(ManagedCluster.class);

    private final ManagedEnvironment environment;
    private final String cluster;
    private final String owner;
    private final Ec2Settings settings;
    private final PriceTable prices;
    private final AwsClients clients;
    private final Calls calls;
    private final Ec2Instances ec2;
    private final Offers offers;
    private final LaunchTemplates templates;
    private final Fleets fleets;

    ManagedCluster(
            ManagedEnvironment environment,
            String cluster,
            String owner,
            Ec2Settings settings,
            PriceTable prices,
            AwsAccess.Connection connection) {
        this.environment = environment;
        this.cluster = cluster;
        this.owner = owner;
        this.settings = settings;
        this.prices = prices;
        this.clients = connection.clients();
        this.calls = connection.calls();
        this.ec2 = new Ec2Instances(clients.ec2(), calls);
        this.offers = Offers.of(environment, prices, connection);
        this.templates = new LaunchTemplates(environment, cluster, owner, settings.lease, clients.ec2(), calls);
        this.fleets = new Fleets(environment, owner);
    }

    Ec2Instances ec2() {
        return ec2;
    }

    /** The tags that all instances of the environment have, and no others. */
    Map<String, String> tags() {
        return OwnerTags.of(owner, environment.name());
    }

    /**
     * Makes the cluster and finds what the environment names, with all that could be wrong with it before money is spent.
     *
     * @throws MisfitException if something does not fit
     * @throws SdkException if AWS does not let us
     */
    synchronized Premises premises() throws InterruptedException {
        checkTags();
        Map<String, String> zones = zones();
        Map<String, Offer> found = offers.find();
        templates.forget();
        for (Offer offer : found.values()) {
            var made = templates.of(offer.image());
            LOG.debug(
                    "environment {}: {} starts from {}",
                    environment.name(),
                    offer.type().name(),
                    made);
        }
        var made = calls.again(
                "CreateCluster", () -> clients.ecs().createCluster(request -> request.clusterName(cluster)));
        LOG.debug("environment {}: {}", environment.name(), made);
        LOG.info(
                "environment {}: instances take minutes to boot; prices are those of {}",
                environment.name(),
                prices.date());
        return new Premises(found, zones);
    }

    private void checkTags() {
        environment.tags().keySet().stream()
                .filter(key -> !SHOWN_TAG.matcher(key).matches())
                .findFirst()
                .ifPresent(key -> {
                    throw new MisfitException("tag '" + key + "' of environment " + environment.name()
                            + ": an instance reads its lease among its tags, and EC2 shows it only keys of letters, digits and"
                            + " + - = . , _ : @");
                });
    }

    private Map<String, String> zones() throws InterruptedException {
        try {
            return calls
                    .again(
                            "DescribeSubnets",
                            () -> clients.ec2().describeSubnets(r -> r.subnetIds(environment.subnets())))
                    .subnets()
                    .stream()
                    .collect(Collectors.toMap(Subnet::subnetId, Subnet::availabilityZone));
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.REFUSED) {
                throw new MisfitException("subnets " + environment.subnets() + ": " + Trouble.text(e));
            }
            throw e;
        }
    }

    /**
     * Launches what is asked for. The same request said again launches nothing more.
     *
     * @throws MisfitException if the user's launch template has become one that cannot be used
     * @throws SdkException if EC2 does not take it, or nobody knows
     */
    HostAnswer launch(HostRequest request, Premises there) throws InterruptedException {
        try {
            return launched(request, there);
        } catch (SdkException e) {
            if (Trouble.code(e).startsWith(NO_TEMPLATE)) {
                forgetTemplates();
                return launched(request, there); // somebody has removed it: the next is made with the same words
            }
            if (Trouble.code(e).equals(SAID_OTHERWISE)) {
                return launchedBefore(request);
            }
            throw e;
        }
    }

    private HostAnswer launched(HostRequest request, Premises there) throws InterruptedException {
        CreateFleetRequest words = fleets.request(request, token(request), there.offers(), templates(request, there));
        return Fleets.answer(
                request, calls.again("CreateFleet", () -> clients.ec2().createFleet(words)), there.zones());
    }

    private synchronized void forgetTemplates() {
        templates.forget();
    }

    private synchronized Map<String, String> templates(HostRequest request, Premises there)
            throws InterruptedException {
        Map<String, String> names = new HashMap<>();
        for (String type : request.types()) {
            Offer offer = there.offers().get(type);
            if (offer != null) {
                names.put(offer.image(), templates.of(offer.image()));
            }
        }
        return names;
    }

    /** The same for the same request, also of another opening of the runtime, and of no other. */
    private String token(HostRequest request) {
        return owner + "-" + LaunchTemplates.hash(environment.name()) + "-" + request.number();
    }

    private HostAnswer launchedBefore(HostRequest request) throws InterruptedException {
        Map<String, String> tags = tags();
        tags.put(OwnerTags.REQUEST, Long.toString(request.number()));
        List<HostAnswer.Given> given = ec2.tagged(tags).stream()
                .map(instance -> new HostAnswer.Given(instance.instanceId(), instance.instanceTypeAsString()))
                .toList();
        return new HostAnswer(request.number(), given, Map.of());
    }

    // ---- ends

    /** Has ECS place nothing more on instances. */
    void drain(List<ContainerInstance> instances) throws InterruptedException {
        for (List<ContainerInstance> some : Lists.partition(instances, DRAINED_AT_ONCE)) {
            List<String> arns =
                    some.stream().map(ContainerInstance::containerInstanceArn).toList();
            var drained = calls.again(
                    "UpdateContainerInstancesState",
                    () -> clients.ecs()
                            .updateContainerInstancesState(request -> request.cluster(cluster)
                                    .containerInstances(arns)
                                    .status(ContainerInstanceStatus.DRAINING)));
            LOG.debug("draining {}", drained.containerInstances());
        }
    }

    /** Keeps what an instance has said on its console, in a file for the owner only, and says where. */
    String keepConsole(String instance) throws InterruptedException {
        String output = ec2.console(instance);
        Path file = settings.directory.resolve("tranche-console-" + instance + ".txt");
        try {
            Path unfinished = Files.createTempFile(settings.directory, "tranche-console-", ".txt", OwnerOnly.FILE);
            Files.writeString(unfinished, output);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE).toString();
        } catch (IOException e) {
            LOG.warn("the console output of {} is not kept", instance, e);
            return "no file, as " + file + " cannot be written";
        }
    }

    /** Removes the launch templates, which are made again when they are needed. */
    void removeTemplates() throws InterruptedException {
        LaunchTemplates.removeAll(clients.ec2(), calls, tags());
    }

    /** Removes the cluster and what is still listed in it. */
    void remove() throws InterruptedException {
        remove(new Cluster(cluster, Optional.empty(), clients.ecs(), calls));
    }

    private static void remove(Cluster cluster) throws InterruptedException {
        try {
            cluster.delete();
        } catch (ClusterNotFoundException e) {
            LOG.debug("cluster {} was never made", cluster.name());
        } catch (SdkException e) {
            LOG.warn("cluster {} stays: {}", cluster.name(), Trouble.text(e));
        }
    }

    private static void stopTasks(Cluster cluster, String owner) throws InterruptedException {
        try {
            cluster.stopAll(owner, "Its runtime was killed");
        } catch (ClusterNotFoundException e) {
            LOG.debug("cluster {} was never made, so nothing runs there", cluster.name());
        }
    }

    /**
     * Ends and removes all that a runtime has made whose process is dead.
     *
     * @throws SdkException if AWS does not let us
     */
    static void removeAll(Cluster cluster, AwsAccess.Connection connection, String owner) throws InterruptedException {
        stopTasks(cluster, owner);
        Ec2Client client = connection.clients().ec2();
        Ec2Instances instances = new Ec2Instances(client, connection.calls());
        Map<String, String> tags = Map.of(OwnerTags.OWNER, owner);
        var unknown = instances.terminate(instances.tagged(tags).stream()
                .filter(instance -> !Ec2Instances.hasEnded(instance))
                .map(Instance::instanceId)
                .toList());
        LOG.debug("EC2 does not know {}", unknown);
        LaunchTemplates.removeAll(client, connection.calls(), tags);
        remove(cluster);
    }
}
