package dev.tranche.runtime.ec2.standin;

import java.util.LinkedHashMap;
import java.util.Map;

/** A cluster of ECS with its instances. */
public final class StandInCluster {
    private final EcsState state;
    private final String name;
    private final Map<String, StandInHost> hosts = new LinkedHashMap<>();

    StandInCluster(EcsState state, String name) {
        this.state = state;
        this.name = name;
    }

    public String name() {
        return name;
    }

    String arn() {
        return EcsState.ARN + "cluster/" + name;
    }

    /** An instance joins. */
    public StandInHost host(int vcpus, int memoryMib) {
        return host(vcpus, memoryMib, 0);
    }

    /** An instance with GPUs joins. */
    public StandInHost host(int vcpus, int memoryMib, int gpus) {
        synchronized (state) {
            return join("i-" + "%017x".formatted(state.nextNumber()), vcpus, memoryMib, gpus);
        }
    }

    /** An instance that EC2 has launched joins. */
    StandInHost join(String instanceId, int vcpus, int memoryMib, int gpus) {
        String arn = EcsState.ARN + "container-instance/" + name + "/" + state.nextId();
        StandInHost host = new StandInHost(state, instanceId, arn, vcpus, memoryMib, gpus);
        hosts.put(arn, host);
        return host;
    }

    /** An instance leaves the cluster and goes on without it. */
    public void deregister(StandInHost host) {
        synchronized (state) {
            hosts.remove(host.arn());
        }
    }

    /** The cluster is deleted under those who use it. */
    public void delete() {
        state.delete(this);
    }

    /** The instances that ECS lists: those that have not ended, as far as it has seen. */
    Map<String, StandInHost> hosts() {
        hosts.values().removeIf(StandInHost::lossIsSeen);
        return hosts;
    }
}
