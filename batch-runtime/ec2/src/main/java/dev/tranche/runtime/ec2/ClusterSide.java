package dev.tranche.runtime.ec2;

/**
 * What there is of an environment once AWS knows us.
 *
 * @param settings what it adds to task definitions
 */
record ClusterSide(
        AwsClients clients,
        Calls calls,
        TaskSettings settings,
        Cluster cluster,
        TaskDefinitions definitions,
        ClusterWatch instances,
        TaskWatch tasks,
        LogGroup logGroup,
        LogReader logs) {}
