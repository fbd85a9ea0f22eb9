package dev.tranche.runtime.ec2.standin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a task is: a task definition, and what its start says instead.
 *
 * @param definition the task definition
 * @param request the request of RunTask
 */
record TaskSpec(ObjectNode definition, ObjectNode request) {
    /** A container as it is to run. */
    record ContainerSpec(JsonNode definition, Optional<JsonNode> override) {
        String name() {
            return definition.path("name").asString();
        }

        boolean essential() {
            return definition.path("essential").asBoolean(true);
        }

        List<String> command() {
            JsonNode said = override.map(each -> each.path("command"))
                    .filter(JsonNode::isArray)
                    .orElse(definition.path("command"));
            return texts(said);
        }

        Map<String, String> environment() {
            Map<String, String> variables = new LinkedHashMap<>();
            put(variables, definition.path("environment"));
            override.ifPresent(each -> put(variables, each.path("environment")));
            return variables;
        }

        int number(String member) {
            return override.filter(each -> each.has(member))
                    .orElse(definition)
                    .path(member)
                    .asInt(0);
        }

        int gpus() {
            JsonNode said = override.filter(each -> each.has("resourceRequirements"))
                    .orElse(definition)
                    .path("resourceRequirements");
            int count = 0;
            for (JsonNode each : said) {
                count += each.path("type").asString().equals("GPU")
                        ? Integer.parseInt(each.path("value").asString())
                        : 0;
            }
            return count;
        }

        private static void put(Map<String, String> variables, JsonNode pairs) {
            for (JsonNode pair : pairs) {
                variables.put(pair.path("name").asString(), pair.path("value").asString());
            }
        }
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(each -> texts.add(each.asString()));
        return texts;
    }

    List<ContainerSpec> containers() {
        List<ContainerSpec> all = new ArrayList<>();
        for (JsonNode container : definition.path("containerDefinitions")) {
            all.add(new ContainerSpec(container, override(container.path("name").asString())));
        }
        return all;
    }

    private Optional<JsonNode> override(String container) {
        for (JsonNode each : request.path("overrides").path("containerOverrides")) {
            if (each.path("name").asString().equals(container)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    TaskNeed need() {
        return containers().stream()
                .map(each -> new TaskNeed(
                        each.number("cpu"),
                        each.number("memoryReservation") > 0 ? each.number("memoryReservation") : each.number("memory"),
                        each.gpus()))
                .reduce(TaskNeed.NONE, TaskNeed::plus);
    }
}
