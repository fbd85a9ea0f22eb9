package dev.tranche.runtime.ec2;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.UnmanagedEnvironment;
import java.util.ArrayList;
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

    private final UnmanagedEnvironment environment;
    private final Ec2Settings settings;
    private final List<CheckReport.Line> lines = new ArrayList<>();

    EnvironmentCheck(UnmanagedEnvironment environment, Ec2Settings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /** Something that is asked of AWS. */
    private interface Question {
        String answer() throws InterruptedException;
    }

    /** @param definitions whose roles may have to be passed */
    CheckReport run(List<JobDefinition> definitions) throws InterruptedException {
        try (AwsAccess access = new AwsAccess(environment, settings)) {
            AwsAccess.Connection connection = access.connect();
            lines.add(new CheckReport.Line(
                    true, "credentials", connection.calls().rates().where()));
            look(connection, definitions);
        } catch (SdkException e) {
            lines.add(new CheckReport.Line(false, "credentials", Trouble.text(e)));
        }
        return new CheckReport(lines);
    }

    private void look(AwsAccess.Connection connection, List<JobDefinition> definitions) throws InterruptedException {
        AwsClients clients = connection.clients();
        Calls calls = connection.calls();
        Cluster cluster = new Cluster(environment.cluster(), environment.only(), clients.ecs(), calls);
        ask("cluster", () -> cluster(clients.ecs(), calls));
        ask("instances", () -> instances(cluster));
        rights(clients, calls);
        ask("log group", () -> logGroup(clients, calls));
        for (JobDefinition definition : definitions) {
            ask("definition " + definition.name(), () -> definition(definition, connection));
        }
    }

    private void ask(String what, Question question) throws InterruptedException {
        try {
            lines.add(new CheckReport.Line(true, what, question.answer()));
        } catch (SdkException e) {
            lines.add(new CheckReport.Line(false, what, Trouble.text(e)));
        } catch (MissingException e) {
            lines.add(new CheckReport.Line(false, what, String.valueOf(e.getMessage())));
        }
    }

    /** Something is not there, as AWS's answer shows. */
    private static final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingException(String answer) {
            super(answer);
        }
    }

    private String cluster(EcsClient ecs, Calls calls) throws InterruptedException {
        var found = calls.again(
                "DescribeClusters", () -> ecs.describeClusters(request -> request.clusters(environment.cluster())));
        if (found.clusters().isEmpty()) {
            throw new MissingException("cluster " + environment.cluster() + " is "
                    + found.failures().stream().map(failure -> failure.reason()).collect(Collectors.joining(", ")));
        }
        String status = found.clusters().get(0).status();
        if (!"ACTIVE".equals(status)) {
            throw new MissingException("cluster " + environment.cluster() + " is " + status);
        }
        return environment.cluster() + " is ACTIVE";
    }

    private String instances(Cluster cluster) throws InterruptedException {
        List<ContainerInstance> all = cluster.instances();
        if (all.isEmpty()) {
            throw new MissingException(
                    "ECS lists none that can be used; start some, or see whether only(…) leaves any");
        }
        long connected = all.stream()
                .filter(instance -> Boolean.TRUE.equals(instance.agentConnected()))
                .count();
        Map<String, Long> architectures = all.stream()
                .flatMap(instance -> instance.attributes().stream())
                .filter(attribute -> ARCHITECTURE.equals(attribute.name()))
                .collect(Collectors.groupingBy(Attribute::value, TreeMap::new, Collectors.counting()));
        if (connected == 0) {
            throw new MissingException("of " + all.size() + " no agent is connected");
        }
        return all.size() + ", of which " + connected + " are connected: " + architectures;
    }

    private String logGroup(AwsClients clients, Calls calls) throws InterruptedException {
        LogGroup group = new LogGroup(settings.logGroup, settings.logRetentionDays, clients.logs(), calls);
        if (group.isThere()) {
            return settings.logGroup + " is there";
        }
        if (lines.stream().anyMatch(line -> !line.well() && line.what().equals("logs:PutRetentionPolicy"))) {
            return settings.logGroup + " is to be made, with a retention";
        }
        group.make(); // only so is it seen whether it may be made
        return settings.logGroup + " was missing and is made, as the opening would";
    }

    private void rights(AwsClients clients, Calls calls) throws InterruptedException {
        String cluster = environment.cluster();
        EcsClient ecs = clients.ecs();
        right(calls, "ecs", "RunTask", () -> ecs.runTask(r -> r.cluster(cluster).taskDefinition(NOTHING)));
        right(
                calls,
                "ecs",
                "StopTask",
                () -> ecs.stopTask(r -> r.cluster(cluster).task(NO_TASK)));
        right(
                calls,
                "ecs",
                "DescribeTasks",
                () -> ecs.describeTasks(r -> r.cluster(cluster).tasks(NO_TASK)));
        right(
                calls,
                "ecs",
                "ListTasks",
                () -> ecs.listTasks(r -> r.cluster(cluster).startedBy(NOTHING)));
        right(
                calls,
                "ecs",
                "RegisterTaskDefinition",
                () -> ecs.registerTaskDefinition(r -> r.family(NOTHING).containerDefinitions(List.of())));
        right(calls, "ecs", "DescribeTaskDefinition", () -> ecs.describeTaskDefinition(r -> r.taskDefinition(NOTHING)));
        right(
                calls,
                "ecs",
                "DeregisterTaskDefinition",
                () -> ecs.deregisterTaskDefinition(r -> r.taskDefinition(NOTHING + ":1")));
        right(calls, "ec2", "DescribeInstances", () -> clients.ec2().describeInstances(r -> r.dryRun(true)));
        right(
                calls,
                "logs",
                "GetLogEvents",
                () -> clients.logs()
                        .getLogEvents(r -> r.logGroupName(settings.logGroup).logStreamName(NOTHING)));
        right(
                calls,
                "logs",
                "PutRetentionPolicy",
                () -> clients.logs()
                        .putRetentionPolicy(r -> r.logGroupName(NOTHING).retentionInDays(settings.logRetentionDays)));
    }

    private void right(Calls calls, String service, String operation, Runnable call) throws InterruptedException {
        ask(service + ":" + operation, () -> {
            try {
                return calls.again(operation, () -> {
                    call.run();
                    return "allowed";
                });
            } catch (SdkException e) {
                if (Trouble.of(e) == Trouble.REFUSED) {
                    return "allowed";
                }
                throw e;
            }
        });
    }

    /** Registers what a start of it would, and removes it at once: only so is it seen whether its roles may be passed. */
    private String definition(JobDefinition definition, AwsAccess.Connection connection) throws InterruptedException {
        TaskSettings task = new TaskSettings(
                environment.baseImage(), settings.logGroup, connection.region().id());
        new TaskRefusals(task).refusal(definition).ifPresent(why -> {
            throw new MissingException(why);
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
