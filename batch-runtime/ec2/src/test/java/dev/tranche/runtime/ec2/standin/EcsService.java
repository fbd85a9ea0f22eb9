package dev.tranche.runtime.ec2.standin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The operations of ECS. */
final class EcsService implements WireServer.JsonService {
    /** "A total of 8192 characters are allowed for overrides" (RunTask). */
    static final int LONGEST_OVERRIDES = 8_192;

    /** "Task definition size: 64 KB" (Amazon ECS service quotas). */
    static final int LARGEST_DEFINITION = 64 * 1_024;

    /** "there may be up to a 10-minute window following deregistration where these restrictions have not yet taken effect". */
    static final Duration INACTIVE_STILL_RUNS = Duration.ofMinutes(10);

    /** "Up to 128 letters (uppercase and lowercase), numbers, hyphens (-), forward slash (/), and underscores (_)" (RunTask). */
    private static final Pattern STARTED_BY = Pattern.compile("[A-Za-z0-9_/-]{1,128}");

    /** "Up to 255 letters (uppercase and lowercase), numbers, underscores, and hyphens are allowed" (CreateCluster). */
    private static final Pattern CLUSTER_NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private static final int PAGE = 100;
    private static final Set<String> OTHER_FILTERS = Set.of("family", "containerInstance", "serviceName", "launchType");

    private final ApiModel model = ApiModel.of("ecs");
    private final EcsState state;
    private final StandInEc2 ec2;
    private final Injections injections;
    private final TaskRun.Platform platform;

    EcsService(EcsState state, StandInEc2 ec2, Injections injections, TaskRun.Platform platform) {
        this.state = state;
        this.ec2 = ec2;
        this.injections = injections;
        this.platform = platform;
    }

    @Override
    public String name() {
        return "ecs";
    }

    @Override
    public ApiModel model() {
        return model;
    }

    @Override
    public ObjectNode call(String operation, JsonNode request) {
        ObjectNode answer = WireServer.JSON.createObjectNode();
        synchronized (state) {
            ec2.settle();
            switch (operation) {
                case "RegisterTaskDefinition" -> register((ObjectNode) request, answer);
                case "DescribeTaskDefinition" -> describeDefinition(request, answer);
                case "ListTaskDefinitions" -> listDefinitions(request, answer);
                case "DeregisterTaskDefinition" -> deregister(request, answer);
                case "RunTask" -> run((ObjectNode) request, answer);
                case "StopTask" -> stop(request, answer);
                case "ListTasks" -> listTasks(request, answer);
                case "DescribeTasks" -> describeTasks(request, answer);
                case "CreateCluster" -> createCluster(request, answer);
                case "DescribeClusters" -> describeClusters(request, answer);
                case "DeleteCluster" -> deleteCluster(request, answer);
                case "DeregisterContainerInstance" -> deregisterInstance(request, answer);
                case "ListContainerInstances" -> listInstances(request, answer);
                case "DescribeContainerInstances" -> describeInstances(request, answer);
                case "UpdateContainerInstancesState" -> updateInstances(request, answer);
                default -> throw new ApiError(400, "UnknownOperationException", operation);
            }
        }
        return answer;
    }

    private StandInCluster cluster(JsonNode request) {
        return state.find(request.path("cluster").asString("default"))
                .orElseThrow(() -> new ApiError(400, "ClusterNotFoundException", "Cluster not found."));
    }

    // ---- task definitions

    private void register(ObjectNode request, ObjectNode answer) {
        int bytes = request.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LARGEST_DEFINITION) {
            throw ApiError.client(
                    "Actual length: '" + bytes + "'. Max allowed length is '" + LARGEST_DEFINITION + "' bytes.");
        }
        if (request.path("containerDefinitions").isEmpty()) {
            throw ApiError.client("Container list cannot be empty.");
        }
        for (JsonNode container : request.path("containerDefinitions")) {
            checkContainer(container);
        }
        for (String role : List.of("taskRoleArn", "executionRoleArn")) {
            if (request.has(role)) {
                if (!request.path(role).asString().startsWith("arn:aws:iam::" + StsService.ACCOUNT + ":role/")) {
                    throw ApiError.client("Role is not valid");
                }
                injections.passRole(request.path(role).asString());
            }
        }
        if (injections.concurrentRevision()) {
            throw ApiError.client("Too many concurrent attempts to create a new revision of the specified family.");
        }
        String family = request.path("family").asString();
        List<EcsState.Revision> revisions = state.definitions().computeIfAbsent(family, name -> new ArrayList<>());
        int number = revisions.size() + 1;
        ObjectNode definition = request.deepCopy();
        definition.remove("tags");
        definition
                .put("taskDefinitionArn", EcsState.ARN + "task-definition/" + family + ":" + number)
                .put("revision", number)
                .put("status", "ACTIVE");
        revisions.add(new EcsState.Revision(definition));
        answer.set("taskDefinition", definition);
    }

    private static void checkContainer(JsonNode container) {
        String name = container.path("name").asString();
        if (!container.has("memory") && !container.has("memoryReservation")) {
            throw ApiError.client("Invalid setting for container '" + name
                    + "'. At least one of 'memory' or 'memoryReservation' must be specified.");
        }
        if (container.has("memory") && container.path("memory").asInt() < 6) {
            throw ApiError.client("Invalid setting for container '" + name + "'. 'memory' must be at least 6 MiB.");
        }
    }

    private EcsState.Revision revision(JsonNode request) {
        return state.revision(request.path("taskDefinition").asString())
                .orElseThrow(() -> ApiError.client("Unable to describe task definition."));
    }

    private void describeDefinition(JsonNode request, ObjectNode answer) {
        answer.set("taskDefinition", revision(request).definition);
    }

    private void listDefinitions(JsonNode request, ObjectNode answer) {
        ArrayNode arns = answer.putArray("taskDefinitionArns");
        boolean inactive = request.path("status").asString("ACTIVE").equals("INACTIVE");
        state.definitions().forEach((family, revisions) -> {
            if (!request.has("familyPrefix")
                    || request.path("familyPrefix").asString().equals(family)) {
                revisions.stream()
                        .filter(each -> each.inactiveSince.isPresent() == inactive)
                        .forEach(each -> arns.add(each.arn()));
            }
        });
    }

    private void deregister(JsonNode request, ObjectNode answer) {
        EcsState.Revision revision = revision(request);
        revision.inactiveSince = Optional.of(state.clock().now());
        revision.definition.put("status", "INACTIVE");
        answer.set("taskDefinition", revision.definition);
    }

    // ---- tasks

    private void run(ObjectNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        answer.putArray("tasks");
        answer.putArray("failures");
        checkRun(request);
        String token = request.path("clientToken").asString("");
        if (!token.isEmpty()) {
            Optional<EcsState.Token> used = state.token(cluster.name() + "/" + token);
            if (used.isPresent()) {
                replay(used.get(), request, answer);
                return;
            }
        }
        EcsState.Revision revision = state.revision(
                        request.path("taskDefinition").asString())
                .orElseThrow(() -> ApiError.client("TaskDefinition not found."));
        if (revision.inactiveSince
                .map(at -> at.plus(INACTIVE_STILL_RUNS).isBefore(state.clock().now()))
                .orElse(false)) {
            throw ApiError.client("TaskDefinition is inactive");
        }
        place(cluster, revision, request, token, answer);
    }

    private static void checkRun(ObjectNode request) {
        String startedBy = request.path("startedBy").asString("a");
        if (!STARTED_BY.matcher(startedBy).matches()) {
            throw ApiError.invalid("startedBy is not valid: " + startedBy);
        }
        String token = request.path("clientToken").asString("!");
        if (token.length() > 64 || !token.chars().allMatch(c -> c >= 33 && c <= 126)) {
            throw ApiError.invalid("clientToken is not valid: " + token);
        }
        if (request.path("overrides").toString().length() > LONGEST_OVERRIDES) {
            throw ApiError.invalid("Container Overrides length must be at most " + LONGEST_OVERRIDES);
        }
    }

    private void replay(EcsState.Token used, ObjectNode request, ObjectNode answer) {
        if (!used.request().equals(request.toString())) {
            throw new ApiError(
                    400,
                    "ConflictException",
                    "The client token was used with other parameters.",
                    Map.of("resourceIds", List.of(used.task().arn())));
        }
        ((ArrayNode) answer.get("tasks")).add(used.task().describe());
    }

    private void place(
            StandInCluster cluster, EcsState.Revision revision, ObjectNode request, String token, ObjectNode answer) {
        TaskSpec spec = new TaskSpec(revision.definition, request);
        Predicate<Map<String, String>> constraint = host -> true;
        for (JsonNode each : request.path("placementConstraints")) {
            if (each.path("type").asString().equals("memberOf")) {
                constraint = constraint.and(
                        PlacementExpression.of(each.path("expression").asString()));
            }
        }
        Predicate<Map<String, String>> all = constraint;
        List<StandInHost> members = cluster.hosts().values().stream()
                .filter(host -> host.isActive() && all.test(host.facts()))
                .toList();
        if (cluster.hosts().isEmpty()) {
            throw ApiError.invalid("No Container Instances were found in your cluster.");
        }
        String reason = "MemberOf placement constraint unsatisfied.";
        String arn = cluster.arn();
        for (StandInHost host : members) {
            arn = host.arn();
            Optional<String> noRoom = host.isConnected() ? host.whyNoRoom(spec.need()) : Optional.of("AGENT");
            if (noRoom.isEmpty()) {
                TaskRun task = new TaskRun(
                        state,
                        platform,
                        cluster,
                        host,
                        spec,
                        EcsState.ARN + "task/" + cluster.name() + "/" + state.nextId());
                state.add(task);
                if (!token.isEmpty()) {
                    state.use(cluster.name() + "/" + token, request.toString(), task);
                }
                task.begin();
                ((ArrayNode) answer.get("tasks")).add(task.describe());
                return;
            }
            reason = noRoom.get();
        }
        ((ArrayNode) answer.get("failures")).addObject().put("arn", arn).put("reason", reason);
    }

    private TaskRun task(StandInCluster cluster, String nameOrArn) {
        return find(cluster, nameOrArn).orElseThrow(() -> ApiError.invalid("The referenced task was not found."));
    }

    private Optional<TaskRun> find(StandInCluster cluster, String nameOrArn) {
        String id = nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
        return state.tasks(cluster).stream()
                .filter(task -> task.arn().endsWith("/" + id))
                .findFirst();
    }

    private void stop(JsonNode request, ObjectNode answer) {
        TaskRun task = task(cluster(request), request.path("task").asString());
        task.stop(request.path("reason").asString("Task stopped by user"));
        answer.set("task", task.describe());
    }

    private void listTasks(JsonNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        boolean others = OTHER_FILTERS.stream().anyMatch(request::has);
        if (request.has("startedBy") && others) {
            throw ApiError.invalid(
                    "When you specify startedBy as the filter, it must be the only filter that you use.");
        }
        String desired = request.path("desiredStatus").asString("RUNNING");
        List<String> arns = state.tasks(cluster).stream()
                .filter(task -> isSeen(task))
                .filter(task -> task.desiredStatus().equals(desired))
                .filter(task -> !request.has("startedBy")
                        || request.path("startedBy").asString().equals(task.startedBy()))
                .filter(task -> !request.has("family")
                        || task.family().equals(request.path("family").asString()))
                .map(TaskRun::arn)
                .toList();
        page("taskArns", arns, request, answer);
    }

    private boolean isSeen(TaskRun task) {
        Instant from = task.createdAt().plus(injections.unseen());
        return !from.isAfter(state.clock().now());
    }

    private static void page(String member, List<String> all, JsonNode request, ObjectNode answer) {
        int from = Integer.parseInt(request.path("nextToken").asString("0"));
        int to = Math.min(
                all.size(), from + Math.min(PAGE, request.path("maxResults").asInt(PAGE)));
        ArrayNode list = answer.putArray(member);
        all.subList(Math.min(from, to), to).forEach(list::add);
        if (to < all.size()) {
            answer.put("nextToken", Integer.toString(to));
        }
    }

    private void describeTasks(JsonNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        if (request.path("tasks").size() > PAGE) {
            throw ApiError.invalid("Tasks cannot have more than 100 elements");
        }
        ArrayNode tasks = answer.putArray("tasks");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode each : request.path("tasks")) {
            Optional<TaskRun> found = find(cluster, each.asString()).filter(this::isSeen);
            if (found.isPresent()) {
                tasks.add(found.get().describe());
            } else {
                failures.addObject().put("arn", each.asString()).put("reason", "MISSING");
            }
        }
    }

    // ---- clusters and instances

    private void describeClusters(JsonNode request, ObjectNode answer) {
        ArrayNode clusters = answer.putArray("clusters");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode each : request.path("clusters")) {
            Optional<StandInCluster> found = state.find(each.asString());
            if (found.isPresent()) {
                clusters.addObject()
                        .put("clusterArn", found.get().arn())
                        .put("clusterName", found.get().name())
                        .put("status", "ACTIVE")
                        .put(
                                "registeredContainerInstancesCount",
                                found.get().hosts().size());
            } else {
                failures.addObject().put("arn", each.asString()).put("reason", "MISSING");
            }
        }
    }

    private void listInstances(JsonNode request, ObjectNode answer) {
        Predicate<Map<String, String>> filter = request.has("filter")
                ? PlacementExpression.of(request.path("filter").asString())
                : host -> true;
        List<String> arns = cluster(request).hosts().values().stream()
                .filter(host -> filter.test(host.facts()))
                .map(StandInHost::arn)
                .toList();
        page("containerInstanceArns", arns, request, answer);
    }

    private void describeInstances(JsonNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        ArrayNode instances = answer.putArray("containerInstances");
        ArrayNode failures = answer.putArray("failures");
        for (JsonNode each : request.path("containerInstances")) {
            StandInHost host = cluster.hosts().get(each.asString());
            if (host == null) {
                failures.addObject().put("arn", each.asString()).put("reason", "MISSING");
            } else {
                instances.add(host.describe());
            }
        }
    }

    private void createCluster(JsonNode request, ObjectNode answer) {
        String name = request.path("clusterName").asString("default");
        if (!CLUSTER_NAME.matcher(name).matches()) {
            throw ApiError.invalid("Invalid cluster name.");
        }
        answer.set("cluster", summary(state.cluster(name)));
    }

    private static ObjectNode summary(StandInCluster cluster) {
        return WireServer.JSON
                .createObjectNode()
                .put("clusterArn", cluster.arn())
                .put("clusterName", cluster.name())
                .put("status", "ACTIVE");
    }

    private void deleteCluster(JsonNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        if (!cluster.hosts().isEmpty()) {
            throw new ApiError(
                    400,
                    "ClusterContainsContainerInstancesException",
                    "The Cluster cannot be deleted while Container Instances are active or draining.");
        }
        state.delete(cluster);
        answer.set("cluster", summary(cluster).put("status", "INACTIVE"));
    }

    private void deregisterInstance(JsonNode request, ObjectNode answer) {
        StandInHost host = cluster(request)
                .hosts()
                .remove(request.path("containerInstance").asString());
        if (host == null) {
            throw ApiError.invalid("Container instance not found.");
        }
        answer.set("containerInstance", host.describe());
    }

    private void updateInstances(JsonNode request, ObjectNode answer) {
        StandInCluster cluster = cluster(request);
        ArrayNode instances = answer.putArray("containerInstances");
        answer.putArray("failures");
        for (JsonNode each : request.path("containerInstances")) {
            StandInHost host = cluster.hosts().get(each.asString());
            if (host != null) {
                if (request.path("status").asString().equals("DRAINING")) {
                    host.drain();
                } else {
                    host.activate();
                }
                instances.add(host.describe());
            }
        }
    }
}
