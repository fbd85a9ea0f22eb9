package dev.tranche.runtime.ec2.standin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of EC2. */
final class Ec2Service implements WireServer.QueryService {
    static final String X86_IMAGE = "ami-00000000000000086";
    static final String ARM_IMAGE = "ami-00000000000000064";
    static final String GPU_IMAGE = "ami-00000000000000099";

    /** The only image of the user's. */
    static final String OWN_IMAGE = "ami-0000000000000beef";

    private static final int PAGE = 100;

    private final ApiModel model = ApiModel.of("ec2");
    private final QueryCodec codec = new QueryCodec(model);
    private final EcsState state;
    private final StandInEc2 ec2;
    private final Injections injections;

    Ec2Service(EcsState state, StandInEc2 ec2, Injections injections) {
        this.state = state;
        this.ec2 = ec2;
        this.injections = injections;
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public String call(String operation, Map<String, String> form) {
        if (!model.has(operation)) {
            throw new ApiError(400, "InvalidAction", "The action " + operation + " is not valid for this web service.");
        }
        ObjectNode request = codec.request(operation, form);
        model.wrongInput(operation, request).ifPresent(wrong -> {
            throw new ApiError(400, "InvalidParameterValue", wrong);
        });
        if (request.path("DryRun").asBoolean(false)) {
            if (operation.equals("RunInstances")) {
                checkRun(request);
            }
            throw new ApiError(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
        }
        ObjectNode answer = WireServer.JSON.createObjectNode();
        List<StandInInstance> ending = new ArrayList<>();
        synchronized (state) {
            ec2.settle();
            switch (operation) {
                case "DescribeInstances" -> describe(request, answer);
                case "DescribeInstanceTypes" -> describeTypes(request, answer);
                case "DescribeSubnets" -> describeSubnets(request, answer);
                case "DescribeImages" -> describeImages(request, answer);
                case "CreateLaunchTemplate" -> createTemplate(request, answer);
                case "DescribeLaunchTemplates" -> describeTemplates(request, answer);
                case "DescribeLaunchTemplateVersions" -> describeVersions(request, answer);
                case "DeleteLaunchTemplate" -> deleteTemplate(request, answer);
                case "CreateFleet" -> fleet(request, answer);
                case "TerminateInstances" -> ending.addAll(terminate(request, answer));
                case "CreateTags" -> tag(request);
                case "GetConsoleOutput" -> console(request, answer);
                default -> throw new ApiError(400, "InvalidAction", "unknown action " + operation);
            }
        }
        ending.forEach(StandInInstance::end);
        model.wrongOutput(operation, answer).ifPresent(wrong -> {
            throw new AssertionError(operation + " answers what the model does not allow: " + wrong);
        });
        return codec.answer(operation, answer);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    // ---- instances

    private void describe(JsonNode request, ObjectNode answer) {
        ArrayNode reservations = answer.putArray("Reservations");
        for (String id : texts(request.path("InstanceIds"))) {
            reservation(
                    reservations, ec2.find(id).map(StandInInstance::describe).orElseGet(() -> other(id)));
        }
        if (!request.has("InstanceIds")) {
            Predicate<Map<String, String>> filter = filter(request);
            ec2.seen().stream()
                    .filter(each -> filter.test(each.tags()))
                    .forEach(each -> reservation(reservations, each.describe()));
        }
    }

    private static void reservation(ArrayNode into, ObjectNode instance) {
        into.addObject().put("ReservationId", "r-1").putArray("Instances").add(instance);
    }

    /** An instance that was not launched by a fleet. */
    private ObjectNode other(String id) {
        boolean terminated =
                state.host(id).orElseThrow(() -> notFound(List.of(id))).isTerminated();
        ObjectNode node = WireServer.JSON.createObjectNode();
        node.put("InstanceId", id);
        node.putObject("State").put("Code", terminated ? 48 : 16).put("Name", terminated ? "terminated" : "running");
        return node;
    }

    private static ApiError notFound(List<String> ids) {
        return new ApiError(
                400,
                "InvalidInstanceID.NotFound",
                ids.size() == 1
                        ? "The instance ID '" + ids.get(0) + "' does not exist"
                        : "The instance IDs '" + String.join(", ", ids) + "' do not exist");
    }

    /** Filters by tags; all must be met. */
    private static Predicate<Map<String, String>> filter(JsonNode request) {
        Predicate<Map<String, String>> all = tags -> true;
        for (JsonNode each : request.path("Filters")) {
            String name = each.path("Name").asString();
            if (!name.startsWith("tag:")) {
                throw new ApiError(400, "InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
            List<String> values = texts(each.path("Values"));
            all = all.and(tags -> values.contains(tags.get(name.substring("tag:".length()))));
        }
        return all;
    }

    /** One id that is not known keeps all others from being changed. */
    private List<StandInInstance> known(List<String> ids) {
        List<String> unknown = ids.stream().filter(id -> ec2.find(id).isEmpty()).toList();
        if (!unknown.isEmpty()) {
            throw notFound(unknown);
        }
        return ids.stream().map(id -> ec2.find(id).orElseThrow()).toList();
    }

    private List<StandInInstance> terminate(JsonNode request, ObjectNode answer) {
        List<StandInInstance> found = known(texts(request.path("InstanceIds")));
        ArrayNode ending = answer.putArray("TerminatingInstances");
        found.forEach(each -> ending.addObject()
                .put("InstanceId", each.id())
                .putObject("CurrentState")
                .put("Code", 32)
                .put("Name", "shutting-down"));
        return found;
    }

    private void tag(JsonNode request) {
        for (StandInInstance instance : known(texts(request.path("Resources")))) {
            request.path("Tags")
                    .forEach(tag -> instance.tag(
                            tag.path("Key").asString(), tag.path("Value").asString()));
        }
    }

    private void console(JsonNode request, ObjectNode answer) {
        String id = request.path("InstanceId").asString();
        StandInInstance instance = known(List.of(id)).get(0);
        String output = "cloud-init: " + instance.id() + " has booted from " + instance.image() + "\n";
        answer.put("InstanceId", id)
                .put("Output", Base64.getEncoder().encodeToString(output.getBytes(StandardCharsets.UTF_8)));
    }

    // ---- what there is

    private void describeTypes(JsonNode request, ObjectNode answer) {
        List<String> patterns = new ArrayList<>();
        for (JsonNode filter : request.path("Filters")) {
            if (filter.path("Name").asString().equals("instance-type")) {
                patterns.addAll(texts(filter.path("Values")));
            }
        }
        List<StandInType> found = StandInType.ALL.stream()
                .filter(type -> patterns.stream().anyMatch(pattern -> matches(type.name(), pattern)))
                .toList();
        ArrayNode types = answer.putArray("InstanceTypes");
        found.stream().limit(PAGE).forEach(type -> {
            ObjectNode node = types.addObject().put("InstanceType", type.name());
            node.putObject("VCpuInfo").put("DefaultVCpus", type.vcpus());
            node.putObject("MemoryInfo").put("SizeInMiB", type.memoryMib());
            node.putObject("ProcessorInfo").putArray("SupportedArchitectures").add(type.architecture());
            if (type.gpus() > 0) {
                node.putObject("GpuInfo")
                        .putArray("Gpus")
                        .addObject()
                        .put("Count", type.gpus())
                        .put("Manufacturer", "NVIDIA");
            }
        });
    }

    private static boolean matches(String name, String pattern) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private void describeSubnets(JsonNode request, ObjectNode answer) {
        ArrayNode subnets = answer.putArray("Subnets");
        for (String id : texts(request.path("SubnetIds"))) {
            if (!StandInEc2.ZONES.containsKey(id)) {
                throw new ApiError(400, "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
            }
            subnets.addObject()
                    .put("SubnetId", id)
                    .put("AvailabilityZone", StandInEc2.ZONES.get(id))
                    .put("AvailableIpAddressCount", ec2.addressesOf(id));
        }
    }

    private static void describeImages(JsonNode request, ObjectNode answer) {
        ArrayNode images = answer.putArray("Images");
        for (String id : texts(request.path("ImageIds"))) {
            if (!List.of(OWN_IMAGE, X86_IMAGE, ARM_IMAGE, GPU_IMAGE).contains(id)) {
                throw new ApiError(400, "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
            }
            images.addObject().put("ImageId", id).put("Architecture", id.equals(ARM_IMAGE) ? "arm64" : "x86_64");
        }
    }

    // ---- launch templates

    private void createTemplate(JsonNode request, ObjectNode answer) {
        String name = request.path("LaunchTemplateName").asString();
        if (ec2.templates().containsKey(name)) {
            throw new ApiError(
                    400, "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.");
        }
        ObjectNode tags = WireServer.JSON.createObjectNode();
        request.path("TagSpecifications")
                .forEach(each -> each.path("Tags")
                        .forEach(tag -> tags.put(
                                tag.path("Key").asString(), tag.path("Value").asString())));
        ec2.putTemplate(name, (ObjectNode) request.path("LaunchTemplateData"), tags);
        answer.set("LaunchTemplate", summary(name));
    }

    private ObjectNode summary(String name) {
        ObjectNode template = template(name);
        return WireServer.JSON
                .createObjectNode()
                .put("LaunchTemplateId", template.path("LaunchTemplateId").asString())
                .put("LaunchTemplateName", name)
                .put("DefaultVersionNumber", 1)
                .put("LatestVersionNumber", 1);
    }

    private ObjectNode template(String name) {
        ObjectNode template = ec2.templates().get(name);
        if (template == null) {
            throw new ApiError(
                    400,
                    "InvalidLaunchTemplateName.NotFoundException",
                    "The specified launch template, with template name " + name + ", does not exist.");
        }
        return template;
    }

    private void describeTemplates(JsonNode request, ObjectNode answer) {
        Predicate<Map<String, String>> filter = filter(request);
        ArrayNode templates = answer.putArray("LaunchTemplates");
        ec2.templates().forEach((name, template) -> {
            Map<String, String> tags = new LinkedHashMap<>();
            template.path("tags")
                    .properties()
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asString()));
            if (filter.test(tags)) {
                templates.add(summary(name));
            }
        });
    }

    private void describeVersions(JsonNode request, ObjectNode answer) {
        String name = request.path("LaunchTemplateName").asString();
        answer.putArray("LaunchTemplateVersions")
                .addObject()
                .put("LaunchTemplateName", name)
                .put("VersionNumber", 1)
                .set("LaunchTemplateData", template(name).path("data"));
    }

    private void deleteTemplate(JsonNode request, ObjectNode answer) {
        String id = request.path("LaunchTemplateId").asString();
        String name = ec2.templates().entrySet().stream()
                .filter(each ->
                        each.getValue().path("LaunchTemplateId").asString().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new ApiError(
                        400,
                        "InvalidLaunchTemplateId.NotFound",
                        "The specified launch template, with template ID " + id + ", does not exist."));
        answer.set("LaunchTemplate", summary(name));
        ec2.templates().remove(name);
    }

    // ---- fleets

    /** A pool that a fleet may take an instance from. */
    private record Pool(ObjectNode template, JsonNode specification, JsonNode override) {
        StandInType type() {
            String name = override.path("InstanceType").asString();
            return StandInType.ALL.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new ApiError(
                            400, "InvalidParameterValue", "Invalid value '" + name + "' for InstanceType."));
        }

        String subnet() {
            return override.path("SubnetId").asString();
        }

        ObjectNode describe(ObjectNode into) {
            ObjectNode both = into.putObject("LaunchTemplateAndOverrides");
            both.putObject("LaunchTemplateSpecification")
                    .put(
                            "LaunchTemplateName",
                            specification.path("LaunchTemplateName").asString())
                    .put("Version", specification.path("Version").asString());
            both.set("Overrides", override);
            return into;
        }
    }

    private void fleet(ObjectNode request, ObjectNode answer) {
        String token = request.path("ClientToken").asString("");
        ObjectNode words = request.deepCopy();
        words.remove("ClientToken");
        StandInEc2.Answered before = ec2.answered().get(token);
        if (before != null) {
            if (!before.request().equals(words.toString())) {
                throw new ApiError(
                        400,
                        "IdempotentParameterMismatch",
                        "The client token you have provided is associated with a resource that has different"
                                + " parameters.");
            }
            answer.setAll(before.answer());
            return;
        }
        if (!request.path("Type").asString().equals("instant")) {
            throw new ApiError(400, "InvalidParameterValue", "only instant fleets are known here");
        }
        List<Pool> pools = pools(request);
        fill(request, pools, answer);
        if (!token.isEmpty()) {
            ec2.answered().put(token, new StandInEc2.Answered(words.toString(), answer.deepCopy()));
        }
    }

    private List<Pool> pools(JsonNode request) {
        List<Pool> pools = new ArrayList<>();
        for (JsonNode config : request.path("LaunchTemplateConfigs")) {
            JsonNode specification = config.path("LaunchTemplateSpecification");
            if (!specification.has("LaunchTemplateName") || !specification.has("Version")) {
                throw new ApiError(400, "MissingParameter", "a launch template and its version are required");
            }
            ObjectNode template =
                    template(specification.path("LaunchTemplateName").asString());
            config.path("Overrides").forEach(each -> pools.add(new Pool(template, specification, each)));
        }
        if (pools.isEmpty()) {
            throw new ApiError(400, "MissingParameter", "LaunchTemplateConfigs is required");
        }
        return pools;
    }

    private void fill(JsonNode request, List<Pool> pools, ObjectNode answer) {
        JsonNode target = request.path("TargetCapacitySpecification");
        int count = target.path("TotalTargetCapacity").asInt();
        boolean spot = target.path("DefaultTargetCapacityType").asString().equals("spot");
        answer.put("FleetId", "fleet-" + state.nextId());
        ArrayNode given = answer.putArray("Instances");
        ArrayNode errors = answer.putArray("Errors");
        Optional<ApiError> forbidden = injections.denied("ec2", "RunInstances");
        int least = Math.max(
                request.path("OnDemandOptions").path("MinTargetCapacity").asInt(0),
                request.path("SpotOptions").path("MinTargetCapacity").asInt(0));
        int left = count;
        for (Pool pool : pools) {
            ArrayNode ids = WireServer.JSON.createArrayNode();
            Optional<Map.Entry<String, String>> why =
                    forbidden.map(error -> Map.entry("UnauthorizedOperation", String.valueOf(error.getMessage())));
            while (left > 0 && why.isEmpty()) {
                why = ec2.whyNot(
                        pool.type(),
                        pool.subnet(),
                        spot,
                        pool.override().path("MaxPrice").asString(""));
                if (why.isEmpty()) {
                    ids.add(launch(pool, spot, request));
                    left--;
                }
            }
            if (!ids.isEmpty()) {
                ObjectNode each = pool.describe(given.addObject());
                each.put("Lifecycle", spot ? "spot" : "on-demand")
                        .put("InstanceType", pool.type().name());
                each.set("InstanceIds", ids);
            }
            why.ifPresent(error -> pool.describe(errors.addObject())
                    .put("Lifecycle", spot ? "spot" : "on-demand")
                    .put("ErrorCode", error.getKey())
                    .put("ErrorMessage", error.getValue()));
        }
        if (count - left < least) {
            for (JsonNode each : given) {
                texts(each.path("InstanceIds"))
                        .forEach(id -> ec2.takeBack(ec2.launchedAs(id).orElseThrow()));
            }
            given.removeAll();
        }
    }

    private String launch(Pool pool, boolean spot, JsonNode request) {
        JsonNode data = pool.template().path("data");
        StandInInstance instance = new StandInInstance(
                state,
                "i-%017x".formatted(state.nextNumber()),
                pool.type(),
                pool.subnet(),
                StandInEc2.ZONES.getOrDefault(pool.subnet(), ""),
                spot,
                data.path("ImageId").asString(),
                new String(Base64.getDecoder().decode(data.path("UserData").asString("")), StandardCharsets.UTF_8));
        for (JsonNode each : request.path("TagSpecifications")) {
            if (each.path("ResourceType").asString().equals("instance")) {
                each.path("Tags")
                        .forEach(tag -> instance.tag(
                                tag.path("Key").asString(), tag.path("Value").asString()));
            }
        }
        ec2.launch(instance);
        return instance.id();
    }

    private void checkRun(JsonNode request) {
        JsonNode profile = request.path("IamInstanceProfile");
        injections.passRole(profile.path("Arn").asString(profile.path("Name").asString("")));
    }
}
