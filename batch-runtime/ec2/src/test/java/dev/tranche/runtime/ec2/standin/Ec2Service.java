package dev.tranche.runtime.ec2.standin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** EC2: the instances under the clusters. */
final class Ec2Service implements WireServer.QueryService {
    private final EcsState state;

    Ec2Service(EcsState state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public String call(String operation, Map<String, String> parameters) {
        if (!operation.equals("DescribeInstances")) {
            throw new ApiError(400, "InvalidAction", "unknown action " + operation);
        }
        if (parameters.getOrDefault("DryRun", "").equals("true")) {
            throw new ApiError(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
        List<String> asked = parameters.entrySet().stream()
                .filter(each -> each.getKey().startsWith("InstanceId."))
                .map(Map.Entry::getValue)
                .toList();
        String reservations = asked.stream().map(this::reservation).collect(Collectors.joining());
        return "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>r</requestId>"
                + Xml.element("reservationSet", reservations) + "</DescribeInstancesResponse>";
    }

    private String reservation(String id) {
        StandInHost host = state.host(id)
                .orElseThrow(() ->
                        new ApiError(400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
        boolean terminated = host.isTerminated();
        return Xml.element(
                "item",
                Xml.element("reservationId", "r-1"),
                Xml.element(
                        "instancesSet",
                        Xml.element(
                                "item",
                                Xml.element("instanceId", id),
                                Xml.element(
                                        "instanceState",
                                        Xml.element("code", terminated ? "48" : "16"),
                                        Xml.element("name", terminated ? "terminated" : "running")))));
    }
}
