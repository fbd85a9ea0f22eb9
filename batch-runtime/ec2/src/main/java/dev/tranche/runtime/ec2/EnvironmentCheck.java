package dev.tranche.runtime.ec2;

import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.UnmanagedEnvironment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * Looks at everything that an environment needs, and changes nothing that lasts. ECS has no dry run, so each right is tried with
 * a call that could do nothing: on a task or a definition that does not exist. AWS looks at rights first, so any other answer
 * than a denial says that the right is there.
 */
final class EnvironmentCheck {
    private static final String NOTHING = "tranche-check-of-rights";
    private static final String NO_TASK = "0".repeat(32);
    private static final String ARCHITECTURE = "ecs.cpu-architecture";

    private final EcsEnvironment environment;
    private final Ec2Settings settings;

    EnvironmentCheck(EcsEnvironment environment, Ec2Settings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** @param definitions whose roles may have to be passed */
    CheckReport run(List<JobDefinition> definitions) throws InterruptedException {
        try (AwsAccess access = new AwsAccess(environment, settings)) {
            AwsAccess.Connection connection = access.connect();
            CheckLines lines = new CheckLines(connection.calls());
            lines.ask("credentials", () -> connection.calls().rates().where());
            look(connection, definitions, lines);
            return new CheckReport(lines.all());
        } catch (SdkException e) {
            return new CheckReport(List.of(new CheckReport.Line(false, "credentials", Trouble.text(e))));
        }
    }

    private void look(AwsAccess.Connection connection, List<JobDefinition> definitions, CheckLines lines)
            throws InterruptedException {
        AwsClients clients = connection.clients();
        Calls calls = connection.calls();
        String name = ClusterConnection.clusterName(environment, NOTHING);
        if (environment instanceof UnmanagedEnvironment unmanaged) {
            Cluster cluster = new Cluster(name, unmanaged.only(), clients.ecs(), calls);
            lines.ask("cluster", () -> cluster(name, clients.ecs(), calls));
            lines.ask("instances", () -> instances(cluster));
        } else if (environment instanceof ManagedEnvironment managed) {
            new ManagedCheck(managed, settings, connection, lines).look();
        }
        rights(name, clients, lines);
        lines.ask("log group", () -> logGroup(clients, calls, lines));
        for (JobDefinition definition : definitions) {
            lines.ask("definition " + definition.name(), () -> definition(definition, connection));
        }
    }

    private static String cluster(String name, EcsClient ecs, Calls calls) throws InterruptedException {
        var found = calls.again("DescribeClusters", () -> ecs.describeClusters(request -> request.clusters(name)));
        if (found.clusters().isEmpty()) {
            throw new MisfitException("cluster " + name + " is "
                    + found.failures().stream().map(failure -> failure.reason()).collect(Collectors.joining(", ")));
        }
        String status = found.clusters().get(0).status();
        if (!"ACTIVE".equals(status)) {
            throw new MisfitException("cluster " + name + " is " + status);
        }
        return name + " is ACTIVE";
    }

    private static String instances(Cluster cluster) throws InterruptedException {
        List<ContainerInstance> all = cluster.instances();
        if (all.isEmpty()) {
            throw new MisfitException("ECS lists none that can be used; start some, or see whether only(…) leaves any");
        }
        long connected = all.stream()
                .filter(instance -> Boolean.TRUE.equals(instance.agentConnected()))
                .count();
        Map<String, Long> architectures = all.stream()
                .flatMap(instance -> instance.attributes().stream())
                .filter(attribute -> ARCHITECTURE.equals(attribute.name()))
                .collect(Collectors.groupingBy(Attribute::value, TreeMap::new, Collectors.counting()));
        if (connected == 0) {
            throw new MisfitException("of " + all.size() + " no agent is connected");
        }
        return all.size() + ", of which " + connected + " are connected: " + architectures;
    }

    private String logGroup(AwsClients clients, Calls calls, CheckLines lines) throws InterruptedException {
        LogGroup group = new LogGroup(settings.logGroup, settings.logRetentionDays, clients.logs(), calls);
        if (group.isThere()) {
            return settings.logGroup + " is there";
        }
        if (lines.isMissing("logs:PutRetentionPolicy")) {
            return settings.logGroup + " is to be made, with a retention";
        }
        group.make(); // only so is it seen whether it may be made
        return settings.logGroup + " was missing and is made, as the opening would";
    }

    private void rights(String cluster, AwsClients clients, CheckLines lines) throws InterruptedException {
        EcsClient ecs = clients.ecs();
        lines.right("ecs", "RunTask", () -> ecs.runTask(r -> r.cluster(cluster).taskDefinition(NOTHING)));
        lines.right(
                "ecs", "StopTask", () -> ecs.stopTask(r -> r.cluster(cluster).task(NO_TASK)));
        lines.right(
                "ecs",
                "DescribeTasks",
                () -> ecs.describeTasks(r -> r.cluster(cluster).tasks(NO_TASK)));
        lines.right(
                "ecs", "ListTasks", () -> ecs.listTasks(r -> r.cluster(cluster).startedBy(NOTHING)));
        lines.right(
                "ecs",
                "RegisterTaskDefinition",
                () -> ecs.registerTaskDefinition(r -> r.family(NOTHING).containerDefinitions(List.of())));
        lines.right("ecs", "DescribeTaskDefinition", () -> ecs.describeTaskDefinition(r -> r.taskDefinition(NOTHING)));
        lines.right(
                "ecs",
                "DeregisterTaskDefinition",
                () -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(NOTHING + ":1")));
        lines.right("ec2", "DescribeInstances", () -> clients.ec2().describeInstances(r -> r.dryRun(true)));
        lines.right(
                "logs",
                "GetLogEvents",
                () -> clients.logs()
                        .getLogEvents(r -> r.logGroupName(settings.logGroup).logStreamName(NOTHING)));
        lines.right(
                "logs",
                "PutRetentionPolicy",
                () -> clients.logs()
                        .putRetentionPolicy(r -> r.logGroupName(NOTHING).retentionInDays(settings.logRetentionDays)));
    }

    /** Registers what a start of it would, and removes it at once: only so is it seen whether its roles may be passed. */
    private String definition(JobDefinition definition, AwsAccess.Connection connection) throws InterruptedException {
        TaskSettings task = new TaskSettings(
                environment.baseImage(), settings.logGroup, connection.region().id());
        new TaskRefusals(task).refusal(definition).ifPresent(why -> {
            throw new MisfitException(why);
        });
        RegisterTaskDefinitionRequest content = TaskMapper.definition(definition, task).toBuilder()
                .family(NOTHING)
                .build();
        EcsClient ecs = connection.clients().ecs();
        String arn = connection
                .calls()
                .again("RegisterTaskDefinition", () -> ecs.registerTaskDefinition(content))
                .taskDefinition()
                .taskDefinitionArn();
        var removed = connection
                .calls()
                .again("DeregisterTaskDefinition", () -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(arn)));
        return "ECS takes it, and its roles may be passed; "
                + removed.taskDefinition().status() + " again";
    }
}
