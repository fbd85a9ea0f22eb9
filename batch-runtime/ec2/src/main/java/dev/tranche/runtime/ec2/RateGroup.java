package dev.tranche.runtime.ec2;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The groups of operations that AWS throttles together, with the rates that it publishes for each account and region: "Request
 * throttling for the Amazon ECS API", "CloudWatch Logs quotas" and "Request throttling for the Amazon EC2 API". What is not
 * published (STS, IAM) has the rate of the slowest of its kind.
 */
enum RateGroup {
    /** ECS: cluster resource modify actions. */
    STARTS_AND_STOPS(100, 40, "RunTask", "StopTask", "UpdateContainerInstancesState", "DeregisterContainerInstance"),
    /** ECS: cluster resource read actions. */
    CLUSTER_RESOURCES(100, 20, "DescribeTasks", "ListTasks", "DescribeContainerInstances", "ListContainerInstances"),
    /** ECS: cluster modify actions. */
    CLUSTER_CHANGES(20, 1, "CreateCluster", "DeleteCluster"),
    /** ECS: cluster read actions. */
    CLUSTERS(50, 20, "DescribeClusters"),
    /** ECS: task definition modify actions. A burst is AWS's to take back, so there is none. */
    DEFINITION_CHANGES(1, 1, "RegisterTaskDefinition", "DeregisterTaskDefinition"),
    /** ECS: task definition read actions. */
    DEFINITIONS(50, 20, "DescribeTaskDefinition"),
    /** EC2: what describes without filters and pages. */
    INSTANCES(50, 10, "DescribeInstances"),
    /** EC2: other non-mutating actions. */
    EC2_READS(
            100,
            20,
            "DescribeInstanceTypes",
            "DescribeLaunchTemplates",
            "DescribeLaunchTemplateVersions",
            "DescribeSubnets",
            "DescribeImages",
            "GetConsoleOutput"),
    /** EC2: mutating actions. */
    EC2_CHANGES(
            50,
            5,
            "CreateFleet",
            "RunInstances",
            "TerminateInstances",
            "CreateTags",
            "CreateLaunchTemplate",
            "DeleteLaunchTemplate"),
    /** Systems Manager: parameters, at the standard throughput. */
    PARAMETERS(40, 40, "GetParameter"),
    /** Service Quotas. */
    QUOTAS(5, 5, "GetServiceQuota"),
    /** IAM. */
    ROLES(5, 5, "GetRole"),
    /** CloudWatch Logs: {@code GetLogEvents}. */
    LOG_EVENTS(25, 25, "GetLogEvents"),
    /** CloudWatch Logs: what is done with groups, once or seldom. */
    LOG_GROUPS(5, 5, "CreateLogGroup", "PutRetentionPolicy", "DescribeLogGroups"),
    /** STS: who we are. */
    IDENTITY(5, 5, "GetCallerIdentity");

    private static final Map<String, RateGroup> BY_OPERATION = new LinkedHashMap<>();

    static {
        for (RateGroup group : values()) {
            group.operations.forEach(operation -> BY_OPERATION.put(operation, group));
        }
    }

    /** How many calls may be made at once. */
    final int burst;

    /** How many calls may be made in a second, for long. */
    final int perSecond;

    private final ImmutableList<String> operations;

    RateGroup(int burst, int perSecond, String... operations) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.operations = ImmutableList.copyOf(operations);
    }

    ImmutableList<String> operations() {
        return operations;
    }

    static RateGroup of(String operation) {
        RateGroup group = BY_OPERATION.get(operation);
        if (group == null) {
            throw new IllegalArgumentException("no rate is known of operation " + operation);
        }
        return group;
    }
}
