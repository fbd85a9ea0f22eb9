package dev.tranche.runtime.ec2.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Service Quotas: how many vCPUs the account may have. */
final class QuotaService implements WireServer.JsonService {
    private final ApiModel model = ApiModel.of("servicequotas");
    private final StandInEc2 ec2;

    QuotaService(StandInEc2 ec2) {
        this.ec2 = ec2;
    }

    @Override
    public String name() {
        return "servicequotas";
    }

    @Override
    public ApiModel model() {
        return model;
    }

    @Override
    public ObjectNode call(String operation, JsonNode request) {
        ObjectNode answer = WireServer.JSON.createObjectNode();
        answer.putObject("Quota")
                .put("ServiceCode", request.path("ServiceCode").asString())
                .put("QuotaCode", request.path("QuotaCode").asString())
                .put("Value", Math.min(ec2.vcpuLimit(), 1_152.0));
        return answer;
    }
}
