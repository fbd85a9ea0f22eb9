package dev.tranche.runtime.ec2.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Systems Manager: the parameters that AWS publishes with the images for ECS. */
final class SsmService implements WireServer.JsonService {
    private static final String IMAGES = "/aws/service/ecs/optimized-ami/amazon-linux-2023/";

    private final ApiModel model = ApiModel.of("ssm");

    @Override
    public String name() {
        return "ssm";
    }

    @Override
    public ApiModel model() {
        return model;
    }

    @Override
    public ObjectNode call(String operation, JsonNode request) {
        String name = request.path("Name").asString();
        String image = switch (name.startsWith(IMAGES) ? name.substring(IMAGES.length()) : "") {
            case "recommended/image_id" -> Ec2Service.X86_IMAGE;
            case "arm64/recommended/image_id" -> Ec2Service.ARM_IMAGE;
            case "gpu/recommended/image_id" -> Ec2Service.GPU_IMAGE;
            default -> throw new ApiError(400, "ParameterNotFound", "Parameter " + name + " not found.");
        };
        ObjectNode answer = WireServer.JSON.createObjectNode();
        answer.putObject("Parameter").put("Name", name).put("Type", "String").put("Value", image);
        return answer;
    }
}
