package dev.tranche.runtime.ec2;

/**
 * The cluster of an environment once AWS knows us, and what follows it.
 *
 * @param settings what it adds to task definitions
 */
record ConnectedCluster(
        AwsClients clients,
        Calls calls,
        TaskSettings settings,
        Cluster cluster,
        TaskDefinitions definitions,
        ClusterWatch instances,
        TaskWatch tasks,
        LogGroup logGroup,
        LogReader logs) {}
