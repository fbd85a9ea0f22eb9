package dev.tranche.json;

import com.google.common.collect.ImmutableSet;

/**
 * What AWS knows of one kind of object, under the name of the AWS API model, and what becomes of it here: a member is
 * mapped, refused by name because the model has no such thing, or, being news from a running AWS system and no part of
 * a description, ignored. What a mapper names and AWS does not know stands under {@code tranche}.
 */
enum Shape {
    REGISTER_JOB_DEFINITION(
            "RegisterJobDefinitionRequest",
            mapped(
                    "jobDefinitionName",
                    "type",
                    "parameters",
                    "schedulingPriority",
                    "containerProperties",
                    "ecsProperties",
                    "nodeProperties",
                    "retryStrategy",
                    "propagateTags",
                    "timeout",
                    "tags",
                    "platformCapabilities",
                    "consumableResourceProperties"),
            refused("eksProperties"),
            ignored("jobDefinitionArn", "revision", "status", "containerOrchestrationType")),
    CONTAINER_PROPERTIES(
            "ContainerProperties",
            mapped(
                    "image",
                    "command",
                    "vcpus",
                    "memory",
                    "resourceRequirements",
                    "environment",
                    "secrets",
                    "jobRoleArn",
                    "executionRoleArn",
                    "volumes",
                    "mountPoints",
                    "readonlyRootFilesystem",
                    "privileged",
                    "user",
                    "ulimits",
                    "linuxParameters",
                    "logConfiguration"),
            refused(
                    "instanceType",
                    "networkConfiguration",
                    "fargatePlatformConfiguration",
                    "enableExecuteCommand",
                    "ephemeralStorage",
                    "runtimePlatform",
                    "repositoryCredentials")),
    RESOURCE_REQUIREMENT("ResourceRequirement", mapped("type", "value")),
    KEY_VALUE_PAIR("KeyValuePair", mapped("name", "value")),
    SECRET("Secret", mapped("name", "valueFrom")),
    VOLUME("Volume", mapped("name", "host", "efsVolumeConfiguration"), refused("s3filesVolumeConfiguration")),
    HOST("Host", mapped("sourcePath")),
    EFS_VOLUME_CONFIGURATION(
            "EFSVolumeConfiguration",
            mapped("fileSystemId"),
            refused("rootDirectory", "transitEncryption", "transitEncryptionPort", "authorizationConfig")),
    MOUNT_POINT("MountPoint", mapped("sourceVolume", "containerPath", "readOnly")),
    ULIMIT("Ulimit", mapped("name", "softLimit", "hardLimit")),
    LINUX_PARAMETERS(
            "LinuxParameters",
            mapped("devices", "initProcessEnabled", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness")),
    DEVICE("Device", mapped("hostPath", "containerPath", "permissions")),
    TMPFS("Tmpfs", mapped("containerPath", "size"), refused("mountOptions")),
    LOG_CONFIGURATION("LogConfiguration", mapped("logDriver", "options"), refused("secretOptions")),
    ECS_PROPERTIES("EcsProperties", mapped("taskProperties")),
    ECS_TASK_PROPERTIES(
            "EcsTaskProperties",
            mapped("containers", "volumes", "taskRoleArn", "executionRoleArn"),
            refused(
                    "ephemeralStorage",
                    "platformVersion",
                    "ipcMode",
                    "pidMode",
                    "networkConfiguration",
                    "networkMode",
                    "runtimePlatform",
                    "enableExecuteCommand")),
    TASK_CONTAINER_PROPERTIES(
            "TaskContainerProperties",
            mapped(
                    "name",
                    "image",
                    "command",
                    "essential",
                    "dependsOn",
                    "resourceRequirements",
                    "environment",
                    "secrets",
                    "mountPoints",
                    "readonlyRootFilesystem",
                    "privileged",
                    "user",
                    "ulimits",
                    "linuxParameters",
                    "logConfiguration"),
            refused("firelensConfiguration", "repositoryCredentials", "startTimeout", "stopTimeout")),
    TASK_CONTAINER_DEPENDENCY("TaskContainerDependency", mapped("containerName", "condition")),
    NODE_PROPERTIES("NodeProperties", mapped("numNodes", "mainNode", "nodeRangeProperties")),
    NODE_RANGE_PROPERTY(
            "NodeRangeProperty",
            mapped("targetNodes", "container", "ecsProperties", "consumableResourceProperties"),
            refused("instanceTypes", "eksProperties")),
    RETRY_STRATEGY("RetryStrategy", mapped("attempts", "evaluateOnExit")),
    EVALUATE_ON_EXIT("EvaluateOnExit", mapped("onStatusReason", "onReason", "onExitCode", "action")),
    JOB_TIMEOUT("JobTimeout", mapped("attemptDurationSeconds")),
    CONSUMABLE_RESOURCE_PROPERTIES("ConsumableResourceProperties", mapped("consumableResourceList")),
    CONSUMABLE_RESOURCE_REQUIREMENT("ConsumableResourceRequirement", mapped("consumableResource", "quantity")),
    SUBMIT_JOB(
            "SubmitJobRequest",
            mapped(
                    "jobName",
                    "jobQueue",
                    "jobDefinition",
                    "shareIdentifier",
                    "schedulingPriorityOverride",
                    "arrayProperties",
                    "dependsOn",
                    "parameters",
                    "containerOverrides",
                    "ecsPropertiesOverride",
                    "nodeOverrides",
                    "retryStrategy",
                    "propagateTags",
                    "timeout",
                    "tags",
                    "consumableResourcePropertiesOverride"),
            refused("eksPropertiesOverride")),
    ARRAY_PROPERTIES("ArrayProperties", mapped("size")),
    JOB_DEPENDENCY("JobDependency", mapped("jobId", "type")),
    CONTAINER_OVERRIDES(
            "ContainerOverrides",
            mapped("command", "vcpus", "memory", "resourceRequirements", "environment"),
            refused("instanceType")),
    ECS_PROPERTIES_OVERRIDE("EcsPropertiesOverride", mapped("taskProperties")),
    TASK_PROPERTIES_OVERRIDE("TaskPropertiesOverride", mapped("containers")),
    TASK_CONTAINER_OVERRIDES(
            "TaskContainerOverrides", mapped("name", "command", "environment", "resourceRequirements")),
    NODE_OVERRIDES("NodeOverrides", mapped("numNodes", "nodePropertyOverrides")),
    NODE_PROPERTY_OVERRIDE(
            "NodePropertyOverride",
            mapped(
                    "targetNodes",
                    "containerOverrides",
                    "ecsPropertiesOverride",
                    "consumableResourcePropertiesOverride"),
            refused("instanceTypes", "eksPropertiesOverride")),
    CREATE_JOB_QUEUE(
            "CreateJobQueueRequest",
            mapped(
                    "jobQueueName",
                    "state",
                    "priority",
                    "jobQueueType",
                    "computeEnvironmentOrder",
                    "jobStateTimeLimitActions"),
            refused("schedulingPolicyArn", "serviceEnvironmentOrder", "tags"),
            ignored("jobQueueArn", "status", "statusReason")),
    COMPUTE_ENVIRONMENT_ORDER("ComputeEnvironmentOrder", mapped("order", "computeEnvironment")),
    JOB_STATE_TIME_LIMIT_ACTION("JobStateTimeLimitAction", mapped("reason", "state", "maxTimeSeconds", "action")),
    CREATE_COMPUTE_ENVIRONMENT(
            "CreateComputeEnvironmentRequest",
            mapped("computeEnvironmentName", "type", "state", "unmanagedvCpus", "computeResources"),
            refused("tags", "eksConfiguration", "context", "ecsSettings"),
            ignored(
                    "computeEnvironmentArn",
                    "serviceRole",
                    "status",
                    "statusReason",
                    "ecsClusterArn",
                    "containerOrchestrationType",
                    "updatePolicy",
                    "uuid")),
    COMPUTE_RESOURCE(
            "ComputeResource",
            mapped(
                    "type",
                    "allocationStrategy",
                    "minvCpus",
                    "maxvCpus",
                    "instanceTypes",
                    "imageId",
                    "subnets",
                    "securityGroupIds",
                    "ec2KeyPair",
                    "instanceRole",
                    "tags",
                    "bidPercentage",
                    "launchTemplate",
                    "scalingPolicy"),
            refused(
                    "placementGroup",
                    "spotIamFleetRole",
                    "ec2Configuration",
                    "managedInstancesProvider",
                    "capacityTags"),
            ignored("desiredvCpus")),
    LAUNCH_TEMPLATE_SPECIFICATION(
            "LaunchTemplateSpecification",
            mapped("launchTemplateName"),
            refused("launchTemplateId", "version", "overrides", "userdataType")),
    COMPUTE_SCALING_POLICY("ComputeScalingPolicy", mapped("minScaleDownDelayMinutes")),
    CREATE_SCHEDULING_POLICY(
            "CreateSchedulingPolicyRequest",
            mapped("name", "fairsharePolicy"),
            refused("quotaSharePolicy", "tags"),
            ignored("arn")),
    FAIRSHARE_POLICY("FairsharePolicy", mapped("shareDecaySeconds", "computeReservation", "shareDistribution")),
    SHARE_ATTRIBUTES("ShareAttributes", mapped("shareIdentifier", "weightFactor")),
    CREATE_CONSUMABLE_RESOURCE(
            "CreateConsumableResourceRequest",
            mapped("consumableResourceName", "totalQuantity", "resourceType"),
            refused("tags"),
            ignored("consumableResourceArn", "availableQuantity", "inUseQuantity", "createdAt")),
    /** An object that AWS has nothing like: it is as a whole under {@code tranche}, so it has no such key itself. */
    OURS("", mapped());

    /** The key of what AWS does not know. */
    static final String TRANCHE = "tranche";

    private final String awsName;
    private final ImmutableSet<String> members;
    private final ImmutableSet<String> refused;
    private final ImmutableSet<String> ignored;

    Shape(String awsName, ImmutableSet<String> members) {
        this(awsName, members, ImmutableSet.of(), ImmutableSet.of());
    }

    Shape(String awsName, ImmutableSet<String> members, ImmutableSet<String> refused) {
        this(awsName, members, refused, ImmutableSet.of());
    }

    Shape(String awsName, ImmutableSet<String> members, ImmutableSet<String> refused, ImmutableSet<String> ignored) {
        this.awsName = awsName;
        this.members = members;
        this.refused = refused;
        this.ignored = ignored;
    }

    private static ImmutableSet<String> mapped(String... names) {
        return ImmutableSet.copyOf(names);
    }

    private static ImmutableSet<String> refused(String... names) {
        return ImmutableSet.copyOf(names);
    }

    private static ImmutableSet<String> ignored(String... names) {
        return ImmutableSet.copyOf(names);
    }

    String awsName() {
        return awsName;
    }

    /** Whether a member stands in the object itself, and not under {@code tranche}. */
    boolean hasItself(String name) {
        return this == OURS || members.contains(name) || ignored.contains(name);
    }

    boolean refuses(String name) {
        return refused.contains(name);
    }

    boolean ignores(String name) {
        return ignored.contains(name);
    }

    ImmutableSet<String> members() {
        return members;
    }

    ImmutableSet<String> refused() {
        return refused;
    }
}
