package dev.tranche.runtime.ec2;

import java.util.Optional;

/**
 * The cluster of an environment once AWS knows us, and what follows it.
 *
 * @param settings what it adds to task definitions
 * @param managed its instances, if they come and go with the jobs
 */
record ConnectedCluster(
        AwsAccess.Connection connection,
        TaskSettings settings,
        Cluster cluster,
        Optional<ManagedHosts> managed,
        TaskDefinitions definitions,
        ClusterWatch instances,
        TaskWatch tasks,
        LogGroup logGroup,
        LogReader logs) {
    AwsClients clients() {
        return connection.clients();
    }

    Calls calls() {
        return connection.calls();
    }
}
